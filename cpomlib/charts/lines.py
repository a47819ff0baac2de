"""Lines over the years, each value written, each line named at its end."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from cpomlib.charts.labels import (
    CHARACTER,
    ETIQUETTE,
    PLACE,
    at,
    labelled,
    layered,
    only,
    ordered,
    written,
)
from cpomlib.theme import LARGEUR, theme
from cpomlib.values import Format

FIN = "fin"
"""Column of what is written at a line's end."""

_DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 3], [8, 3, 2, 3])


def courbes(
    frame: pd.DataFrame,
    annee: str,
    valeur: str,
    *,
    serie: str = "",
    format: Format = "taux",
    unite: str = "",
    seuil: float | None = None,
    zero: bool = False,
) -> alt.LayerChart:
    """Draw a line per series over the years.

    Args:
        frame: one row per year (and series).
        annee: column of the years.
        valeur: column of the heights.
        format: how values are written.
        unite: unit written after them.
        serie: column that names the lines, told apart by dash, colour and name; none for one line.
        seuil: a level to compare with, drawn as a thin dashed line.
        zero: start the axis at zero (bars say amounts better; a line says a change).
    """
    names = frame if serie else frame.assign(serie="")
    column = serie or "serie"
    data = only(labelled(names, valeur, format, unite), annee, column, valeur, ETIQUETTE)
    years, series = sorted(ordered(data[annee])), ordered(data[column])
    height = 150 + 30 * len(series)
    bottom, top = _extent(data, valeur, seuil, zero)
    data[PLACE] = _places(data, annee, valeur, (top - bottom) / height, bool(serie))
    scale = alt.Scale(domain=[bottom, top], nice=False, zero=zero)
    x = alt.X(annee, type="nominal", sort=years, title=None,
              axis=alt.Axis(labelAngle=0, grid=False), scale=alt.Scale(padding=0.25))  # fmt: skip
    y = alt.Y(valeur, type="quantitative", axis=None, scale=scale)
    base = alt.Chart(data).encode(x=x, y=y)
    colour, dash = _told_apart(column, series)
    layers = [
        base.mark_line().encode(color=colour, strokeDash=dash),
        base.mark_point(filled=True, opacity=1).encode(color=colour),
    ]
    ends = _ends(data, column, valeur) if serie else data.iloc[:0]
    along = alt.Chart(data.drop(ends.index)).mark_text(fontWeight=600)
    layers.append(along.encode(x=x, y=at(y), text=written()))
    if serie:
        last = alt.Chart(ends).mark_text(align="left", dx=9, fontWeight=600)
        layers.append(last.encode(x=x, y=at(y), text=alt.Text(FIN, type="nominal")))
    if seuil is not None:
        layers.insert(0, _threshold(seuil))
    reserved = round(max(map(len, series)) * CHARACTER) + 60 if serie else 0
    return layered(*layers).properties(width=LARGEUR - 20 - min(reserved, 320), height=height)


def spread(wanted: list[float], gap: float) -> list[float]:
    """Move positions apart by ``gap`` at least, as little as possible (least squares).

    It is an isotonic regression of the positions less their rank's share of the gap: neighbours
    that would meet are set around their common mean.
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    blocks: list[tuple[float, int]] = []
    for rank, place in enumerate(order):
        blocks.append((wanted[place] - rank * gap, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (high, many), (low, few) = blocks.pop(-2), blocks.pop()
            blocks.append(((high * many + low * few) / (many + few), many + few))
    means = [mean for mean, count in blocks for _ in range(count)]
    moved = [0.0] * len(wanted)
    for rank, place in enumerate(order):
        moved[place] = means[rank] + rank * gap
    return moved


def _ends(data: pd.DataFrame, serie: str, valeur: str) -> pd.DataFrame:
    """Return each line's last point, with its value and its name to write on its right."""
    ends = data[data[valeur].notna()].groupby(serie, sort=False).tail(1)
    return ends.assign(**{FIN: ends[ETIQUETTE] + "\u2003" + ends[serie]})


def _places(data: pd.DataFrame, annee: str, valeur: str, pixel: float, named: bool) -> pd.Series:
    """Set each year's labels on the side of their point that has room, never on one another.

    Where lines are ``named``, the last year's are on the right of their point, at its height.
    """
    places = pd.Series(float("nan"), index=data.index)
    known = data[data[valeur].notna()]
    for year, points in known.groupby(annee):
        ranked = points[valeur].sort_values()
        above = (ranked.shift(-1) - ranked).fillna(np.inf)
        below = (ranked - ranked.shift(1)).fillna(np.inf)
        side = (above >= below).map({True: 12.0, False: -13.0})
        beside = named and year == known[annee].max()
        wanted = points[valeur] + (0.0 if beside else pixel * side)
        places[points.index] = spread(list(wanted.loc[points.index]), 13 * pixel)
    return places


def _told_apart(column: str, series: list[str]) -> tuple[alt.Color, alt.StrokeDash]:
    shades = alt.Scale(domain=series, range=list(theme().series)[: len(series)])
    dashes = alt.Scale(domain=series, range=list(_DASHES))
    return (
        alt.Color(column, type="nominal", sort=series, legend=None, scale=shades),
        alt.StrokeDash(column, type="nominal", sort=series, legend=None, scale=dashes),
    )


def _threshold(level: float) -> alt.Chart:
    line = alt.Chart(pd.DataFrame({"seuil": [level]})).mark_rule(strokeDash=[3, 3])
    return line.encode(y=alt.Y("seuil", type="quantitative", axis=None))


def _extent(
    data: pd.DataFrame, valeur: str, seuil: float | None, zero: bool
) -> tuple[float, float]:
    """Give the lines air above and below, so that labels meet neither axis nor title."""
    bounds = [bound for bound in (*data[valeur].dropna(), seuil) if bound is not None]
    low, high = (min(bounds), max(bounds)) if bounds else (0.0, 1.0)
    air = 0.3 * ((high - low) or abs(high) or 1.0)
    return (min(low, 0.0) if zero else low - air), high + air
