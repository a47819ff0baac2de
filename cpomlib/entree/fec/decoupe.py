"""One line of a FEC cut into cells, and mended when it has too few or too many."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date

from cpomlib.entree.fec.champs import Entete
from cpomlib.entree.jours import lire_jour
from cpomlib.entree.montants import lire_montant
from cpomlib.entree.numeros import numero_de_compte
from cpomlib.tables import BLANKS, Refus

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
    inside a text is put back by joining the cells. Of the ways that put date, account and
    amounts in their columns, the likeliest is kept.
    """
    best, score = None, 0
    for way in _ways(cellules, entete, sep):
        likely = vraisemblance(way, entete)
        if likely == VRAISEMBLANCE_MAX:
            return way
        if likely > score:
            best, score = way, likely
    return best


def _ways(cells: Sequence[str], entete: Entete, sep: str) -> Iterator[list[str]]:
    """Yield the ways to fit cells under a header, the plainest first."""
    width = entete.largeur
    if len(cells) >= width and not any(cell.strip(BLANKS) for cell in cells[width:]):
        yield list(cells[:width])
    elif width - MANQUANTES_MAX <= len(cells) < width:
        yield [*cells, *[""] * (width - len(cells))]
    for missing in range(MANQUANTES_MAX + 1):
        extra = len(cells) + missing - width
        for name in _LIBRES if extra > 0 else ():
            rank = entete.champs.get(name)
            if rank is not None and rank + extra < len(cells):
                end = rank + extra + 1
                text = sep.join(cells[rank:end])
                yield [*cells[:rank], text, *cells[end:], *[""] * missing]


VRAISEMBLANCE_MAX = 6


def vraisemblance(cellules: Sequence[str], entete: Entete) -> int:
    """Say how well cells fit under a header: 0 not at all, up to ``VRAISEMBLANCE_MAX``.

    Date of the entry, account and amounts must be there; the other dates, the currency and
    the one amount out of two tell between ways that all read.
    """
    texts = {name: cellules[rank].strip(BLANKS) for name, rank in entete.champs.items()}
    amounts = [lire_montant(texts[name]) for name in _amounts(entete)]
    days = [lire_jour(texts.get(name, "")) for name in ("PieceDate", "ValidDate", "DateLet")]
    if (
        not isinstance(lire_jour(texts["EcritureDate"]), date)
        or isinstance(numero_de_compte(texts["CompteNum"]), Refus)
        or any(isinstance(value, Refus) for value in (*amounts, *days))
        or all(value is None for value in amounts)
    ):
        return 0
    told = [
        isinstance(days[0], date) or "PieceDate" not in texts,
        isinstance(days[1], date) or "ValidDate" not in texts,
        sum(bool(value) for value in amounts) == 1,
        not isinstance(lire_montant(texts.get("Montantdevise", "")), Refus),
        not texts.get("Idevise", "")[:1].isdecimal(),
    ]
    return 1 + sum(told)


def _amounts(entete: Entete) -> tuple[str, ...]:
    return ("Montant",) if entete.sens else ("Debit", "Credit")
