"""The calm look of a workbook: the font and the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.droit import police, theme


@dataclass(frozen=True)
class Styles:
    """The fonts, fills and lines of a workbook, made from the colours of the theme."""

    nom: str
    couleurs: Mapping[str, str]

    def couleur(self, role: str) -> str:
        """Return a colour as workbooks write it: ``FF1B5A6B``."""
        return "FF" + self.couleurs[role].removeprefix("#").upper()

    def police(
        self, role: str = "encre", taille: float = 10, *, gras: bool = False,
        italique: bool = False, souligne: str | None = None,
    ) -> Font:  # fmt: skip
        """Return the font of a text."""
        return Font(
            name=self.nom, size=taille, bold=gras, italic=italique, underline=souligne,
            color=self.couleur(role),
        )  # fmt: skip

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

    def saisie(self, cell: Any) -> None:
        """Dress a cell to fill in or to change."""
        cell.fill = self.fond("accent_pale")

    def texte(self, cell: Any, *, gras: bool = False, role: str = "encre") -> None:
        """Dress an ordinary text that may need several lines."""
        cell.font = self.police(role, gras=gras)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def styles() -> Styles:
    """Return the look, from the theme's colours and the service's own where it has some."""
    return Styles(police(), theme().couleurs)


def proteger_feuille(sheet: Worksheet) -> None:
    """Protect what is locked, without a password, and leave the rest free to use."""
    rules = sheet.protection
    rules.sheet = True
    for freedom in (
        "formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort",
        "autoFilter",
    ):  # fmt: skip
        setattr(rules, freedom, False)
