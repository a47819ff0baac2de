"""The charts of a document: drawn once, whatever the number of formats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cpomlib.rendu.blocs import MIME_BLOC, Figure, digest
from cpomlib.rendu.blocs.content import content
from cpomlib.rendu.blocs.svg import svg

ECHELLE = 2.0
"""Pixels of a picture for one of the chart: sharp on paper at the width of an A4 page."""

_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_DRAWN: dict[str, str] = {}
_PICTURES: dict[tuple[str, float], bytes] = {}


def dessin(figure: Figure) -> str:
    """Return the SVG of a figure, text kept as text.

    The drawing already made for the page is taken from what :func:`retenir` has read, where there
    is one; otherwise it is made now, and kept for the other formats.
    """
    key = _key(content(figure))
    if key not in _DRAWN:
        _DRAWN[key] = str(svg(figure.graphique, figure.titre, figure.alternative, f"g-{key}"))
    return _DRAWN[key]


def image(figure: Figure, echelle: float = ECHELLE) -> bytes:
    """Return the PNG of a figure, for the formats that do not hold an SVG everywhere.

    Args:
        figure: the figure, as :func:`cpomlib.rendu.documents.lecture.lire` gives it.
        echelle: pixels for one pixel of the chart.
    """
    import vl_convert

    key = (_key(content(figure)), echelle)
    if key not in _PICTURES:
        _PICTURES[key] = vl_convert.svg_to_png(dessin(figure), scale=echelle)
    return _PICTURES[key]


def retenir(carnet: Any) -> None:
    """Keep the drawings an executed notebook already carries; forget those of the one before.

    Args:
        carnet: the executed notebook (nbformat 4) whose documents are about to be written.
    """
    _DRAWN.clear()
    _PICTURES.clear()
    for cell in carnet.cells:
        for output in cell.get("outputs", []):
            _DRAWN.update(_carried(output.get("data", {})))


def _key(contenu: Mapping[str, Any]) -> str:
    kept = {name: contenu[name] for name in ("titre", "alternative", "graphique")}
    return digest(json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str))


def _carried(data: Mapping[str, Any]) -> dict[str, str]:
    """Pair the drawings of a cell's HTML with the figures of its block, both in order."""
    drawings = _SVG.findall("".join(data.get("text/html", "")))
    charts = list(_charts(data.get(MIME_BLOC, {})))
    if len(drawings) != len(charts):
        return {}
    return {_key(chart): drawing for chart, drawing in zip(charts, drawings, strict=True)}


def _charts(contenu: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if contenu.get("type") == "Figure":
        yield contenu
    for member in contenu.get("blocs", ()):
        yield from _charts(member)
