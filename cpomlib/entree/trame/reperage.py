"""Where a table is in the workbook: found by its headings and titles, never by position."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from cpomlib.entree.trame.classeur_lu import Ligne
from cpomlib.entree.trame.plan import FeuilleTable, PlanTrame
from cpomlib.socle import plie
from cpomlib.tables import table

TETE = 60
"""Rows looked at to find the headings."""
_COLONNES_MIN = 2
_RESSEMBLANCE = 0.5


@dataclass(frozen=True)
class Reperage:
    """The headings of one table in one sheet.

    Attributes:
        feuille: the table's sheet in the plan.
        ligne: row of the headings.
        colonnes: column of the table → its rank in the sheet, from 0.
        repetees: columns written a second time.
        autres: rank → heading of a column the table does not have.
    """

    feuille: FeuilleTable
    ligne: int
    colonnes: Mapping[str, int]
    repetees: tuple[str, ...]
    autres: Mapping[int, str]


def reperer(titre: str, tete: Sequence[Ligne], plan: PlanTrame) -> Reperage | None:
    """Find the headings of a table in the first rows of a sheet.

    A row of headings counts by how much it looks like those of a table; the title of the
    sheet, or one written above, settles the rest.

    Args:
        titre: title of the sheet.
        tete: its first rows.
        plan: the sheets of a trame.
    """
    best: tuple[float, Reperage] | None = None
    titles = {plie(titre)}
    for number, cells in tete:
        texts = {rank: cell for rank, cell in enumerate(cells) if isinstance(cell, str)}
        for feuille in plan.feuilles:
            found = _match(feuille, number, texts) if len(texts) >= _COLONNES_MIN else None
            score = _score(found, feuille, titles, len(texts)) if found else 0.0
            if found and score >= _RESSEMBLANCE and (best is None or score > best[0]):
                best = score, found
        titles |= {plie(text) for text in texts.values()}
    return best[1] if best else None


def annonce(titre: str, plan: PlanTrame) -> FeuilleTable | None:
    """Return the table that the title of a sheet announces, if it does."""
    for feuille in plan.feuilles:
        if plie(titre) in _names(feuille):
            return feuille
    return None


def _names(feuille: FeuilleTable) -> set[str]:
    schema = feuille.schema
    return {plie(feuille.titre), plie(schema.name), plie(schema.titre)}


def _match(feuille: FeuilleTable, number: int, texts: Mapping[int, str]) -> Reperage | None:
    known = _headings(feuille.schema.name)
    found: dict[str, int] = {}
    repeated: list[str] = []
    others: dict[int, str] = {}
    for rank, text in texts.items():
        name = known.get(heading(text))
        if name is None:
            others[rank] = text
        elif name in found:
            repeated.append(name)
        else:
            found[name] = rank
    if len(found) < _COLONNES_MIN:
        return None
    return Reperage(feuille, number, found, tuple(repeated), others)


@cache
def _headings(name: str) -> dict[str, str]:
    schema = table(name)
    return {
        heading(name): champ.nom
        for champ in schema.champs
        for name in (champ.titre, champ.nom, f"{schema.name}.{champ.nom}")
    }


@lru_cache(maxsize=8192)
def heading(text: str) -> str:
    """Fold a heading: case, accents, spaces, the star and what is in parentheses do not count."""
    return plie(re.sub(r"\([^)]*\)", " ", text))


def _score(found: Reperage, feuille: FeuilleTable, titles: set[str], cells: int) -> float:
    alike = 2 * len(found.colonnes) / (cells + len(feuille.schema.champs))
    return alike + (1.0 if titles & _names(feuille) else 0.0)
