"""Points on a line: départements beside each other, or two groups one beside the other."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import pandas as pd

from cpomlib.charts.labels import (
    CHARACTER,
    ETIQUETTE,
    PLACE,
    labelled,
    layered,
    margin,
    only,
    ordered,
    row_axis,
    row_height,
    written,
)
from cpomlib.theme import LARGEUR, theme
from cpomlib.values import Format, write

_FORMS = ("circle", "diamond", "square", "triangle-up")
ROW = 34


def points(
    frame: pd.DataFrame,
    ligne: str,
    valeur: str,
    *,
    serie: str = "",
    format: Format = "taux",
    unite: str = "",
    repere: float | None = None,
    nom_repere: str = "",
) -> alt.LayerChart:
    """Draw a row per ``ligne`` and a point per value, each value written; no axis to read.

    Args:
        frame: one row per point; a row whose ``statut`` is ``secret`` is masked (``s.``).
        ligne: column of the rows' names.
        valeur: column of the places.
        serie: column that names the points, told apart by form and colour; none for one point a
            row. Two points of a row are joined by a line, their values written outside.
        format: how values are written.
        unite: unit written after them.
        repere: a level to compare with, drawn as a dashed line.
        nom_repere: what it is, written above with its value.
    """
    named = frame if serie else frame.assign(serie="")
    column = serie or "serie"
    data = only(labelled(named, valeur, format, unite), ligne, column, valeur, PLACE, ETIQUETTE)
    rows, series = ordered(data[ligne]), ordered(data[column])
    data["cote"] = _sides(data, ligne, valeur)
    wide = LARGEUR - margin(rows) - 8
    scale = _scale(data, valeur, repere, wide)
    data[PLACE] = data[valeur].fillna(scale.domain[0])
    y = alt.Y(ligne, type="nominal", sort=rows, title=None,
              axis=row_axis(rows, grid=True, gridDash=[1, 3]))  # fmt: skip
    x = alt.X(valeur, type="quantitative", scale=scale, axis=None)
    base = alt.Chart(data).encode(y=y)
    forms = _told_apart(column, series)
    layers = [
        *_mark(repere, nom_repere, scale, format, unite),
        *(_links(data, ligne, valeur, scale, y) if len(series) > 1 else ()),
        base.mark_point(size=110, filled=True, opacity=1).encode(x=x, **forms),
        *_labels(base, scale),
    ]
    return layered(*layers).properties(width=wide, height=row_height(rows, ROW) * len(rows))


def _scale(data: pd.DataFrame, valeur: str, repere: float | None, pixels: float) -> alt.Scale:
    """Leave room on both sides for the figures written about the ends."""
    known = [float(value) for value in data[valeur].dropna()]
    known += [] if repere is None else [repere]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    span = (high - low) or abs(high) or 1.0
    edge = (float(data[ETIQUETTE].map(len).max()) * CHARACTER + 16) / max(pixels, 1.0)
    around = span * edge / max(1 - 2 * edge, 0.2)
    return alt.Scale(domain=[low - around, high + around], nice=False, zero=False)


def _sides(data: pd.DataFrame, ligne: str, valeur: str) -> list[str]:
    """Write the smaller value of a row on its left, the others on their right."""
    alone = data.groupby(ligne)[valeur].transform("count") < 2
    least = data[valeur] == data.groupby(ligne)[valeur].transform("min")
    first = ~data.assign(least=least).duplicated([ligne, "least"]) & least
    return ["gauche" if small and not one else "droite"
            for small, one in zip(first, alone, strict=True)]  # fmt: skip


def _labels(base: alt.Chart, scale: alt.Scale) -> list[alt.Chart]:
    def at(side: str, align: Literal["left", "right"], shift: int) -> alt.Chart:
        kept = base.transform_filter(alt.datum.cote == side)
        where = alt.X(PLACE, type="quantitative", scale=scale, axis=None)
        return kept.mark_text(align=align, dx=shift, baseline="middle").encode(
            x=where, text=written()
        )

    return [at("gauche", "right", -10), at("droite", "left", 10)]


def _links(
    data: pd.DataFrame, ligne: str, valeur: str, scale: alt.Scale, y: alt.Y
) -> tuple[alt.Chart, ...]:
    ends = data.groupby(ligne, sort=False)[valeur].agg(["min", "max"]).dropna().reset_index()
    if ends.empty:
        return ()
    start = alt.X("min", type="quantitative", scale=scale, axis=None)
    line = alt.Chart(ends).mark_rule(strokeWidth=2, color=theme().couleurs["filet"])
    return (line.encode(x=start, x2="max", y=y),)


def _told_apart(column: str, series: list[str]) -> dict[str, Any]:
    if len(series) < 2:
        return {"color": alt.value(theme().couleurs["accent"])}
    legend = alt.Legend(symbolType="circle")
    forms = [_FORMS[rank % len(_FORMS)] for rank in range(len(series))]
    return {
        "color": alt.Color(column, type="nominal", sort=series,
                           scale=alt.Scale(domain=series, range=list(theme().series)),
                           legend=legend),
        "shape": alt.Shape(column, type="nominal", sort=series,
                           scale=alt.Scale(domain=series, range=forms), legend=legend),
    }  # fmt: skip


def _mark(
    repere: float | None, nom: str, scale: alt.Scale, format: Format, unite: str
) -> list[alt.Chart]:
    if repere is None or pd.isna(repere):
        return []
    look = theme().couleurs
    said = pd.DataFrame(
        [{"repere": repere, "texte": f"{nom}\u00a0: {write(repere, format, unite)}"}]
    )
    x = alt.X("repere", type="quantitative", scale=scale, axis=None)
    base = alt.Chart(said).encode(x=x)
    return [
        base.mark_rule(strokeDash=[4, 3], color=look["encre_douce"]),
        base.mark_text(y=-9, color=look["encre_douce"], fontSize=11).encode(
            y=alt.value(-9), text=alt.Text("texte", type="nominal")
        ),
    ]
