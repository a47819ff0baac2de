"""The trames of the four gestionnaires, as those who fill them in send them back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from cpomlib.entree.trame import IdentiteTrame, ecrire_trame

if TYPE_CHECKING:
    from recue.region import Region

SANS = ("sejours", "balances")
"""What other files bring: the exports of the SIAO, the FEC."""
PAR_FEC = ("000520015", "000520023")


def write(dossier: Path, region: Region) -> None:
    """Write the four trames of the year."""
    for number, owner in enumerate(("000520015", "000520023", "000520031", "000520049")):
        path = dossier / f"Trame CPOM {'ABCD'[number]} V2 définitif.xlsx"
        ecrire_trame(_known(region, owner), IdentiteTrame(owner, 2025), path, le=date(2026, 3, 2))
        book = load_workbook(path)
        (_typed, _uncovered, _moved, _new_service)[number](book)
        book.save(path)
    _as_calc(dossier / "Trame CPOM C V2 définitif.xlsx")


def _known(region: Region, owner: str):
    held = {name: frame for name, frame in region.de(owner).items() if name not in SANS}
    if owner in PAR_FEC:
        held["budgets"] = held["budgets"].query("document != 'ca'")
    return held


def _column(sheet, title):
    """Return the heading row and the column that begins with a title."""
    for row in sheet.iter_rows(min_row=1, max_row=12):
        for cell in row:
            if str(cell.value or "").removesuffix(" *") == title:
                return cell.row, cell.column
    raise AssertionError(f"{sheet.title}: {title}")


def _cells(sheet, title):
    top, column = _column(sheet, title)
    for row in range(top + 1, sheet.max_row + 1):
        cell = sheet.cell(row, column)
        if cell.value not in (None, ""):
            yield cell


def _typed(book):
    """Amounts as texts with their sign, a column of numbers with « environ » in one cell."""
    for cell in _cells(book["Financements"], "Montant accordé (€)"):
        cell.value = f"{cell.value:,.2f} €".replace(",", " ").replace(".", ",")
    next(_cells(book["Absences"], "Jours")).value = "environ 95"


def _uncovered(book):
    """The cover is gone, a note stands under a table, a sheet has another name."""
    del book["Mode d’emploi"]
    book["Places"].title = "Places 2025"
    sheet = book["Salariés"]
    sheet.cell(sheet.max_row + 2, 1).value = "NB : données provisoires"


def _moved(book):
    """Two of our words written otherwise, an empty column, a sheet of one's own."""
    book.create_sheet("Brouillon").append(["à vérifier avec Mme D."])
    cell = next(_cells(book["Salariés"], "Contrat"))
    cell.value = str(cell.value).upper()


def _new_service(book):
    """The service without FINESS stays where its gestionnaire wrote it."""
    cell = next(_cells(book["Places"], "Mode"))
    cell.value = f" {cell.value} "


def _as_calc(path: Path) -> None:
    """Send the workbook as LibreOffice saves it: ``.ods``."""
    from recue.calc import en_ods

    en_ods(path)
    path.unlink()
