"""A map by département: outlines shaded by a value, which is written on each of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from cpomlib.charts.labels import CHARACTER, ETIQUETTE, labelled, layered
from cpomlib.theme import LARGEUR, readable_on, theme
from cpomlib.values import Format

HAUTEUR = 380
"""Tallest map, in pixels."""
_MARGIN, _TILE, _TILES = 8, 1.0, 150
_INNER = 0.8
"""Share of a shape's width in which it is written: outlines are not rectangles."""
Ring = list[list[float]]
Shape = list[list[Ring]]


def carte(
    frame: pd.DataFrame,
    code: str,
    nom: str,
    valeur: str,
    contours: Mapping[str, Mapping[str, Any]],
    *,
    format: Format = "taux",
    unite: str = "",
) -> alt.LayerChart:
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
    data = labelled(frame, valeur, format, unite)
    data = data.reset_index(drop=True)
    shapes = dict(zip(data[code], _shapes(data[code].tolist(), contours), strict=True))
    placed, height = _to_pixels(shapes, HAUTEUR if contours else _TILES)
    names = zip(data[code], data[nom], data[valeur], data[ETIQUETTE], strict=True)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "MultiPolygon", "coordinates": placed[one]},
            "code": one,
            "nom": str(name),
            "valeur": None if pd.isna(value) else float(value),
            # Vega-Lite shades a missing value like the lowest one: it is told apart here
            "connu": not pd.isna(value),
            "teinte": 0.0 if pd.isna(value) else float(value),
            ETIQUETTE: text,
        }
        for one, name, value, text in names
    ]
    outlines = _outlines(features)
    texts = _texts(features, height)
    return layered(outlines, texts).properties(width=LARGEUR, height=height)


def _outlines(features: list[dict[str, Any]]) -> alt.Chart:
    look = theme().couleurs
    pale, strong = look["accent_pale"], look["accent"]
    known = [each["valeur"] for each in features if each["valeur"] is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    scale = alt.Scale(range=[pale, strong], domain=[low, high if high > low else low + 1])
    colour = alt.condition(
        alt.datum.connu,
        alt.Color("teinte", type="quantitative", legend=None, scale=scale),
        alt.value(look["papier"]),
    )
    return (
        alt.Chart(alt.Data(values=features))
        .mark_geoshape(stroke=look["encre_douce"], strokeWidth=1)
        .encode(color=colour)
        .project(type="identity", scale=1, translate=[0, 0])
    )


def _texts(features: list[dict[str, Any]], height: int) -> alt.Chart:
    """Write the name and the value on the shapes that have room for them."""
    look = theme().couleurs
    known = [each["valeur"] for each in features if each["valeur"] is not None]
    turning = min(known) + 0.65 * (max(known) - min(known)) if known else math.inf
    rows = []
    for each in features:
        x, y, room = _middle(each["geometry"]["coordinates"])
        lines = [
            text for text in (each["nom"], each[ETIQUETTE]) if len(text) * CHARACTER < _INNER * room
        ]
        dark = each["valeur"] is not None and each["valeur"] > turning and len(set(known)) > 1
        ink = readable_on(look["accent"] if dark else look["accent_pale"])
        # a pixel more than a line apart: names never touch the figure
        rows += [
            {"x": x, "y": y + 16 * (rank - (len(lines) - 1) / 2), "texte": text, "encre": ink,
             "gras": "bold" if text == each[ETIQUETTE] else "normal"}
            for rank, text in enumerate(lines)
        ]  # fmt: skip
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_text(baseline="middle", fontWeight=alt.expr("datum.gras"))
        .encode(
            x=alt.X("x", type="quantitative", scale=_pixels(0, LARGEUR), axis=None),
            y=alt.Y("y", type="quantitative", scale=_pixels(height, 0), axis=None),
            text=alt.Text("texte", type="nominal"),
            color=alt.Color("encre", type="nominal", scale=None),
        )
    )


def _pixels(first: float, last: float) -> alt.Scale:
    return alt.Scale(domain=[first, last], nice=False, zero=False)


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
