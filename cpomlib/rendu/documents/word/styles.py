"""The styles of the document: the suites' own where they exist, ours for the rest."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from cpomlib.droit import couleur, police
from cpomlib.rendu.documents.apparence import ENCADRES, NOMS
from cpomlib.rendu.documents.word.ooxml import MANQUE, noeud

TEXTE, NOMBRE = "Texte de tableau", "Nombre de tableau"
ENTETE, ENTETE_NOMBRE = "En-tête de tableau", "En-tête de nombre"
TOTAL, TOTAL_NOMBRE = "Total de tableau", "Total de nombre"
NOTE, FIGURE, BANDEAU, SURTITRE = "Note de tableau", "Figure", "Bandeau", "Surtitre"
COUVERTURE = "Surtitre de couverture"
SOMMAIRE, TABLEAU = "Titre de sommaire", "Tableau du rapport"
SERRE = " serré"
"""Ends the names of the same styles for a table of many columns."""
_NUMEROTATION = 77
"""Number of our list in the document: it only has to differ from the template's."""


def declarer(document: Document, *, romaine: bool = False) -> None:
    """Set every style of a document made from the library's template.

    Args:
        document: the document.
        romaine: its parts are numbered I, II, III.
    """
    _forget_tables(document)
    _defaults(document)
    _headings(document)
    _texts(document)
    for role, (ink, pale) in ENCADRES.items():
        _boxed(_style(document, NOMS[role], 9.5, after=2), ink, pale)
    _boxed(_style(document, BANDEAU, 9, "vigilance", bold=True), "vigilance", "vigilance_pale")
    document.styles.element.append(_table_style())
    _to_complete(document)
    _number_headings(document, romaine=romaine)


def identifiant(document: Document, nom: str) -> str:
    """Return the id of a style from its name."""
    found: str = document.styles[nom].style_id
    return found


def _defaults(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        for key in ("w:val", "w:eastAsia"):
            language.set(qn(key), "fr-FR")
    _set(document.styles["Normal"], 9.5, after=4)
    for name in ("Header", "Footer"):
        _set(document.styles[name], 8, "encre_douce")


def _headings(document: Document) -> None:
    _set(document.styles["Title"], 22, "accent", bold=True, after=4)
    _no_rule(document.styles["Title"])
    _set(document.styles["Subtitle"], 12, "encre_douce", after=8)
    sizes = (("Heading 1", 16, 12), ("Heading 2", 13, 10), ("Heading 3", 11, 8))
    for name, size, before in sizes:
        _set(document.styles[name], size, "accent", bold=True, before=before, after=6, next=True)
    _set(document.styles["Caption"], 10, bold=True, before=6, after=2, next=True)
    for name, size, indent in (("toc 1", 10, 0), ("toc 2", 10, 14)):
        style = _style(document, name, size, after=3)
        style.paragraph_format.left_indent = Pt(indent)


_CELLS: dict[str, dict[str, Any]] = {
    TEXTE: {},
    NOMBRE: {"alignment": WD_ALIGN_PARAGRAPH.RIGHT},
    ENTETE: {"bold": True, "next": True},
    ENTETE_NOMBRE: {"bold": True, "next": True, "alignment": WD_ALIGN_PARAGRAPH.RIGHT},
    TOTAL: {"bold": True},
    TOTAL_NOMBRE: {"bold": True, "alignment": WD_ALIGN_PARAGRAPH.RIGHT},
}


def _texts(document: Document) -> None:
    for suffix, size in (("", 8.5), (SERRE, 7.5)):
        for name, settings in _CELLS.items():
            _style(document, name + suffix, size, **settings)
    _style(document, NOTE, 7.5, "encre_douce", before=2, after=6)
    _style(document, FIGURE, 10, next=True)
    for name, before in ((SURTITRE, 0), (COUVERTURE, 120)):
        _style(document, name, 12, "encre_douce", before=before, after=6)
    _style(document, SOMMAIRE, 17, "accent", bold=True, after=10, next=True)


def _style(document: Document, name: str, size: float, role: str = "encre", **settings: Any) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _set(style, size, role, **settings)
    return style


def _set(
    style: Any, size: float, role: str = "encre", *, bold: bool = False, before: float = 0,
    after: float = 0, next: bool = False, alignment: Any = None,
) -> None:  # fmt: skip
    font, shape = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(couleur(role))
    _font(style)
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.keep_with_next, shape.line_spacing = next, 1.0
    shape.widow_control = True
    if alignment is not None:
        shape.alignment = alignment


def _font(style: Any) -> None:
    """Name the font outright: the template's names are those of a theme, which come first."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(key), police())
    for name in ("w:spacing", "w:kern", "w:iCs"):
        for old in style.element.rPr.findall(qn(name)):
            style.element.rPr.remove(old)


def _no_rule(style: Any) -> None:
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _boxed(style: Any, ink: str, pale: str) -> None:
    """Give a call-out its rule on the left and its background."""
    rule = noeud("w:left", w_val="single", w_sz=24, w_space=8, w_color=couleur(ink))
    shade = noeud("w:shd", w_val="clear", w_color="auto", w_fill=couleur(pale))
    shape = style.element.get_or_add_pPr()
    spacing = shape.find(qn("w:spacing"))
    for element in (noeud("w:pBdr", rule), shade):
        spacing.addprevious(element)
    style.paragraph_format.left_indent = Pt(11)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.keep_together = True


def _forget_tables(document: Document) -> None:
    """Remove the template's hundred table styles, among which ours would be lost."""
    kept = {"Normal Table", "Table Grid"}
    for style in [each for each in document.styles if each.type == WD_STYLE_TYPE.TABLE]:
        if style.name not in kept:
            style.delete()


def _table_style() -> Any:
    line: dict[str, str | int] = {"w_val": "single", "w_sz": 4, "w_space": 0}
    soft, strong = couleur("filet"), couleur("accent")
    rows = [noeud(f"w:{side}", **line, w_color=soft) for side in ("bottom", "insideH")]
    margins = [noeud(f"w:{side}", w_w=70, w_type="dxa") for side in ("left", "right")]
    cell = noeud(
        "w:tcPr",
        noeud("w:tcBorders", noeud("w:bottom", **line, w_color=strong)),
        noeud("w:shd", w_val="clear", w_color="auto", w_fill=couleur("fond")),
    )
    return noeud(
        "w:style",
        noeud("w:name", w_val=TABLEAU),
        noeud("w:basedOn", w_val="TableNormal"),
        noeud("w:qFormat"),
        noeud("w:tblPr", noeud("w:tblBorders", *rows), noeud("w:tblCellMar", *margins)),
        noeud("w:tblStylePr", cell, w_type="firstRow"),
        w_type="table",
        w_customStyle=1,
        w_styleId="TableauDuRapport",
    )


def _to_complete(document: Document) -> None:
    """Declare the style of what nobody has given: an editor finds it from one to the next."""
    style = document.styles.add_style("À compléter", WD_STYLE_TYPE.CHARACTER)
    style.element.set(qn("w:styleId"), MANQUE)
    style.font.bold, style.quick_style = True, True
    shade = noeud("w:shd", w_val="clear", w_color="auto", w_fill=couleur("vigilance_pale"))
    style.element.get_or_add_rPr().append(shade)


def _number_headings(document: Document, *, romaine: bool) -> None:
    """Number « Titre 1 » and « Titre 2 » by a list of their own: a part moved is renumbered."""
    numbering = document.part.numbering_part.element
    first = "upperRoman" if romaine else "decimal"
    hang = 720 if romaine else 420
    levels = [_level(document, 0, "%1", hang, first), _level(document, 1, "%1.%2", 560)]
    multi = noeud("w:multiLevelType", w_val="multilevel")
    abstract = noeud("w:abstractNum", multi, *levels, w_abstractNumId=_NUMEROTATION)
    numbering.find(qn("w:num")).addprevious(abstract)
    link = noeud("w:abstractNumId", w_val=_NUMEROTATION)
    numbering.append(noeud("w:num", link, w_numId=_NUMEROTATION))
    for rank, name in enumerate(("Heading 1", "Heading 2")):
        number = noeud(
            "w:numPr", noeud("w:ilvl", w_val=rank), noeud("w:numId", w_val=_NUMEROTATION)
        )
        document.styles[name].element.pPr.find(qn("w:spacing")).addprevious(number)


def _level(document: Document, rank: int, text: str, hang: int, form: str = "decimal") -> Any:
    return noeud(
        "w:lvl",
        noeud("w:start", w_val=1),
        noeud("w:numFmt", w_val=form),
        noeud("w:pStyle", w_val=identifiant(document, f"Heading {rank + 1}")),
        noeud("w:lvlText", w_val=text),
        noeud("w:lvlJc", w_val="left"),
        noeud("w:pPr", noeud("w:ind", w_left=hang, w_hanging=hang)),
        w_ilvl=rank,
    )
