"""Bars: one year sorted, several years side by side, shares of a whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import cycle

from cpomlib.rendu.graphiques import vega
from cpomlib.rendu.graphiques.labels import (
    CHARACTER,
    ETIQUETTE,
    PAST_END,
    SANS_REPONSE,
    VALEUR,
    Lignes,
    at,
    labelled,
    ordered,
    room,
    row_axis,
    row_height,
    width,
    written,
)
from cpomlib.rendu.theme import LARGEUR, readable_on, theme
from cpomlib.socle import Format

ROW = 26
"""Height in pixels of a row of horizontal bars."""


def barres_triees(
    frame: Lignes,
    modalite: str,
    valeur: str,
    *,
    format: Format = "taux",
    unite: str = "",
    trier: bool = True,
    souligner: str = "",
) -> vega.Graphique:
    """Draw horizontal bars, the longest first.

    Args:
        frame: one row per modality.
        modalite: column of the rows' names.
        valeur: column of the lengths.
        format: how values are written.
        unite: unit written after them.
        trier: False keeps the frame's order (age groups, durations).
        souligner: the modality to set off, in bold and in the accent colour.
    """
    rows = labelled(frame, valeur, format, unite, modalite=modalite)
    rows = [{**row, "choisi": row["modalite"] == souligner} for row in rows]
    if trier:
        rows.sort(key=lambda row: (row[VALEUR] is None, -(row[VALEUR] or 0.0)))
    labels = ordered(rows, "modalite")
    y = vega.names("modalite", labels, axis=row_axis(labels))
    x = vega.quantity(VALEUR, scale=_scale(rows, width(labels)), axis=None)
    colour, weight = _set_off() if souligner else ({}, {})
    layers = [
        vega.layer(vega.mark("bar", height={"band": 0.68}), **colour, x=x, y=y),
        vega.layer(vega.mark("text", **PAST_END, **weight), text=written(), x=at(x), y=y),
    ]
    height = row_height(labels, ROW) * len(rows)
    return vega.graphique(**vega.layered(layers, width(labels), height, rows=rows))


def barres_par_annee(
    frame: Lignes,
    modalite: str,
    annee: str,
    valeur: str,
    *,
    format: Format = "taux",
    unite: str = "",
) -> vega.Graphique:
    """Draw years side by side: a block per modality, a bar per year, the year beside its bar.

    Args:
        frame: one row per modality and year; years may be numbers.
        modalite: column of the blocks' names.
        annee: column of the years.
        valeur: column of the lengths.
        format: how values are written.
        unite: unit written after them.
    """
    rows = labelled(frame, valeur, format, unite, modalite=modalite, annee=annee)
    modalities, years = ordered(rows, "modalite"), sorted(ordered(rows, "annee"))
    wide = width(modalities, 52)
    # bars are beside one another; left to itself, Vega-Lite would stack the one of each year
    x = vega.quantity(VALEUR, scale=_scale(rows, wide), axis=None, stack=None)
    y = vega.names(
        "modalite", modalities, axis=row_axis(modalities, labelPadding=44, labelFontWeight=600),
        scale={"paddingInner": 0.22, "paddingOuter": 0.08},
    )  # fmt: skip
    placed = {"y": y, "yOffset": vega.nominal("annee", sort=years, scale={"paddingInner": 0.16})}
    beside = vega.mark(
        "text", align="right", dx=-6, fontSize=11, color=theme().couleurs["encre_douce"]
    )
    layers = [
        vega.layer(vega.mark("bar"), color=year_colour(years), x=x, **placed),
        vega.layer(vega.mark("text", **PAST_END), text=written(), x=at(x), **placed),
        vega.layer(beside, text=vega.nominal("annee"), x={"datum": room(rows, wide)[0]}, **placed),
    ]
    block = (20 if len(modalities) <= 5 else 16) * max(1, len(years))
    height = round(block * 1.26 * max(1, len(modalities)))
    return vega.graphique(**vega.layered(layers, wide, height, rows=rows))


def barres_empilees(frame: Lignes, barre: str, modalite: str, valeur: str) -> vega.Graphique:
    """Draw shares of a whole: a bar of 100 % per ``barre`` (a year), a segment per modality.

    Shares are fractions; a segment too narrow for its figure stays without one, the table beside
    the chart has it. A modality is named above its segment of the first bar; the legend has those
    whose name is too long for it. Modalities keep the frame's order.
    """
    rows = _stacked(labelled(frame, valeur, "taux", barre=barre, modalite=modalite))
    bars, modalities = ordered(rows, "barre"), ordered(rows, "modalite")
    total, colours = width(bars), _series(modalities)
    y = vega.names("barre", bars, axis=row_axis(bars))
    painted = {"domain": modalities, "range": colours}
    named = [row for row in rows if row["barre"] == bars[0] and _tient(row, total)] if bars else []
    legend = _legend(modalities, {row["modalite"] for row in named})
    segments = vega.layer(
        vega.mark("bar", height={"band": 0.76}, stroke=theme().couleurs["papier"], strokeWidth=1.5),
        color=vega.nominal("modalite", scale=painted, legend=legend),
        x=vega.quantity("debut", scale={"domain": [0, 1], "nice": False}, axis=None),
        x2={"field": "fin"},
        y=y,
    )
    ink = {"domain": modalities, "range": [readable_on(colour) for colour in colours]}
    texts = vega.layer(
        vega.mark("text", fontWeight=600),
        [row for row in rows if (row[VALEUR] or 0.0) * total > _length(row)],
        color=vega.nominal("modalite", scale=ink, legend=None),
        text=written(),
        x=vega.quantity("milieu"),
        y=y,
    )
    names = vega.layer(
        vega.mark("text", y=-7, fontSize=11), named, text=vega.nominal("modalite"),
        x=vega.quantity("milieu"), y={"value": -7},
    )  # fmt: skip
    marks = [segments, texts, *([names] if named else [])]
    layers = vega.layered(marks, total, 38 * len(bars), rows=rows)
    return vega.graphique(**layers, resolve={"scale": {"color": "independent"}})


def year_colour(years: Sequence[str]) -> vega.Node:
    """Colour years from pale to strong, the latest in the accent; no legend, years are written."""
    shades = theme().annees
    kept = [shades[max(0, len(shades) - len(years) + rank)] for rank in range(len(years))]
    return vega.nominal("annee", scale={"domain": list(years), "range": kept}, legend=None)


def _scale(rows: Sequence[vega.Node], pixels: float) -> vega.Node:
    return {"domain": list(room(rows, pixels)), "nice": False, "zero": True}


def _set_off() -> tuple[vega.Node, vega.Node]:
    """Paint the bar of the chosen modality, and set its label in bold: colour would not do."""
    look = theme()
    accent = {"test": "datum.choisi", "value": look.couleurs["accent"]}
    return (
        {"color": {"condition": accent, "value": look.annees[0]}},
        {"fontWeight": {"expr": "datum.choisi ? 'bold' : 'normal'"}},
    )


def _stacked(rows: Sequence[vega.Node]) -> list[vega.Node]:
    """Set each segment after those of the same bar: ``debut``, ``fin`` and ``milieu``."""
    ends: dict[str, tuple[float, float]] = {}
    placed = []
    for row in rows:
        share = row[VALEUR]
        if share is None:
            placed.append({**row, "debut": None, "fin": None, "milieu": None})
            continue
        ends[row["barre"]] = _added(*ends.get(row["barre"], (0.0, 0.0)), share)
        start = ends[row["barre"]][0] - share
        placed.append({**row, "debut": start, "fin": start + share, "milieu": start + share / 2})
    return placed


def _added(total: float, lost: float, share: float) -> tuple[float, float]:
    """Add a share, and say what its rounding lost (Kahan): shares of a whole end at 1."""
    kept = share - lost
    end = total + kept
    return end, end - total - kept


def _tient(row: vega.Node, total: float) -> bool:
    """Tell whether the name of a modality fits above its segment."""
    return (row[VALEUR] or 0.0) * total > len(row["modalite"]) * CHARACTER + 4


def _length(row: vega.Node) -> float:
    return len(row[ETIQUETTE]) * CHARACTER + 4


def _series(modalities: Sequence[str]) -> list[str]:
    """Give a colour to each modality, and grey to what was not filled in."""
    colours = cycle(theme().series)
    grey = theme().couleurs["neutre"]
    return [grey if text in SANS_REPONSE else next(colours) for text in modalities]


def _legend(modalities: Sequence[str], told: Collection[str]) -> vega.Node | None:
    """Return the legend of the modalities that are not named above the bars."""
    left = [each for each in modalities if each not in told]
    if not left:
        return None
    above = {"offset": 22} if told else {}
    return {"columns": _legend_columns(left), "symbolLimit": 0, "values": left, **above}


def _legend_columns(modalities: Sequence[str]) -> int:
    longest = max((len(text) for text in modalities), default=1)
    return max(1, min(len(modalities), LARGEUR // round(longest * CHARACTER + 40)))
