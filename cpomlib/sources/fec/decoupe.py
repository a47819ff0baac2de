"""One line of a FEC cut into cells, and mended when it has too few or too many."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date

from cpomlib.sources.fec.champs import Entete
from cpomlib.sources.jours import lire_jour
from cpomlib.sources.montants import lire_montant
from cpomlib.tables.cellules import BLANKS

SEPARATEURS = ("\t", "|", ";", ",")
SEPARATEURS_MIN = 8
"""Separators that the first line must hold, as the tax administration's own test has it."""
MANQUANTES_MAX = 2
"""Trailing cells that some software leaves out (amount and currency code)."""
_LIBRES = ("EcritureLib", "CompteLib", "CompAuxLib", "JournalLib", "PieceRef")
"""Fields of free text, where the separator may have slipped in; the likeliest first."""


def separateur(ligne: str) -> str | None:
    """Return the separator of a header line, None when it holds too few of any."""
    best = max(SEPARATEURS, key=ligne.count)
    return best if ligne.count(best) >= SEPARATEURS_MIN else None


def couper(ligne: str, sep: str, largeur: int = 0) -> list[str]:
    """Cut a line into cells, quotes of a spreadsheet removed.

    A quote is only a character in a FEC: the plain cut wins whenever it gives the expected
    number of cells and the quotes do not.

    Args:
        ligne: the line.
        sep: the separator.
        largeur: cells expected; 0 when it is not known yet.
    """
    cells = ligne.split(sep)
    if '"' not in ligne:
        return cells
    try:
        quoted = next(csv.reader([ligne], delimiter=sep), cells)
    except csv.Error:
        return cells
    return cells if len(cells) == largeur and len(quoted) != largeur else quoted


def ajuster(cellules: Sequence[str], entete: Entete, sep: str) -> list[str] | None:
    """Give a line as many cells as the header, None when no way of it makes sense.

    Trailing blank cells are dropped, one or two missing ones are added, and a separator
    inside a text is put back: the cells are joined so that date, account and amounts fall
    in their columns again.
    """
    width = entete.largeur
    if len(cellules) >= width and not any(cell.strip(BLANKS) for cell in cellules[width:]):
        return list(cellules[:width])
    if width - MANQUANTES_MAX <= len(cellules) < width:
        padded = [*cellules, *[""] * (width - len(cellules))]
        if plausible(padded, entete):
            return padded
    return _rejoined(cellules, entete, sep)


def _rejoined(cells: Sequence[str], entete: Entete, sep: str) -> list[str] | None:
    for missing in range(MANQUANTES_MAX + 1):
        extra = len(cells) + missing - entete.largeur
        if extra < 1:
            continue
        for name in _LIBRES:
            rank = entete.champs.get(name)
            if rank is None or rank + extra >= len(cells):
                continue
            end = rank + extra + 1
            joined = [*cells[:rank], sep.join(cells[rank:end]), *cells[end:], *[""] * missing]
            if plausible(joined, entete):
                return joined
    return None


def plausible(cellules: Sequence[str], entete: Entete) -> bool:
    """Say whether date, account and amounts are where the header says."""
    texts = {name: cellules[rank].strip(BLANKS) for name, rank in entete.champs.items()}
    amounts = ("Montant",) if entete.sens else ("Debit", "Credit")
    read = [lire_montant(texts[name]) for name in amounts]
    return (
        isinstance(lire_jour(texts["EcritureDate"]), date)
        and texts["CompteNum"][:3].isdecimal()
        and len(texts["CompteNum"]) >= 3
        and all(value is None or isinstance(value, int) for value in read)
        and any(value is not None for value in read)
        and _is_day(texts.get("PieceDate", ""))
        and _is_day(texts.get("ValidDate", ""))
    )


def _is_day(text: str) -> bool:
    value = lire_jour(text)
    return value is None or isinstance(value, date)
