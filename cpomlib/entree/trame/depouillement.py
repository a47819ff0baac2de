"""The sheets of a trame sent back: which holds which table, and what is said of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from cpomlib.entree.garde import FichierError
from cpomlib.entree.onglets import Classeur, Onglet
from cpomlib.entree.trame.classeur_lu import Ligne, lignes_lues
from cpomlib.entree.trame.fusion import fusions
from cpomlib.entree.trame.lignes import Tri, trier
from cpomlib.entree.trame.plan import VERSION, IdentiteTrame, PlanTrame, lire_identite
from cpomlib.entree.trame.reperage import TETE, Reperage, annonce, reperer
from cpomlib.socle import CommandeError, Faute, nombre, plie, pluriel

LIGNES_MAX = 200_000
"""Rows of one sheet: beyond, it is not the trame of one gestionnaire."""

_ORIGINE_MAC = 1904
_MAC = (
    "Ce classeur compte ses jours depuis 1904 (anciens Mac) : ses dates sont lues ainsi. Celles "
    "qu’on y a collées d’un autre classeur ont quatre ans de trop : vérifiez-les."
)


@dataclass(frozen=True)
class TableLue:
    """One table found in the workbook.

    Attributes:
        onglet: title of its sheet, as it stands.
        reperage: its headings.
        tri: its rows.
    """

    onglet: str
    reperage: Reperage
    tri: Tri


@dataclass
class Depouille:
    """What was found in the workbook.

    Attributes:
        tables: shared table → where it is.
        identites: the identifiers met.
        messages: what the reader should know.
        fautes: sheets that cannot be taken.
    """

    tables: dict[str, TableLue] = field(default_factory=dict)
    identites: list[IdentiteTrame] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    fautes: list[Faute] = field(default_factory=list)


def depouiller(path: Path, classeur: Classeur, plan: PlanTrame) -> Depouille:
    """Go through the sheets once, and keep the rows of the tables.

    Raises:
        FichierError: a sheet is broken, or far too long.
    """
    found = Depouille()
    found.messages += [_MAC] if classeur.origine.year == _ORIGINE_MAC else []
    for onglet in classeur.onglets:
        _sheet(path, onglet, plan, found)
    return found


def _sheet(path: Path, onglet: Onglet, plan: PlanTrame, found: Depouille) -> None:
    auxiliary = plan.auxiliaire(onglet.titre)
    rows = lignes_lues(onglet, formules=not auxiliary)
    head = list(islice(rows, TETE))
    found.identites += [
        identity
        for _, cells in head
        for cell in cells
        if isinstance(cell, str) and (identity := lire_identite(cell))
    ]
    if auxiliary:
        return
    located = reperer(onglet.titre, head, plan)
    if located is None:
        _unknown(path, onglet, bool(head), plan, found)
        return
    name = located.feuille.schema.name
    if name in found.tables:
        found.fautes.append(_twice(path, onglet, found.tables[name].onglet, located))
        return
    merged = fusions(path, onglet, located)
    rows = merged.lignes(_bounded(path, onglet, chain(head, rows)))
    found.tables[name] = TableLue(onglet.titre, located, trier(located, rows))
    found.messages += [*_said(onglet, located), *merged.dites(onglet.titre)]
    found.fautes += merged.fautes


def _bounded(path: Path, onglet: Onglet, rows: Iterator[Ligne]) -> Iterator[Ligne]:
    for count, row in enumerate(rows):
        if count > LIGNES_MAX:
            raise FichierError(
                f"Cette feuille a plus de {nombre(LIGNES_MAX)} lignes.",
                ou=f"{path.name}, feuille « {onglet.titre} »",
                que_faire="Supprimez ce qui est sous le tableau, ou déposez la table en CSV "
                "(« cpom importer tables »).",
            )
        yield row


def _unknown(path: Path, onglet: Onglet, filled: bool, plan: PlanTrame, found: Depouille) -> None:
    announced = annonce(onglet.titre, plan)
    if announced and filled:
        found.fautes.append(
            Faute(
                path.name,
                0,
                "",
                "",
                "La ligne d’en-tête de cette feuille est introuvable.",
                f"Remettez-la au-dessus du tableau : {', '.join(announced.entetes)}.",
                onglet.titre,
            )
        )
    elif filled:
        found.messages.append(
            f"Feuille « {onglet.titre} » : elle n’est pas de la trame, elle n’est pas lue."
        )


def _twice(path: Path, onglet: Onglet, first: str, located: Reperage) -> Faute:
    return Faute(
        path.name,
        located.ligne,
        "",
        "",
        f"Cette feuille contient la même table que la feuille « {first} ».",
        "Gardez une seule des deux.",
        onglet.titre,
    )


def _said(onglet: Onglet, located: Reperage) -> list[str]:
    where = f"Feuille « {onglet.titre} »"
    said: list[str] = []
    if plie(onglet.titre) != plie(located.feuille.titre):
        said.append(f"{where} : lue comme « {located.feuille.titre} ».")
    if onglet.cache:
        said.append(f"{where} : elle est masquée, elle est lue quand même.")
    if onglet.masquees:
        hidden = pluriel(onglet.masquees, "ligne masquée", "lignes masquées")
        said.append(f"{where} : {hidden} ou filtrées, lues quand même.")
    return said


def identite(
    path: Path, found: Depouille, gestionnaire: str = "", annee: int | None = None
) -> IdentiteTrame:
    """Return for whom and for which year a trame is.

    Args:
        path: the file.
        found: what was found in it.
        gestionnaire: what the command says, where the workbook says nothing.
        annee: likewise.

    Raises:
        FichierError: the workbook is not a trame, or of a later version.
        CommandeError: it does not say for whom, or contradicts the command.
    """
    met = set(found.identites)
    if not met and not found.tables and not found.fautes:
        raise FichierError(
            "Ce classeur n’est pas une trame.",
            ou=path.name,
            pourquoi="Aucune de ses feuilles n’a l’identifiant ni les colonnes d’une trame.",
            que_faire="Une trame est écrite par « cpom trame ». Pour savoir ce qu’est ce "
            "fichier : « cpom importer auto ».",
        )
    if len(met) > 1:
        raise FichierError(
            f"Ce classeur porte plusieurs identifiants : {', '.join(sorted(map(str, met)))}.",
            ou=path.name,
            que_faire="Gardez la feuille « Mode d’emploi » de la bonne trame seulement.",
        )
    told = met.pop() if met else None
    if told and told.version > VERSION:
        raise FichierError(
            f"Cette trame est de la version {told.version}, plus récente que ce logiciel.",
            ou=path.name,
            que_faire="Mettez cpomlib à jour, puis recommencez.",
        )
    return _agreed(path, told, gestionnaire, annee)


def _agreed(
    path: Path, told: IdentiteTrame | None, gestionnaire: str, annee: int | None
) -> IdentiteTrame:
    if told is None:
        if not gestionnaire or annee is None:
            raise CommandeError(
                "L’identifiant de la trame est introuvable.",
                ou=path.name,
                que_faire="Remettez la feuille « Mode d’emploi », ou précisez --gestionnaire "
                "et --annee.",
            )
        return IdentiteTrame(gestionnaire, annee)
    if gestionnaire not in ("", told.gestionnaire) or annee not in (None, *told.annees):
        raise CommandeError(
            f"Cette trame est celle du gestionnaire {told.gestionnaire} pour {told.exercice}.",
            ou=path.name,
            que_faire="Retirez --gestionnaire et --annee, ou prenez l’autre trame.",
        )
    return told
