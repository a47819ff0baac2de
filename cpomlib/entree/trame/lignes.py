"""The rows of a sheet: which are lines of the table, which are set aside, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cpomlib.entree.onglets import Formule
from cpomlib.entree.trame.classeur_lu import Ligne
from cpomlib.entree.trame.reperage import Reperage
from cpomlib.socle import plie
from cpomlib.tables import TableSchema

TOTAL = "total ajouté sous le tableau"
PREPAREE = "préparée, laissée vide"
_TOTAUX = ("total", "soustotal", "somme", "ensemble")
_SEULE_MIN = 3
"""Required columns from which a row with a single cell cannot be a line of the table."""


@dataclass
class Tri:
    """The rows of one sheet, sorted.

    Attributes:
        lignes: those to read.
        seules: row and column of those that hold one cell only: they are notes, not lines.
        ecartees: why others are set aside → how many.
    """

    lignes: list[Ligne] = field(default_factory=list)
    seules: list[tuple[int, str]] = field(default_factory=list)
    ecartees: Counter[str] = field(default_factory=Counter)


def trier(reperage: Reperage, rows: Iterable[Ligne]) -> Tri:
    """Sort the rows under the headings of a table.

    Args:
        reperage: the headings.
        rows: the rows of the sheet that hold something.
    """
    sorted_rows = Tri()
    schema = reperage.feuille.schema
    prepared = reperage.feuille.preparees
    for number, cells in rows:
        found = {name: _at(cells, rank) for name, rank in reperage.colonnes.items()}
        filled = {name: value for name, value in found.items() if value is not None}
        if number <= reperage.ligne or not filled:
            continue
        if _is_total(schema, found, filled):
            sorted_rows.ecartees[TOTAL] += 1
        elif prepared is not None and set(filled) == _prepared_columns(prepared):
            sorted_rows.ecartees[PREPAREE] += 1
        elif len(filled) == 1 and sum(champ.requis for champ in schema.champs) >= _SEULE_MIN:
            sorted_rows.seules.append((number, next(iter(filled))))
        else:
            sorted_rows.lignes.append((number, cells))
    return sorted_rows


def _at(cells: Sequence[Any], rank: int) -> Any:
    return cells[rank] if rank < len(cells) else None


def _prepared_columns(column: str) -> set[str]:
    return {"id_etablissement", "annee", column} - {""}


def _is_total(schema: TableSchema, found: dict[str, Any], filled: dict[str, Any]) -> bool:
    """Tell a row of totals: it says so and has no key, or holds nothing but sums."""
    if all(isinstance(value, Formule) and value.somme for value in filled.values()):
        return True
    first = next((value for value in filled.values() if isinstance(value, str)), "")
    said = plie(first).startswith(_TOTAUX)
    coded = [
        name for name in schema.cle if schema.champ(name).motif or schema.champ(name).pseudonyme
    ]
    return said and all(found.get(name) in (None, first) for name in coded)
