"""Pieces of WordprocessingML: nodes, runs, fields, bookmarks, links inside the document."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from cpomlib.rendu.blocs import portions
from cpomlib.socle import propre

MANQUE = "ACompleter"
"""Id of the style of what nobody has given yet."""


def noeud(tag: str, *enfants: Any, **attributs: str | int) -> Any:
    """Return an element: ``noeud("w:b", w_val=0)`` is ``<w:b w:val="0"/>``."""
    element = OxmlElement(tag)
    for name, value in attributs.items():
        element.set(qn(name.replace("_", ":", 1)), str(value))
    for child in enfants:
        element.append(child)
    return element


def passage(texte: str, *, gras: bool = False, italique: bool = False, style: str = "") -> Any:
    """Return a run; a line break in the text is one in the document."""
    run = noeud("w:r")
    if gras or italique or style:
        marks = [noeud("w:rStyle", w_val=style)] if style else []
        marks += [noeud(tag) for tag, wanted in (("w:b", gras), ("w:i", italique)) if wanted]
        run.append(noeud("w:rPr", *marks))
    for rank, line in enumerate(propre(texte).replace("\r", "").split("\n")):
        if rank:
            run.append(noeud("w:br"))
        run.append(_text(line))
    return run


def paragraphe(style: str, *contenu: Any, suivant: bool = False, saut: bool = False) -> Any:
    """Return a paragraph of a named style.

    Args:
        style: id of the style.
        contenu: runs, fields, links; a text stands for a plain run, what nobody has given in it
            for one of a style of its own.
        suivant: kept on the page of the next paragraph.
        saut: begins a page.
    """
    settings = [noeud("w:pStyle", w_val=style)]
    settings += [noeud("w:keepNext")] if suivant else []
    settings += [noeud("w:pageBreakBefore")] if saut else []
    runs = [run for part in contenu for run in _runs(part)]
    return noeud("w:p", noeud("w:pPr", *settings), *runs)


def _runs(part: Any) -> list[Any]:
    if not isinstance(part, str):
        return [part]
    return [passage(one.texte, style=MANQUE if one.manque else "") for one in portions(part)]


def sans_numero(titre: Any) -> None:
    """Take a heading out of the numbered list of its style."""
    none = noeud("w:numPr", noeud("w:ilvl", w_val=0), noeud("w:numId", w_val=0))
    held = [titre.pPr.find(qn(tag)) for tag in ("w:pageBreakBefore", "w:keepNext", "w:pStyle")]
    next(one for one in held if one is not None).addnext(none)
    none.addnext(noeud("w:ind", w_left=0, w_firstLine=0))


def champ(instruction: str, resultat: str) -> list[Any]:
    """Return the runs of a field, its result already there."""
    return [
        borne("begin"),
        noeud("w:r", _text(f" {instruction} ", "w:instrText")),
        borne("separate"),
        passage(resultat),
        borne("end"),
    ]


def borne(genre: str) -> Any:
    """Return a run that begins, separates or ends a field."""
    return noeud("w:r", noeud("w:fldChar", w_fldCharType=genre))


def instruction(texte: str) -> Any:
    """Return the run that says what a field does."""
    return noeud("w:r", _text(f" {texte} ", "w:instrText"))


def signet(nom: str, rang: int) -> tuple[Any, Any]:
    """Return the two ends of a bookmark."""
    return (
        noeud("w:bookmarkStart", w_id=rang, w_name=nom),
        noeud("w:bookmarkEnd", w_id=rang),
    )


def renvoi(signet: str, *contenu: Any) -> Any:
    """Return a link to a bookmark of the document."""
    return noeud("w:hyperlink", *contenu, w_anchor=signet, w_history=1)


def tabulation() -> Any:
    """Return a tab."""
    return noeud("w:r", noeud("w:tab"))


def _text(texte: str, tag: str = "w:t") -> Any:
    element = noeud(tag)
    element.text = texte
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element
