"""Lines over the years, each value written, each line named at its end."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from cpomlib.rendu.graphiques import vega
from cpomlib.rendu.graphiques.labels import (
    CHARACTER,
    ETIQUETTE,
    PLACE,
    VALEUR,
    Lignes,
    at,
    known,
    labelled,
    ordered,
    written,
)
from cpomlib.rendu.theme import LARGEUR, theme
from cpomlib.socle import Format

FIN = "fin"
"""Key of what is written at a line's end."""

_DASHES = [[1, 0], [6, 3], [2, 3], [8, 3, 2, 3]]


def courbes(
    frame: Lignes,
    annee: str,
    valeur: str,
    *,
    serie: str = "",
    format: Format = "taux",
    unite: str = "",
    seuil: float | None = None,
) -> vega.Graphique:
    """Draw a line per series over the years; with no axis to read, its height begins at zero.

    Args:
        frame: one row per year (and series).
        annee: column of the years.
        valeur: column of the heights.
        format: how values are written.
        unite: unit written after them.
        serie: column that names the lines, told apart by dash, colour and name; none for one line.
        seuil: a level to compare with, drawn as a thin dashed line.
    """
    named = {"serie": serie} if serie else {}
    rows = labelled(frame, valeur, format, unite, annee=annee, **named)
    rows = [{"serie": "", **row} for row in rows]
    years, series = sorted(ordered(rows, "annee")), ordered(rows, "serie")
    height = 150 + 30 * len(series)
    bottom, top = _extent(rows, seuil)
    rows = _placed(rows, (top - bottom) / height, bool(serie))
    x = vega.names("annee", years, axis={"labelAngle": 0, "grid": False}, scale={"padding": 0.25})
    scale = {"domain": [bottom, top], "nice": False, "zero": True}
    y = vega.quantity(VALEUR, axis=None, scale=scale)
    colour, dash = _told_apart(series)
    along, ends = _ends(rows) if serie else (rows, [])
    layers = [
        *([] if seuil is None else [_threshold(seuil)]),
        vega.layer(vega.mark("line"), color=colour, strokeDash=dash, x=x, y=y),
        vega.layer(vega.mark("point", filled=True, opacity=1), color=colour, x=x, y=y),
        vega.layer(vega.mark("text", fontWeight=600), along, text=written(), x=x, y=at(y)),
    ]
    if serie:
        last = vega.mark("text", align="left", dx=9, fontWeight=600)
        layers.append(vega.layer(last, ends, text=vega.nominal(FIN), x=x, y=at(y)))
    reserved = round(max(map(len, series), default=0) * CHARACTER) + 60 if serie else 0
    return vega.graphique(
        **vega.layered(layers, LARGEUR - 20 - min(reserved, 320), height, rows=rows)
    )


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


def _ends(rows: Sequence[vega.Node]) -> tuple[list[vega.Node], list[vega.Node]]:
    """Part each line's last point, with its value and its name to write on its right."""
    last = {row["serie"]: rank for rank, row in enumerate(rows) if row[VALEUR] is not None}
    along = [row for rank, row in enumerate(rows) if last.get(row["serie"]) != rank]
    ends = [rows[rank] for rank in sorted(last.values())]
    return along, [{**row, FIN: f"{row[ETIQUETTE]}\u2003{row['serie']}"} for row in ends]


def _placed(rows: Sequence[vega.Node], pixel: float, named: bool) -> list[vega.Node]:
    """Set each year's labels on the side of their point that has room, never on one another.

    Where lines are ``named``, the last year's are on the right of their point, at its height.
    """
    by_year: dict[str, list[int]] = {}
    for rank, row in enumerate(rows):
        if row[VALEUR] is not None:
            by_year.setdefault(row["annee"], []).append(rank)
    places: dict[int, float] = {}
    for year, ranks in by_year.items():
        values = [rows[rank][VALEUR] for rank in ranks]
        beside = named and year == max(by_year)
        shifts = [0.0] * len(values) if beside else _sides(values)
        wanted = [value + pixel * shift for value, shift in zip(values, shifts, strict=True)]
        places.update(zip(ranks, spread(wanted, 13 * pixel), strict=True))
    return [{**row, PLACE: places.get(rank)} for rank, row in enumerate(rows)]


def _sides(values: Sequence[float]) -> list[float]:
    """Return how many pixels above its point each label goes: towards the further neighbour."""
    order = sorted(range(len(values)), key=values.__getitem__)
    bounds = [-inf, *(values[rank] for rank in order), inf]
    shifts = [0.0] * len(values)
    for place, rank in enumerate(order, start=1):
        above, below = bounds[place + 1] - values[rank], values[rank] - bounds[place - 1]
        shifts[rank] = 12.0 if above >= below else -13.0
    return shifts


def _told_apart(series: list[str]) -> tuple[vega.Node, vega.Node]:
    shades = {"domain": series, "range": list(theme().series)[: len(series)]}
    dashes = {"domain": series, "range": _DASHES}
    return (
        vega.nominal("serie", legend=None, scale=shades),
        vega.nominal("serie", legend=None, scale=dashes),
    )


def _threshold(level: float) -> vega.Node:
    line = vega.mark("rule", strokeDash=[3, 3])
    return vega.layer(line, [{"seuil": level}], y=vega.quantity("seuil", axis=None))


def _extent(rows: Sequence[vega.Node], seuil: float | None) -> tuple[float, float]:
    """Hold zero, and give the lines air, so that labels meet neither axis nor title."""
    bounds = [0.0, *known(rows), *([] if seuil is None else [seuil])]
    low, high = min(bounds), max(bounds)
    air = 0.3 * ((high - low) or 1.0)
    return low - (air if low < 0 else 0.0), high + air
