"""Pieces of OpenDocument: nodes, texts, sequences, bookmarks."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from cpomlib.rendu.blocs import portions
from cpomlib.socle import propre

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
ESPACES = {
    **{
        prefix: f"{_OASIS}{name}:1.0"
        for prefix, name in (
            ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
            ("draw", "drawing"), ("meta", "meta"), ("manifest", "manifest"),
            ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
        )
    },
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ooow": "http://openoffice.org/2004/writer",
}  # fmt: skip
VERSION = "1.3"
MANQUE = "À compléter"
"""Name of the style of what nobody has given yet."""


def noeud(tag: str, *enfants: Any, **attributs: str | int | float) -> Any:
    """Return an element; ``fo_font_size="9pt"`` is the attribute ``fo:font-size``.

    A text among the children follows what is already there.
    """
    known = {_name(name): str(value) for name, value in attributs.items()}
    element = etree.Element(_qualified(tag), known, nsmap=ESPACES)
    ajouter(element, *enfants)
    return element


def ajouter(element: Any, *enfants: Any) -> None:
    """Add children at the end of an element, texts as texts."""
    for child in enfants:
        if isinstance(child, str):
            for part in _marks(propre(child)):
                _append(element, part)
        else:
            _append(element, child)


def nom(affiche: str) -> str:
    """Return the name of a style as a file writes it: « Note de tableau » is ``Note_20_de_20_…``.

    Letters with accents stand as they are; anything else becomes its code.
    """
    return re.sub(r"[^\w-]", lambda match: f"_{ord(match[0]):x}_", affiche)


def paragraphe(style: str, *contenu: Any) -> Any:
    """Return a paragraph of a named style."""
    parts = [part for each in contenu for part in _parts(each)]
    return noeud("text:p", *parts, text_style_name=nom(style))


def _parts(part: Any) -> list[Any]:
    """Cut a text at what nobody has given, which has a style of its own."""
    if not isinstance(part, str):
        return [part]
    return [
        noeud("text:span", one.texte, text_style_name=nom(MANQUE)) if one.manque else one.texte
        for one in portions(part)
    ]


def gras(texte: str) -> Any:
    """Return a text in the style « Accentuation forte »."""
    return noeud("text:span", texte, text_style_name="Strong_20_Emphasis")


def sequence(serie: str, numero: str) -> Any:
    """Return the number of a table or of a figure, counted again when one is added."""
    return noeud(
        "text:sequence",
        numero,
        text_ref_name=f"ref{serie}{numero}",
        text_name=serie,
        text_formula=f"ooow:{serie}+1",
        style_num_format="1",
    )


def renvoi(ancre: str, *contenu: Any) -> Any:
    """Return a link to a bookmark of the document."""
    return noeud("text:a", *contenu, xlink_type="simple", xlink_href=f"#{ancre}")


def serialiser(racine: Any) -> bytes:
    """Return a whole XML file."""
    return bytes(etree.tostring(racine, xml_declaration=True, encoding="UTF-8"))


def _marks(texte: str) -> list[Any]:
    """Cut a text at what OpenDocument writes as elements: line breaks, tabs, runs of spaces."""
    parts: list[Any] = []
    for part in re.split(r"(\r\n|[\n\r\t]|(?<= ) +)", texte):
        if part in {"\n", "\r", "\r\n"}:
            parts.append(noeud("text:line-break"))
        elif part == "\t":
            parts.append(noeud("text:tab"))
        elif part and not part.strip(" ") and len(part) and parts:
            parts.append(noeud("text:s", text_c=len(part)))
        elif part:
            parts.append(part)
    return parts


def _append(element: Any, part: Any) -> None:
    if not isinstance(part, str):
        element.append(part)
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + part
    else:
        element.text = (element.text or "") + part


def _qualified(tag: str) -> str:
    prefix, name = tag.split(":")
    return f"{{{ESPACES[prefix]}}}{name}"


def _name(attribut: str) -> str:
    prefix, _, name = attribut.partition("_")
    return f"{{{ESPACES[prefix]}}}{name.replace('_', '-')}"
