"""A sheet on paper: A4, as wide as the page, as many pages as it needs, numbered."""

from __future__ import annotations

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.socle import propre

_A4 = 9
_ROOM = 120
"""Characters of a margin: the format holds 255 for a whole line of margins."""


def sur_papier(
    sheet: Worksheet, *, paysage: bool = True, lignes_repetees: str = "", entete: str = "",
    pied: str = "",
) -> None:  # fmt: skip
    """Set how a sheet prints: one page wide, its title rows repeated, its margins said.

    Args:
        sheet: the sheet.
        paysage: on its side.
        lignes_repetees: the rows of every page, ``1:3``; as they are when empty.
        entete: running header; none when empty.
        pied: what stands at the foot; the name of the sheet when empty.
    """
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = _A4, "landscape" if paysage else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3)
    sheet.oddHeader.left.text = marge(entete)
    sheet.oddFooter.left.text = marge(pied) or "&A"
    sheet.oddFooter.right.text = "&P / &N"
    if lignes_repetees:
        sheet.print_title_rows = lignes_repetees


def marge(texte: str) -> str:
    """Return a text for a margin, where « & » begins a command and must be doubled."""
    said = propre(texte)
    cut = said if len(said) <= _ROOM else said[: _ROOM - 1] + "…"
    return cut.replace("&", "&&")
