"""A sheet on paper: A4 on its side, as wide as the page, title rows repeated."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.classeurs import sur_papier
from cpomlib.rendu.documents.enveloppe import Enveloppe

_PAGE = (770.0, 494.0)
"""Width and height of the page inside its margins, in points."""
_TITLE, _ROW = 50.0, 13.5
"""Height of the repeated rows and of a plain row, in points."""
_CHAR, _DEFAULT = 5.4, 13.0
"""Points of a character of width, and width of a column left as it is."""


def imprimer(sheet: Worksheet, enveloppe: Enveloppe) -> None:
    """Set how a sheet prints: the running header, the foot, page x / y."""
    sur_papier(sheet, entete=enveloppe.entete or enveloppe.titre, pied=enveloppe.pied)


def couper(sheet: Worksheet, etendues: Sequence[tuple[int, int]]) -> None:
    """Break pages between blocks, so that no table or picture that fits on a page is cut.

    Args:
        sheet: the sheet, filled.
        etendues: first and last row of each block, in order.
    """
    room, used = _room(sheet), 0.0
    for first, last in etendues:
        height = sum(map(partial(_height, sheet), range(first, last + 1)))
        if used and used + height > room >= height:
            sheet.row_breaks.append(Break(id=first - 1))
            used = 0.0
        used = (used + height) % room if used + height > room else used + height


def _room(sheet: Worksheet) -> float:
    """Return the height of a page in points of the sheet, which is shrunk to the page's width."""
    chars = sum(each.width for each in sheet.column_dimensions.values())
    pictures = [
        sum(_width(sheet, n) for n in range(1, each.anchor._from.col + 1)) + each.width * 0.75
        for each in sheet._images
    ]
    wide = max([chars * _CHAR, *pictures])
    return (_PAGE[1] - _TITLE) / min(1.0, _PAGE[0] / wide)


def _width(sheet: Worksheet, colonne: int) -> float:
    known = sheet.column_dimensions
    letter = get_column_letter(colonne)
    return (known[letter].width if letter in known else _DEFAULT) * _CHAR


def _height(sheet: Worksheet, ligne: int) -> float:
    return sheet.row_dimensions[ligne].height or _ROW
