"""What is done when: a bar from a day to another, what is done of it, where it stands in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cpomlib.rendu.graphiques import vega
from cpomlib.rendu.graphiques.labels import margin, ordered, row_axis, row_height
from cpomlib.rendu.theme import LARGEUR, theme

ROW, STATE = 26, 92
"""Height of a row; pixels kept on the right for where each stands."""
_LONG = 1200
"""Days from which the axis has years only, not quarters."""


def calendrier(lignes: Sequence[Mapping[str, Any]], jour: date | None = None) -> vega.Graphique:
    """Draw tasks or actions over time, in their order.

    The part that is done is dark, what is left is light and outlined, so that it reads in grey;
    where each stands is written.

    Args:
        lignes: ``nom``, ``debut``, ``fin``, ``etat`` in words, ``avancement`` (0 to 1, or None).
        jour: the day it is looked at, drawn as a dashed line where it falls inside.
    """
    rows = [_row(line) for line in lignes]
    labels, first, last = ordered(rows, "nom"), _first(lignes), _last(lignes)
    days = [first.toordinal(), last.toordinal()]
    wide = LARGEUR - margin(labels) - STATE
    axis = {**_ticks(first, last), "grid": True, "orient": "top", "title": None}
    x = vega.quantity("debut", axis=axis, scale={"domain": days, "nice": False})
    # one axis for all the layers: one that had none would take it from the others
    bare = {"axis": axis, "scale": x["scale"]}
    y = vega.names("nom", labels, axis=row_axis(labels))
    ink, line = theme().couleurs["accent"], theme().couleurs["encre_douce"]
    whole = vega.mark(
        "bar", height={"band": 0.5}, color=theme().couleurs["fond"], stroke=line, strokeWidth=0.8
    )
    done = vega.mark("bar", height={"band": 0.5}, color=ink)
    told = vega.mark("text", align="left", dx=6)
    layers = [
        vega.layer(whole, x=x, x2={"field": "fin"}, y=y),
        vega.layer(done, x=vega.quantity("debut", **bare), x2={"field": "fait"}, y=y),
        vega.layer(told, text=vega.nominal("etat"), x={"datum": days[1], **bare}, y=y),
        *_today(jour, days, bare),
    ]
    height = row_height(labels, ROW) * max(1, len(labels))
    return vega.graphique(**vega.layered(layers, wide, height, rows=rows))


def _row(line: Mapping[str, Any]) -> vega.Node:
    begin, end = line["debut"].toordinal(), line["fin"].toordinal() + 1
    share = line.get("avancement") or 0.0
    return {
        "nom": str(line["nom"]), "debut": begin, "fin": end, "etat": str(line["etat"]),
        "fait": begin + share * (end - begin),
    }  # fmt: skip


def _first(lignes: Sequence[Mapping[str, Any]]) -> date:
    """Return the first day of the quarter of the first one."""
    day: date = min(line["debut"] for line in lignes)
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _last(lignes: Sequence[Mapping[str, Any]]) -> date:
    """Return the first day of the quarter after the last one."""
    day: date = max(line["fin"] for line in lignes)
    month = 3 * ((day.month - 1) // 3) + 4
    return date(day.year + (month > 12), month - 12 * (month > 12), 1)


def _ticks(first: date, last: date) -> vega.Node:
    """Return the days that the axis writes: each year, or each quarter of a short time."""
    short = (last - first).days < _LONG
    months = (1, 4, 7, 10) if short else (1,)
    days = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in months
        if first <= date(year, month, 1) <= last
    ]
    said = {str(day.toordinal()): _said(day, short) for day in days}
    return {
        "values": [day.toordinal() for day in days],
        "labelExpr": f"({json.dumps(said)})[datum.value]",
    }


def _said(day: date, short: bool) -> str:
    return f"{day.month:02d}/{day.year % 100:02d}" if short else str(day.year)


def _today(jour: date | None, days: Sequence[int], bare: vega.Node) -> list[vega.Node]:
    if jour is None or not days[0] <= jour.toordinal() <= days[1]:
        return []
    rule = vega.mark("rule", strokeDash=[4, 3], strokeWidth=1.5)
    return [vega.layer(rule, [{"jour": jour.toordinal()}], x=vega.quantity("jour", **bare))]
