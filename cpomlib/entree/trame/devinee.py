"""For whom a trame seems to be, when its cover is gone: what its sheets say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from cpomlib.entree.trame.classeur_lu import ouvrir
from cpomlib.entree.trame.depouillement import TableLue, depouiller
from cpomlib.entree.trame.plan import IdentiteTrame, plan

_ANNEES = range(1990, 2101)


def devinee(path: Path) -> IdentiteTrame | None:
    """Return the gestionnaire and the exercise that the rows name, None when they do not agree.

    It is a guess, for a person to confirm: rows may have been pasted from another trame.

    Raises:
        FichierError: the workbook may not be opened.
    """
    with ouvrir(path) as book:
        found = depouiller(path, book, plan()).tables
    owners = {
        value
        for name in ("gestionnaires", "etablissements") if name in found
        for value in _values(found[name], "id_gestionnaire")
    }  # fmt: skip
    years = Counter(
        int(value)
        for table in found.values()
        for value in _values(table, "annee")
        if value.isdecimal() and int(value) in _ANNEES
    )
    if len(owners) != 1 or not years:
        return None
    first, last = min(years), max(years)
    return IdentiteTrame(owners.pop(), last, depuis=first if first < last else None)


def _values(table: TableLue, column: str) -> list[str]:
    rank = table.reperage.colonnes.get(column)
    if rank is None:
        return []
    cells = (row[rank] for _, row in table.tri.lignes if rank < len(row))
    return [str(value) for value in cells if value is not None]
