"""A map by département: outlines shaded by a value, which is written on each of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from cpomlib.rendu.graphiques.labels import CHARACTER, ETIQUETTE, VALEUR, Lignes, known, labelled
from cpomlib.rendu.graphiques.vega import (
    Graphique,
    Node,
    graphique,
    layer,
    layered,
    mark,
    nominal,
    quantity,
)
from cpomlib.rendu.theme import LARGEUR, readable_on, theme
from cpomlib.socle import Format

HAUTEUR = 380
"""Tallest map, in pixels."""
_MARGIN, _TILE, _TILES = 8, 1.0, 150
_INNER = 0.8
"""Share of a shape's width in which it is written: outlines are not rectangles."""
Ring = list[list[float]]
Shape = list[list[Ring]]


def carte(
    frame: Lignes,
    code: str,
    nom: str,
    valeur: str,
    contours: Mapping[str, Mapping[str, Any]],
    *,
    format: Format = "taux",
    unite: str = "",
) -> Graphique:
    """Draw a map whose départements are shaded from pale (low) to strong (high).

    The map is never alone to say a value: its figure has a table, and where there is room the name
    and the value are written on the shape. A département without a known value is left
    white; one whose outline is not known (overseas) is drawn as a square.

    Args:
        frame: one row per département; a row whose ``statut`` is ``secret`` is masked.
        code: column of the codes.
        nom: column of the names.
        valeur: column of the values.
        contours: GeoJSON geometry (longitude, latitude) by code.
        format: how values are written.
        unite: unit written after them.
    """
    rows = labelled(frame, valeur, format, unite, code=code, nom=nom)
    codes = [row["code"] for row in rows]
    shapes = dict(zip(codes, _shapes(codes, contours), strict=True))
    placed, height = _to_pixels(shapes, HAUTEUR if contours else _TILES)
    features = [{**row, **_feature(row[VALEUR], placed[row["code"]])} for row in rows]
    layers = [_outlines(features), _texts(features, height)]
    return graphique(**layered(layers, LARGEUR, height))


def _feature(value: float | None, shape: Shape) -> Node:
    return {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": shape},
        # Vega-Lite shades a missing value like the lowest one: it is told apart here
        "connu": value is not None,
        "teinte": value or 0.0,
    }


def _outlines(features: list[Node]) -> Node:
    look = theme().couleurs
    low, high = min(known(features), default=0.0), max(known(features), default=1.0)
    domain = [low, high if high > low else low + 1]
    scale = {"range": [look["accent_pale"], look["accent"]], "domain": domain}
    shade = {"test": "datum.connu", **quantity("teinte", legend=None, scale=scale)}
    outline = mark("geoshape", stroke=look["encre_douce"], strokeWidth=1)
    drawn = layer(outline, features, color={"condition": shade, "value": look["papier"]})
    return {**drawn, "projection": {"type": "identity", "scale": 1, "translate": [0, 0]}}


def _texts(features: list[Node], height: int) -> Node:
    """Write the name and the value on the shapes that have room for them."""
    values = known(features)
    several = len(set(values)) > 1
    turning = min(values) + 0.65 * (max(values) - min(values)) if several else math.inf
    rows = [row for each in features for row in _written(each, turning)]
    return layer(
        mark("text", baseline="middle", fontWeight={"expr": "datum.gras"}),
        rows,
        color=nominal("encre", scale=None),
        text=nominal("texte"),
        x=quantity("x", scale=_pixels(0, LARGEUR), axis=None),
        y=quantity("y", scale=_pixels(height, 0), axis=None),
    )


def _written(feature: Node, turning: float) -> list[Node]:
    """Return the lines of a shape, in an ink that is read on it: dark past ``turning``."""
    look = theme().couleurs
    x, y, room = _middle(feature["geometry"]["coordinates"])
    texts = (feature["nom"], feature[ETIQUETTE])
    lines = [text for text in texts if len(text) * CHARACTER < _INNER * room]
    dark = feature["connu"] and feature[VALEUR] > turning
    ink = readable_on(look["accent" if dark else "accent_pale"])
    # a pixel more than a line apart: names never touch the figure
    return [
        {"x": x, "y": y + 16 * (rank - (len(lines) - 1) / 2), "texte": text, "encre": ink,
         "gras": "bold" if text == feature[ETIQUETTE] else "normal"}
        for rank, text in enumerate(lines)
    ]  # fmt: skip


def _pixels(first: float, last: float) -> Node:
    return {"domain": [first, last], "nice": False, "zero": False}


def _shapes(codes: Sequence[str], contours: Mapping[str, Mapping[str, Any]]) -> Iterator[Shape]:
    """Return the outline of each département in degrees, a square where none is known."""
    for rank, code in enumerate(codes):
        known = contours.get(code)
        if known is None:
            yield [_square(1.2 * rank)]
        elif known["type"] == "Polygon":
            yield [known["coordinates"]]
        else:
            yield known["coordinates"]


def _square(left: float) -> list[Ring]:
    corners = [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)]
    return [[[left + _TILE * x, _TILE * y] for x, y in corners]]


def _to_pixels(shapes: Mapping[str, Shape], tallest: int) -> tuple[dict[str, Shape], int]:
    """Lay the shapes in a picture, north at the top, degrees of longitude shrunk by the latitude.

    Returns:
        The shapes in pixels, in the middle of the width of every chart, and the height.
    """
    points = [point for shape in shapes.values() for point in _points(shape)]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = min(
        (LARGEUR - 2 * _MARGIN) / ((east - west) * shrink),
        (tallest - 2 * _MARGIN) / (north - south),
    )

    left = (LARGEUR - (east - west) * shrink * scale) / 2

    def placed(point: Sequence[float]) -> list[float]:
        x = left + (point[0] - west) * shrink * scale
        return [round(x, 1), round(_MARGIN + (north - point[1]) * scale, 1)]

    laid = {
        code: [[_thinned([placed(p) for p in ring]) for ring in polygon] for polygon in shape]
        for code, shape in shapes.items()
    }
    return laid, round((north - south) * scale) + 2 * _MARGIN


def _thinned(ring: Ring) -> Ring:
    """Drop the points that fall on the one before."""
    return [point for rank, point in enumerate(ring) if rank == 0 or point != ring[rank - 1]]


def _points(shape: Shape) -> Iterator[list[float]]:
    for polygon in shape:
        for ring in polygon:
            yield from ring


def _middle(shape: Shape) -> tuple[float, float, float]:
    """Return where to write on a shape: the middle of its largest polygon, and the room there."""
    largest = max((polygon[0] for polygon in shape), key=_area)
    area = _area(largest)
    pairs = list(pairwise(largest))
    crosses = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    signed = sum(crosses) / 2
    if not area:
        return largest[0][0], largest[0][1], 0.0
    x = sum((a[0] + b[0]) * c for (a, b), c in zip(pairs, crosses, strict=True)) / (6 * signed)
    y = sum((a[1] + b[1]) * c for (a, b), c in zip(pairs, crosses, strict=True)) / (6 * signed)
    wide = max(point[0] for point in largest) - min(point[0] for point in largest)
    return round(x, 1), round(y, 1), wide


def _area(ring: Ring) -> float:
    pairs = pairwise(ring)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
