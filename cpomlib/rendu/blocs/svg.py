"""A chart as SVG that lives inside a page: named, described, with ids of its own."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from cpomlib.rendu import dessin
from cpomlib.rendu.theme import themed

_SILENT = {"class", "pointer-events", "version", "role"}
_FETCHED = frozenset({"a", "image", "use", "script", "foreignObject"})
_URL = re.compile(r"url\(#([^)]+)\)")


def svg(chart: Any, titre: str, alternative: str, ancre: str = "") -> Markup:
    """Draw a chart as an ``<svg>`` to set inside HTML.

    Text stays text, so that it can be searched, read aloud and enlarged; nothing is fetched, and a
    chart that names an outside file is not drawn.

    Args:
        chart: an Altair chart or its Vega-Lite specification, data inline.
        titre: the chart's accessible name.
        alternative: the finding, read to who does not see the chart.
        ancre: prefix of the ids; made from the content when empty.
    """
    spec = themed(chart)
    prefix = ancre or "g-" + digest(titre, alternative, json.dumps(spec, default=str))
    return habiller(dessin.svg(spec), titre, alternative, prefix)


def habiller(dessine: str, titre: str, alternative: str, prefix: str) -> Markup:
    """Make of a drawing what :func:`svg` returns: named, described, its ids prefixed."""
    root = ElementTree.fromstring(dessine)
    for element in root.iter():
        _clean(element, prefix)
        _hold(element)
    if not _FETCHED.isdisjoint(element.tag for element in root.iter()):
        _drop(root)
    _name(root, prefix, titre, alternative)
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _drop(root: ElementTree.Element) -> None:
    """Leave out what would be fetched."""
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in _FETCHED]:
            parent.remove(child)


def digest(*texts: str) -> str:
    """Return ten characters that stand for ``texts``: same texts, same characters."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:10]


def _clean(element: ElementTree.Element, prefix: str) -> None:
    """Prefix ids (the clips of two charts would share a name) and drop what is read twice."""
    element.tag = element.tag.rpartition("}")[2]
    kept = {key: value for key, value in element.attrib.items() if not _is_silent(key)}
    for key, value in kept.items():
        if key == "id":
            kept[key] = f"{prefix}-{value}"
        elif "url(" in value:
            kept[key] = _URL.sub(rf"url(#{prefix}-\1)", value)
    element.attrib.clear()
    element.attrib.update(kept)


def _hold(element: ElementTree.Element) -> None:
    """Keep a text in the room that was left for it, whatever the typeface of who reads.

    Room is measured in Arial's widths; a machine without it shows a wider face, and labels would
    leave the drawing.
    """
    size = element.get("font-size", "").removesuffix("px")
    if element.tag.rpartition("}")[2] != "text" or not size:
        return
    for line in list(element) or [element]:
        if said := (line.text or "").strip():
            wide = dessin.largeur(said, float(size), element.get("font-weight", ""))
            line.set("textLength", f"{wide:.1f}")
            line.set("lengthAdjust", "spacingAndGlyphs")


# a drawing has thousands of attributes, of a few dozen names
@cache
def _is_silent(key: str) -> bool:
    return key in _SILENT or key.startswith("aria-") or "href" in key


def _name(root: ElementTree.Element, prefix: str, titre: str, alternative: str) -> None:
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-t {prefix}-d")
    for position, (tag, suffix, text) in enumerate(
        (("title", "t", titre), ("desc", "d", alternative))
    ):
        element = ElementTree.Element(tag, {"id": f"{prefix}-{suffix}"})
        element.text = text
        root.insert(position, element)
