"""Bars: one year sorted, several years side by side, shares of a whole."""

from __future__ import annotations

from itertools import cycle

import altair as alt
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
    past_end,
    room,
    row_axis,
    row_height,
    width,
    written,
)
from cpomlib.theme import LARGEUR, readable_on, theme
from cpomlib.values import Format

SANS_REPONSE = ("Non renseigné", "Non renseignée", "non_renseigne", "Inconnu")
"""Modalities drawn in grey: they say something of the data, not of the people."""

ROW = 26
"""Height in pixels of a row of horizontal bars."""


def barres_triees(
    frame: pd.DataFrame,
    modalite: str,
    valeur: str,
    *,
    format: Format = "taux",
    unite: str = "",
    trier: bool = True,
    souligner: str = "",
) -> alt.LayerChart:
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
    data = labelled(frame, valeur, format, unite)
    if trier:
        data = data.sort_values(valeur, ascending=False, kind="stable", na_position="last")
    data = only(data, modalite, valeur, PLACE, ETIQUETTE)
    names = ordered(data[modalite])
    y = alt.Y(modalite, type="nominal", sort=names, title=None, axis=row_axis(names))
    x = alt.X(valeur, type="quantitative", scale=_scale(data, valeur, width(names)), axis=None)
    bars = alt.Chart(data).mark_bar(height={"band": 0.68}).encode(x=x, y=y)
    if souligner:
        chosen = alt.datum[modalite] == souligner
        colours = theme()
        bars = bars.encode(
            color=alt.condition(
                chosen, alt.value(colours.couleurs["accent"]), alt.value(colours.annees[0])
            )
        )
    texts = alt.Chart(data).mark_text(**past_end(valeur)).encode(x=at(x), y=y, text=written())
    return (bars + _baseline(texts, valeur, souligner, modalite)).properties(
        width=width(names), height=row_height(names, ROW) * len(data)
    )


def barres_par_annee(
    frame: pd.DataFrame,
    modalite: str,
    annee: str,
    valeur: str,
    *,
    format: Format = "taux",
    unite: str = "",
) -> alt.LayerChart:
    """Draw years side by side: a block per modality, a bar per year, the year beside its bar.

    Args:
        frame: one row per modality and year; years may be numbers.
        modalite: column of the blocks' names.
        annee: column of the years.
        valeur: column of the lengths.
        format: how values are written.
        unite: unit written after them.
    """
    data = only(labelled(frame, valeur, format, unite), modalite, annee, valeur, PLACE, ETIQUETTE)
    modalities, years = ordered(data[modalite]), sorted(ordered(data[annee]))
    wide = width(modalities, 52)
    x = alt.X(valeur, type="quantitative", scale=_scale(data, valeur, wide), axis=None)
    y = alt.Y(
        modalite, type="nominal", sort=modalities, title=None,
        axis=row_axis(modalities, labelPadding=44, labelFontWeight=600),
        scale=alt.Scale(paddingInner=0.22, paddingOuter=0.08),
    )  # fmt: skip
    offset = alt.YOffset(annee, type="nominal", sort=years, scale=alt.Scale(paddingInner=0.16))
    base = alt.Chart(data).encode(x=x, y=y, yOffset=offset)
    soft = theme().couleurs["encre_douce"]
    beside = base.mark_text(align="right", dx=-6, fontSize=11, color=soft)
    start = alt.datum(room(data, valeur, wide)[0])
    layers = layered(
        base.mark_bar().encode(color=year_colour(annee, years)),
        base.mark_text(**past_end(valeur)).encode(x=at(x), text=written()),
        beside.encode(x=start, text=alt.Text(annee, type="nominal")),
    )
    block = (20 if len(modalities) <= 5 else 16) * max(1, len(years))
    return layers.properties(width=wide, height=round(block * 1.26 * max(1, len(modalities))))


def barres_empilees(
    frame: pd.DataFrame,
    barre: str,
    modalite: str,
    valeur: str,
) -> alt.LayerChart:
    """Draw shares of a whole: a bar of 100 % per ``barre`` (a year), a segment per modality.

    Shares are fractions; a segment too narrow for its figure stays without one, the table beside
    the chart has it. Modalities keep the frame's order, in the legend and in the bars.
    """
    data = labelled(frame, valeur, "taux")
    data["debut"] = data.groupby(barre, observed=True)[valeur].cumsum() - data[valeur]
    data["fin"] = data["debut"] + data[valeur]
    data["milieu"] = data["debut"] + data[valeur] / 2
    data = only(data, barre, modalite, valeur, "debut", "fin", "milieu", ETIQUETTE)
    bars, modalities = ordered(data[barre]), ordered(data[modalite])
    total = width(bars)
    colours = _series(modalities)
    scale = alt.Scale(domain=modalities, range=colours)
    x = alt.X("debut", type="quantitative", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    y = alt.Y(barre, type="nominal", sort=bars, title=None, axis=row_axis(bars))
    legend = alt.Legend(columns=_legend_columns(modalities), symbolLimit=0)
    segments = (
        alt.Chart(data)
        .mark_bar(height={"band": 0.76}, stroke=theme().couleurs["papier"], strokeWidth=1.5)
        .encode(x=x, x2="fin", y=y, color=alt.Color(modalite, type="nominal", scale=scale,
                                                    sort=modalities, legend=legend))
    )  # fmt: skip
    inside = data[data[valeur] * total > data[ETIQUETTE].str.len() * CHARACTER + 4]
    ink = alt.Scale(domain=modalities, range=[readable_on(colour) for colour in colours])
    texts = (
        alt.Chart(inside)
        .mark_text(fontWeight=600)
        .encode(x=alt.X("milieu", type="quantitative"), y=y, text=written(),
                color=alt.Color(modalite, type="nominal", scale=ink, legend=None))
    )  # fmt: skip
    layers = (segments + texts).resolve_scale(color="independent")
    return layers.properties(width=total, height=38 * len(bars))


def year_colour(annee: str, years: list[str]) -> alt.Color:
    """Colour years from pale to strong, the latest in the accent; no legend, years are written."""
    shades = theme().annees
    kept = [shades[max(0, len(shades) - len(years) + rank)] for rank in range(len(years))]
    scale = alt.Scale(domain=years, range=kept)
    return alt.Color(annee, type="nominal", scale=scale, legend=None)


def _scale(data: pd.DataFrame, valeur: str, pixels: float) -> alt.Scale:
    return alt.Scale(domain=list(room(data, valeur, pixels)), nice=False, zero=True)


def _baseline(texts: alt.Chart, valeur: str, chosen: str, modalite: str) -> alt.Chart:
    """Set the label of the chosen modality in bold: colour alone would not tell it."""
    if not chosen:
        return texts
    bold = alt.expr.if_(alt.datum[modalite] == chosen, "bold", "normal")
    return texts.mark_text(**past_end(valeur), fontWeight=alt.expr(str(bold)))


def _series(modalities: list[str]) -> list[str]:
    """Give a colour to each modality, and grey to what was not filled in."""
    colours = cycle(theme().series)
    grey = theme().couleurs["neutre"]
    return [grey if text in SANS_REPONSE else next(colours) for text in modalities]


def _legend_columns(modalities: list[str]) -> int:
    longest = max((len(text) for text in modalities), default=1)
    return max(1, min(len(modalities), LARGEUR // round(longest * CHARACTER + 40)))
