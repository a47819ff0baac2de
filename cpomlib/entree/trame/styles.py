"""The calm look of a trame: colours of the theme, number formats written as in France."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.droit import theme
from cpomlib.tables import Champ

POLICE = "Calibri"
EUROS = '[$-40C]#,##0.00"\u00a0€"'
ENTIER = "[$-40C]#,##0"
DECIMAL = "[$-40C]#,##0.00"
TAUX = "[$-40C]0.0\\ %"
DATE = "[$-40C]dd/mm/yyyy"
TEXTE = "@"
ORDINAIRE = "General"


@dataclass(frozen=True)
class Styles:
    """The fonts, fills and lines of a trame, made from the colours of the theme."""

    couleurs: Mapping[str, str]

    def couleur(self, role: str) -> str:
        """Return a colour as workbooks write it: ``FF1B5A6B``."""
        return "FF" + self.couleurs[role].removeprefix("#").upper()

    def police(self, role: str = "encre", taille: float = 10, *, gras: bool = False) -> Font:
        """Return the font of a text."""
        return Font(name=POLICE, size=taille, bold=gras, color=self.couleur(role))

    def fond(self, role: str) -> PatternFill:
        """Return a plain background."""
        return PatternFill("solid", start_color=self.couleur(role), end_color=self.couleur(role))

    @property
    def filet(self) -> Border:
        """A thin line under each row."""
        return Border(bottom=Side("thin", color=self.couleur("filet")))

    def titre(self, cell: Any) -> None:
        """Dress the title of a sheet."""
        cell.font = self.police("accent", 16, gras=True)
        cell.alignment = Alignment(vertical="center")

    def note(self, cell: Any) -> None:
        """Dress a sentence under a title."""
        cell.font = self.police("encre_douce")
        cell.alignment = Alignment(wrap_text=True, vertical="top")

    def entete(self, cell: Any) -> None:
        """Dress a heading: locked, light on dark."""
        cell.font = self.police("papier", gras=True)
        cell.fill = self.fond("accent")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.protection = Protection(locked=True)

    def texte(self, cell: Any, *, gras: bool = False, role: str = "encre") -> None:
        """Dress an ordinary text that may need several lines."""
        cell.font = self.police(role, gras=gras)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def styles() -> Styles:
    """Return the look, from the theme's colours and the service's own where it has some."""
    return Styles(theme().couleurs)


def format_nombre(champ: Champ) -> str:
    """Return the number format of a column."""
    if champ.monnaie:
        return EUROS
    if champ.nom in ("annee", "mois", "groupe", "cotation"):
        return "0"
    return {"integer": ENTIER, "number": DECIMAL, "date": DATE}.get(champ.type, TEXTE)


def a4(sheet: Worksheet, *, paysage: bool, lignes_repetees: str = "") -> None:
    """Set a sheet up for A4: as wide as the page, as many pages as needed, numbered."""
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if paysage else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3)
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "page &P sur &N"
    if lignes_repetees:
        sheet.print_title_rows = lignes_repetees


def protege_feuille(sheet: Worksheet) -> None:
    """Protect what is locked, without a password, and leave the rest free to use."""
    rules = sheet.protection
    rules.sheet = True
    for freedom in (
        "formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort",
        "autoFilter",
    ):  # fmt: skip
        setattr(rules, freedom, False)
