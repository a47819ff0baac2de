"""Lines over the years, each value written, each line named at its end."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cpomlib.charts.labels import ETIQUETTE, labelled, layered, margin, only, ordered, written
from cpomlib.theme import LARGEUR, theme
from cpomlib.values import Format

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
    data["dessus"] = _highest(data, annee, valeur)
    years, series = sorted(ordered(data[annee])), ordered(data[column])
    x = alt.X(annee, type="nominal", sort=years, title=None,
              axis=alt.Axis(labelAngle=0, grid=False), scale=alt.Scale(padding=0.35))  # fmt: skip
    y = alt.Y(valeur, type="quantitative", axis=None, scale=_scale(data, valeur, seuil, zero))
    shades = alt.Scale(domain=series, range=list(theme().series)[: len(series)])
    dashes = alt.Scale(domain=series, range=list(_DASHES))
    colour = alt.Color(column, type="nominal", sort=series, legend=None, scale=shades)
    dash = alt.StrokeDash(column, type="nominal", sort=series, legend=None, scale=dashes)
    base = alt.Chart(data).encode(x=x, y=y)
    layers = [
        base.mark_line().encode(color=colour, strokeDash=dash),
        base.mark_point(filled=True, opacity=1).encode(color=colour),
        _labels(base, dy=-12, above=True),
        _labels(base, dy=15, above=False),
    ]
    if serie:
        last = alt.Chart(data[data[annee] == years[-1]]).encode(x=x, y=y)
        name = alt.Text(column, type="nominal")
        layers.append(last.mark_text(align="left", dx=12).encode(text=name))
    if seuil is not None:
        layers.insert(0, _threshold(seuil))
    reserved = margin(series, 200) if serie else 0
    return layered(*layers).properties(width=LARGEUR - 20 - reserved // 2, height=190)


def _highest(data: pd.DataFrame, annee: str, valeur: str) -> list[str]:
    """Tell which points are the highest of their year: their label goes above, others below."""
    highest = data.groupby(annee)[valeur].transform("max")
    return [str(bool(is_highest)) for is_highest in data[valeur].eq(highest)]


def _labels(base: alt.Chart, dy: int, above: bool) -> alt.Chart:
    chosen = base.transform_filter(alt.datum.dessus == str(above))
    return chosen.mark_text(dy=dy, fontWeight=600).encode(text=written())


def _threshold(level: float) -> alt.Chart:
    line = alt.Chart(pd.DataFrame({"seuil": [level]})).mark_rule(strokeDash=[3, 3])
    return line.encode(y=alt.Y("seuil", type="quantitative", axis=None))


def _scale(data: pd.DataFrame, valeur: str, seuil: float | None, zero: bool) -> alt.Scale:
    """Give the lines air above and below, so that labels meet neither axis nor title."""
    bounds = [bound for bound in (*data[valeur].dropna(), seuil) if bound is not None]
    low, high = (min(bounds), max(bounds)) if bounds else (0.0, 1.0)
    spread = (high - low) or abs(high) or 1.0
    bottom = min(low, 0.0) if zero else low - 0.35 * spread
    return alt.Scale(domain=[bottom, high + 0.35 * spread], nice=False, zero=zero)
