"""Setting targets in a draft: a point, what a target is, a new one; pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpomlib.calcul.contrat import CibleSuivie, Contrat, Ligne, toutes_les_cibles
from cpomlib.pages.contrat.brouillon import Brouillon, cle_de
from cpomlib.socle import CommandeError

SIGNE = (
    "Ce contrat est signé\u00a0: il change par un avenant. Choisissez-le en haut de la page, puis "
    "recommencez."
)


def permettre(base: Contrat, brouillon: Brouillon) -> None:
    """Refuse to change what a signature closes without its amendment.

    Raises:
        CommandeError: the contract is signed and no amendment is chosen.
    """
    if base.signe and not brouillon.avenant:
        raise CommandeError(SIGNE)


def lignes_de(contrat: Contrat, cible: CibleSuivie) -> list[Ligne]:
    """Return the rows of a target, in its last set."""
    return [
        row
        for row in contrat.de("cibles")
        if (str(row["id_objectif"]), str(row["indicateur"]), row["id_etablissement"] or "")
        == cible.cle
        and int(row["avenant"] or 0) == cible.avenant
    ]


def retrouver(contrat: Contrat, cle: tuple[str, str, str]) -> CibleSuivie | None:
    """Return a target by its key, None where it is no more."""
    return next((one for one in toutes_les_cibles(contrat) if one.cle == cle), None)


def fixer(
    base: Contrat, brouillon: Brouillon, cible: CibleSuivie, annee: int, valeur: float | None
) -> Brouillon:
    """Set the target of a year, or take it away.

    Args:
        base: the contract in the base.
        brouillon: what is changed already.
        cible: the target.
        annee: the year.
        valeur: what is aimed at; None for nothing.
    """
    draft, rows = _au_jeu(base, brouillon, cible)
    known = next((row for row in rows if int(row["annee"]) == annee), None)
    if valeur is None and known is not None and len(rows) > 1:
        return draft.sans(base, "cibles", cle_de("cibles", known))
    if valeur is None and known is None:
        return draft
    row = {**(known or rows[0]), "annee": annee, "cible": valeur}
    return draft.avec(base, "cibles", row if known else {**row, "motif": None})


def regler(
    base: Contrat, brouillon: Brouillon, cible: CibleSuivie, valeurs: Mapping[str, Any]
) -> Brouillon:
    """Change what is the same in all the rows of a target: direction, reference, tolerance."""
    draft, rows = _au_jeu(base, brouillon, cible)
    for row in rows:
        draft = draft.avec(base, "cibles", {**row, **valeurs})
    return draft


def retirer(base: Contrat, brouillon: Brouillon, cible: CibleSuivie) -> Brouillon:
    """Take a target away; on a signed contract, the sets of before stay as they were signed."""
    permettre(base, brouillon)
    draft = brouillon
    for row in lignes_de(brouillon.applique(base), cible):
        if base.signe and int(row["avenant"] or 0) != brouillon.avenant:
            raise CommandeError(
                "Cette cible a été signée\u00a0: elle ne s’efface pas.",
                que_faire="Videz ses années à venir\u00a0: l’avenant la suit sans cible.",
            )
        draft = draft.sans(base, "cibles", cle_de("cibles", row))
    return draft


def ajouter(base: Contrat, brouillon: Brouillon, ligne: Ligne) -> Brouillon:
    """Add a target: one row, the year and the value to be set.

    Raises:
        CommandeError: the objective has that target already.
    """
    permettre(base, brouillon)
    key = str(ligne["id_objectif"]), str(ligne["indicateur"]), ligne["id_etablissement"] or ""
    if retrouver(brouillon.applique(base), key) is not None:
        raise CommandeError("Cet objectif a déjà cette cible\u00a0: elle est à gauche.")
    number = brouillon.avenant or None
    return brouillon.avec(base, "cibles", {**ligne, "avenant": number})


def _au_jeu(
    base: Contrat, brouillon: Brouillon, cible: CibleSuivie
) -> tuple[Brouillon, list[Ligne]]:
    """Return the rows to change: the set of the amendment, restated whole where it has none."""
    permettre(base, brouillon)
    rows = lignes_de(brouillon.applique(base), cible)
    if not base.signe or cible.avenant == brouillon.avenant:
        return brouillon, rows
    draft, copies = brouillon, [{**row, "avenant": brouillon.avenant} for row in rows]
    for row in copies:
        draft = draft.avec(base, "cibles", row)
    return draft, list(copies)
