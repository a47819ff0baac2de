"""Objectives in a draft: add, order, split by establishment, answer a point of attention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpomlib.calcul.contrat import Contrat, Ligne
from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.pages.contrat.brouillon import Brouillon, cle_de, nommee
from cpomlib.pages.contrat.fixer import permettre
from cpomlib.socle import CommandeError, pluriel

SANS_RANG = 1_000_000
"""Rank of a part of a number that is no number: after all of them."""
CITENT = ("objectifs", "cibles", "actions", "releves")
"""Tables that name an objective."""


def trouver(contrat: Contrat, code: str) -> Ligne:
    """Return an objective by its number.

    Raises:
        CommandeError: it is no more.
    """
    return nommee(contrat, "objectifs", code)


def freres(contrat: Contrat, parent: str | None) -> list[str]:
    """Return the objectives under another, or the first ones, in their order."""
    rows = [r for r in contrat.de("objectifs") if (r["parent"] or None) == (parent or None)]
    return sorted((str(r["id_objectif"]) for r in rows), key=_rang)


def _rang(code: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdecimal() else SANS_RANG, part) for part in code.split(".")]


def en_ordre(contrat: Contrat) -> list[Ligne]:
    """Return the objectives, each followed by those under it."""
    rows = {str(row["id_objectif"]): row for row in contrat.de("objectifs")}
    found: dict[str, Ligne] = {}

    def walk(parent: str | None) -> None:
        for code in freres(contrat, parent):
            if code not in found:
                found[code] = rows[code]
                walk(code)

    walk(None)
    return [*found.values(), *(row for code, row in rows.items() if code not in found)]


def nouveau(
    base: Contrat, brouillon: Brouillon, parent: str = "", **valeurs: Any
) -> tuple[Brouillon, str]:
    """Return the draft with one more objective, and its number."""
    permettre(base, brouillon)
    contrat = brouillon.applique(base)
    above = trouver(contrat, parent) if parent else None
    ranks = [_rang(code)[-1][0] for code in freres(contrat, parent or None)]
    number = str(max([0, *(rank for rank in ranks if rank < SANS_RANG)]) + 1)
    code = f"{parent}.{number}" if parent else number
    row = {
        "id_objectif": code, "axe": above["axe"] if above else "acces_logement",
        "niveau": "operationnel" if parent else "strategique", "parent": parent or None,
        "intitule": "Nouvel objectif", **valeurs,
    }  # fmt: skip
    return brouillon.avec(base, "objectifs", row), code


def modifier(
    base: Contrat, brouillon: Brouillon, code: str, valeurs: Mapping[str, Any]
) -> Brouillon:
    """Change an objective."""
    permettre(base, brouillon)
    row = trouver(brouillon.applique(base), code)
    return brouillon.avec(base, "objectifs", {**row, **valeurs})


def repondre(base: Contrat, brouillon: Brouillon, code: str, indicateur: str) -> Brouillon:
    """Make an objective answer a point of attention.

    Raises:
        CommandeError: it answers another one already.
    """
    row = trouver(brouillon.applique(base), code)
    held = row["indicateur_constat"]
    if held and held != indicateur:
        name = fiches_connues()[held].libelle if held in fiches_connues() else held
        raise CommandeError(
            f"L’objectif {code} répond déjà à «\u00a0{name}\u00a0».",
            que_faire="Choisissez-en un autre, ou ajoutez un objectif.",
        )
    return modifier(base, brouillon, code, {"indicateur_constat": indicateur})


def delier(base: Contrat, brouillon: Brouillon, indicateur: str) -> Brouillon:
    """Leave a point of attention without an objective that answers it."""
    draft = brouillon
    for row in brouillon.applique(base).de("objectifs"):
        if row["indicateur_constat"] == indicateur:
            code = str(row["id_objectif"])
            draft = modifier(base, draft, code, {"indicateur_constat": None})
    return draft


def decliner(
    base: Contrat, brouillon: Brouillon, code: str, etablissements: Mapping[str, str]
) -> Brouillon:
    """Split an objective: one under it for each establishment that has none yet."""
    contrat = brouillon.applique(base)
    row = trouver(contrat, code)
    under = freres(contrat, code)
    known = {trouver(contrat, one)["id_etablissement"] for one in under}
    draft = brouillon
    for house, name in etablissements.items():
        if house not in known:
            title = f"{row['intitule']}, {name}"[:200]
            draft, _ = nouveau(base, draft, code, intitule=title, id_etablissement=house)
    return draft


def retirer(base: Contrat, brouillon: Brouillon, code: str) -> Brouillon:
    """Take an objective out.

    Raises:
        CommandeError: something else names it.
    """
    permettre(base, brouillon)
    contrat = brouillon.applique(base)
    words = {"objectifs": "objectif", "cibles": "ligne de cible", "actions": "action",
             "releves": "relevé"}  # fmt: skip
    counts = {name: len([r for r in contrat.de(name) if r.get(_colonne(name)) == code])
              for name in CITENT}  # fmt: skip
    held = [pluriel(count, words[name]) for name, count in counts.items() if count]
    if held:
        raise CommandeError(
            f"L’objectif {code} tient encore {', '.join(held)}\u00a0: il reste.",
            que_faire="Retirez-les d’abord, ou donnez-leur un autre objectif.",
        )
    return brouillon.sans(base, "objectifs", (code,))


def _colonne(table: str) -> str:
    return "parent" if table == "objectifs" else "id_objectif"


def deplacer(base: Contrat, brouillon: Brouillon, code: str, pas: int) -> tuple[Brouillon, str]:
    """Move an objective among those beside it; what names them follows.

    Returns:
        The draft, and the number that the objective has now.
    """
    permettre(base, brouillon)
    if base.signe:
        raise CommandeError("L’ordre des objectifs a été signé\u00a0: il ne change plus.")
    contrat = brouillon.applique(base)
    beside = freres(contrat, trouver(contrat, code)["parent"])
    rank = beside.index(code)
    rank = rank + pas
    if not 0 <= rank < len(beside):
        return brouillon, code
    other = beside[rank]
    return _renumeroter(base, brouillon, {code: other, other: code}), other


def _renumeroter(base: Contrat, brouillon: Brouillon, noms: Mapping[str, str]) -> Brouillon:
    contrat = brouillon.applique(base)
    moved: list[tuple[str, Ligne, Ligne]] = []
    for name in CITENT:
        for row in contrat.de(name):
            columns = ("id_objectif", "parent") if name == "objectifs" else ("id_objectif",)
            after: Ligne = {**row, **{c: _renomme(row[c], noms) for c in columns}}
            if after != row:
                moved.append((name, row, after))
    draft = brouillon
    for name, row, _ in moved:
        draft = draft.sans(base, name, cle_de(name, row))
    for name, _, after in moved:
        draft = draft.avec(base, name, after)
    return draft


def _renomme(code: str | None, noms: Mapping[str, str]) -> str | None:
    """Return the number of an objective once those above it changed theirs."""
    for old, new in noms.items():
        if code == old or (code or "").startswith(f"{old}."):
            return new + str(code)[len(old) :]
    return code
