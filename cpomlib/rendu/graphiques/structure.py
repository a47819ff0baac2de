"""How a whole is made: ages by sex, and a result from income to expenses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from cpomlib.rendu.graphiques import vega
from cpomlib.rendu.graphiques.labels import (
    ETIQUETTE,
    VALEUR,
    Lignes,
    at,
    known,
    labelled,
    margin,
    ordered,
    row_axis,
    row_height,
    written,
)
from cpomlib.rendu.theme import LARGEUR, theme
from cpomlib.socle import Format, write

ROW = 26


def pyramide(
    frame: Lignes,
    tranche: str,
    cote: str,
    valeur: str,
    *,
    format: Format = "nombre",
    unite: str = "",
) -> vega.Graphique:
    """Draw a pyramid: age groups from young (bottom) to old (top), one side per ``cote``.

    Args:
        frame: one row per age group and side (two sides, the first in the frame on the left).
        tranche: column of the age groups.
        cote: column of the sides.
        valeur: column of the lengths.
        format: how values are written.
        unite: unit written after them.

    Raises:
        ValueError: the frame has not two sides.
    """
    rows = labelled(frame, valeur, format, unite, tranche=tranche, cote=cote)
    sides, groups = ordered(rows, "cote"), ordered(rows, "tranche")[::-1]
    if len(sides) != 2:
        raise ValueError(f"a pyramid has two sides, got {sides}")
    middle = margin(groups)
    wide = (LARGEUR - middle - 30) // 2
    y = vega.nominal("tranche", scale={"domain": groups}, axis=None)
    top = max(known(rows), default=1.0)
    left, right = (
        _half([row for row in rows if row["cote"] == side], side, y, top, left=side == sides[0])
        for side in sides
    )
    labels = [{"tranche": group} for group in groups]
    column = vega.layer(vega.mark("text"), labels, text=vega.nominal("tranche"), y=y)
    high = {"height": ROW * len(groups)}
    halves = [{**left, "width": wide, **high}, {**right, "width": wide, **high}]
    return vega.graphique(
        hconcat=[halves[0], {**column, "width": middle, **high}, halves[1]], spacing=4
    )


def cascade(frame: Lignes, etape: str, valeur: str, *, total: str = "Résultat") -> vega.Graphique:
    """Draw a waterfall in euros: income up, expenses down (negative), the result at the end.

    Args:
        frame: one row per step, in order, amounts in euros, signed.
        etape: column of the steps' names.
        valeur: column of the amounts.
        total: name of the last bar, the sum of the steps.
    """
    rows = _steps(labelled(frame, valeur, "euros_ronds", etape=etape), total)
    look, labels = theme(), ordered(rows, "etape")
    y = vega.names("etape", labels, axis=row_axis(labels))
    bounds = [0.0, *known(rows, "debut"), *known(rows, "fin")]
    beyond = 0.22 * (max(bounds) - min(bounds) or 1)
    scale = {"domain": [min(bounds), max(bounds) + beyond]}
    colours = [look.annees[1], look.series[1], look.couleurs["encre"]]
    painted = {"domain": ["entree", "sortie", "total"], "range": colours}
    layers = [
        vega.layer(
            vega.mark("rule"), [{"zero": 0.0}], x=vega.quantity("zero", axis=None, scale=scale)
        ),
        vega.layer(
            vega.mark("bar", height={"band": 0.66}),
            color=vega.nominal("sens", scale=painted, legend=None),
            x=vega.quantity("debut", axis=None, scale=scale),
            x2={"field": "fin"},
            y=y,
        ),
        vega.layer(
            vega.mark("text", align="left", dx=5, fontWeight=600),
            text=written(), x=vega.quantity("pied"), y=y,
        ),
    ]  # fmt: skip
    height = row_height(labels, 30) * len(labels)
    return vega.graphique(**vega.layered(layers, LARGEUR - margin(labels) - 8, height, rows=rows))


def _steps(rows: Sequence[vega.Node], total: str) -> list[vega.Node]:
    """Set each step where the one before ends, then the result, unknown when a step is."""
    sums = list(accumulate((row[VALEUR] or 0.0 for row in rows), initial=0.0))
    steps = [{**row, **_step(row[VALEUR], end)} for row, end in zip(rows, sums[1:], strict=True)]
    result = sums[-1] if len(known(rows)) == len(rows) else None
    last = {"etape": total, VALEUR: result, ETIQUETTE: write(result, "euros_ronds")}
    ends = {"debut": 0.0, "fin": result, "pied": max(0.0, result or 0.0), "sens": "total"}
    return [*steps, {**last, **ends}]


def _step(amount: float | None, end: float) -> vega.Node:
    if amount is None:
        return {"debut": None, "fin": None, "pied": None, "sens": "sortie"}
    start = end - amount
    sens = "entree" if amount >= 0 else "sortie"
    return {"debut": start, "fin": end, "pied": max(start, end), "sens": sens}


def _half(
    rows: Sequence[vega.Node], side: str, y: vega.Node, top: float, *, left: bool
) -> vega.Node:
    look = theme()
    scale = {"domain": [0, top * 1.25], "reverse": left, "nice": False}
    x = vega.quantity(VALEUR, axis=None, scale=scale)
    bars = vega.mark("bar", height={"band": 0.72}, color=look.series[0 if left else 1])
    texts = vega.mark("text", align="right" if left else "left", dx=-5 if left else 5)
    title = {"text": side, "anchor": "end" if left else "start", "fontSize": 12,
             "fontWeight": 600, "color": look.couleurs["encre"]}  # fmt: skip
    layers = [vega.layer(bars, x=x, y=y), vega.layer(texts, text=written(), x=at(x), y=y)]
    return {"data": {"values": rows}, "layer": layers, "title": title}
