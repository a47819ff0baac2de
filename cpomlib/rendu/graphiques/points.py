"""Points on a line: départements beside each other, or two groups one beside the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import SupportsFloat

from cpomlib.rendu.graphiques import vega
from cpomlib.rendu.graphiques.labels import (
    CHARACTER,
    ETIQUETTE,
    PLACE,
    VALEUR,
    Lignes,
    known,
    labelled,
    margin,
    ordered,
    row_axis,
    row_height,
    written,
)
from cpomlib.rendu.theme import LARGEUR, theme
from cpomlib.socle import Format, is_missing, write

_FORMS = ("circle", "diamond", "square", "triangle-up")
ROW = 34


def points(
    frame: Lignes,
    ligne: str,
    valeur: str,
    *,
    serie: str = "",
    format: Format = "taux",
    unite: str = "",
    repere: SupportsFloat | None = None,
    nom_repere: str = "",
) -> vega.Graphique:
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
    level = None if repere is None or is_missing(repere) else float(repere)
    named = {"serie": serie} if serie else {}
    rows = labelled(frame, valeur, format, unite, ligne=ligne, **named)
    labels, series = ordered(rows, "ligne"), ordered(rows, "serie") if serie else []
    wide = LARGEUR - margin(labels) - 8
    scale = _scale(rows, level, wide)
    rows = _sided(rows, scale["domain"][0], level)
    y = vega.names("ligne", labels, axis=row_axis(labels, grid=True, gridDash=[1, 3]))
    x = vega.quantity(VALEUR, scale=scale, axis=None)
    said = f"{nom_repere}\u00a0: {write(level, format, unite)}"
    layers = [
        *([] if level is None else _mark(level, said, scale)),
        *(_links(rows, scale, y) if len(series) > 1 else []),
        vega.layer(
            vega.mark("point", size=110, filled=True, opacity=1), **_told_apart(series), x=x, y=y
        ),
        *_labels({**x, "field": PLACE}, y),
    ]
    return vega.graphique(
        **vega.layered(layers, wide, row_height(labels, ROW) * len(labels), rows=rows)
    )


def _scale(rows: Sequence[vega.Node], repere: float | None, pixels: float) -> vega.Node:
    """Begin at zero, and leave room on both sides for the figures written about the ends."""
    bounds = [*known(rows), *([] if repere is None else [repere])]
    # with no axis to read, a line that did not begin at zero would make small gaps look wide
    low, high = (min([0.0, *bounds]), max([0.0, *bounds])) if bounds else (0.0, 1.0)
    span = (high - low) or abs(high) or 1.0
    longest = max((len(row[ETIQUETTE]) for row in rows), default=0)
    edge = (longest * CHARACTER + 16) / max(pixels, 1.0)
    around = span * edge / max(1 - 2 * edge, 0.2)
    return {"domain": [low - around, high + around], "nice": False, "zero": False}


def _sided(rows: Sequence[vega.Node], start: float, repere: float | None) -> list[vega.Node]:
    """Write the smaller value of a row on its left, the others on their right.

    One value alone is on its left below the mark, whose line would run through it.

    A missing one is written at ``start``.
    """
    lines: dict[str, list[int]] = {}
    for rank, row in enumerate(rows):
        if row[VALEUR] is not None:
            lines.setdefault(row["ligne"], []).append(rank)
    left = {
        smallest
        for line in lines.values()
        for smallest in [min(line, key=lambda rank: rows[rank][VALEUR])]
        if line[1:] or (repere is not None and rows[smallest][VALEUR] < repere)
    }
    return [
        {**row, "cote": "gauche" if rank in left else "droite",
         PLACE: start if row[VALEUR] is None else row[VALEUR]}
        for rank, row in enumerate(rows)
    ]  # fmt: skip


def _labels(x: vega.Node, y: vega.Node) -> list[vega.Node]:
    def at(side: str, align: str, shift: int) -> vega.Node:
        text = vega.mark("text", align=align, dx=shift, baseline="middle")
        kept = {"transform": [{"filter": f"datum.cote === '{side}'"}]}
        return {**kept, **vega.layer(text, text=written(), x=x, y=y)}

    return [at("gauche", "right", -10), at("droite", "left", 10)]


def _links(rows: Sequence[vega.Node], scale: vega.Node, y: vega.Node) -> list[vega.Node]:
    lines: dict[str, list[float]] = {}
    for row in rows:
        lines.setdefault(row["ligne"], []).extend(known([row]))
    ends = [
        {"ligne": name, "min": min(line), "max": max(line)} for name, line in lines.items() if line
    ]
    line = vega.mark("rule", strokeWidth=2, color=theme().couleurs["filet"])
    start = vega.quantity("min", scale=scale, axis=None)
    return [vega.layer(line, ends, x=start, x2={"field": "max"}, y=y)] if ends else []


def _told_apart(series: list[str]) -> dict[str, vega.Node]:
    if len(series) < 2:
        return {"color": {"value": theme().couleurs["accent"]}}
    legend = {"symbolType": "circle"}
    forms = [_FORMS[rank % len(_FORMS)] for rank in range(len(series))]
    ranges = {"color": list(theme().series), "shape": forms}
    return {
        channel: vega.nominal("serie", legend=legend, scale={"domain": series, "range": shown})
        for channel, shown in ranges.items()
    }  # fmt: skip


def _mark(repere: float, said: str, scale: vega.Node) -> list[vega.Node]:
    soft = theme().couleurs["encre_douce"]
    rows = [{"repere": repere, "texte": said}]
    x = vega.quantity("repere", scale=scale, axis=None)
    text = vega.mark("text", y=-9, color=soft, fontSize=11)
    return [
        vega.layer(vega.mark("rule", strokeDash=[4, 3], color=soft), rows, x=x),
        vega.layer(text, rows, text=vega.nominal("texte"), x=x, y={"value": -9}),
    ]
