"""The named styles of a workbook, in the colours of the theme."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from cpomlib.classeurs import styles
from cpomlib.droit import couleur
from cpomlib.rendu.documents.apparence import ENCADRES, NOMS

TITRE, CONTEXTE, SOUS_TITRE = "Titre de feuille", "Contexte", "Sous-titre"
LEGENDE, TEXTE, NOTE = "Légende de tableau", "Texte", "Note de tableau"
ENTETE, ENTETE_NOMBRE = "En-tête", "En-tête nombre"
CELLULE, NOMBRE = "Cellule", "Nombre"
ABSENTE, TOTAL, TOTAL_NOMBRE = "Sans valeur", "Total", "Total nombre"
LIEN, ALERTE = "Renvoi", "Bandeau"


def declarer(book: Workbook) -> None:
    """Add every named style to a workbook."""
    for style in _styles():
        book.add_named_style(style)
    normal = book._named_styles["Normal"]
    normal.font = _font(10)


def _styles() -> list[NamedStyle]:
    return [
        _style(TITRE, _font(15, "accent", bold=True), wrap=False),
        _style(CONTEXTE, _font(9, "encre_douce"), wrap=False),
        _style(ALERTE, _font(9, "vigilance", bold=True), fill="vigilance_pale", wrap=False),
        _style(SOUS_TITRE, _font(12, "accent", bold=True), wrap=False),
        _style(LEGENDE, _font(10, bold=True), wrap=False),
        _style(TEXTE, _font(10)),
        _style(NOTE, _font(9, "encre_douce")),
        _style(LIEN, _font(10, "accent", underline="single"), wrap=False),
        *_cells(),
        *(_style(NOMS[role], _font(10, ink), fill=pale) for role, (ink, pale) in ENCADRES.items()),
    ]


def _cells() -> list[NamedStyle]:
    line = Border(bottom=Side("hair", couleur("filet")))
    head = Border(bottom=Side("thin", couleur("accent")))
    total = Border(top=Side("thin", couleur("accent")))
    bold = _font(10, bold=True)
    return [
        _style(ENTETE, bold, fill="fond", border=head),
        _style(ENTETE_NOMBRE, bold, fill="fond", border=head, horizontal="right"),
        _style(CELLULE, _font(10), border=line),
        _style(NOMBRE, _font(10), border=line, horizontal="right"),
        _style(ABSENTE, _font(10, "encre_douce", italic=True), border=line, horizontal="right"),
        _style(TOTAL, bold, border=total),
        _style(TOTAL_NOMBRE, bold, border=total, horizontal="right"),
    ]


def _font(
    size: int, role: str = "encre", *, bold: bool = False, italic: bool = False,
    underline: str | None = None,
) -> Font:  # fmt: skip
    return styles().police(role, size, gras=bold, italique=italic, souligne=underline)


def _style(
    name: str, font: Font, *, fill: str = "", border: Border | None = None,
    horizontal: str | None = None, wrap: bool = True,
) -> NamedStyle:  # fmt: skip
    style = NamedStyle(name, font=font, border=border or Border())
    # a number stands off the text of the next column
    gap = 1 if horizontal == "right" else 0
    style.alignment = Alignment(vertical="top", horizontal=horizontal, wrap_text=wrap, indent=gap)
    if fill:
        style.fill = PatternFill("solid", fgColor=couleur(fill))
    return style
