"""How a whole is made: ages by sex, and a result from income to expenses."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cpomlib.charts.labels import (
    ETIQUETTE,
    PLACE,
    at,
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
from cpomlib.values import Format

ROW = 26


def pyramide(
    frame: pd.DataFrame,
    tranche: str,
    cote: str,
    valeur: str,
    *,
    format: Format = "nombre",
    unite: str = "",
) -> alt.HConcatChart:
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
    data = only(labelled(frame, valeur, format, unite), tranche, cote, valeur, PLACE, ETIQUETTE)
    sides, groups = ordered(data[cote]), ordered(data[tranche])[::-1]
    if len(sides) != 2:
        raise ValueError(f"a pyramid has two sides, got {sides}")
    top = float(data[valeur].max()) if data[valeur].notna().any() else 1.0
    middle = margin(groups)
    wide = (LARGEUR - middle - 30) // 2
    halves = [
        _half(data[data[cote] == side], side, tranche, valeur, groups,
              top=top, width=wide, left=rank == 0)
        for rank, side in enumerate(sides)
    ]  # fmt: skip
    names = _names(groups, tranche).properties(width=middle, height=ROW * len(groups))
    return alt.hconcat(halves[0], names, halves[1], spacing=4)


def cascade(
    frame: pd.DataFrame, etape: str, valeur: str, *, total: str = "Résultat"
) -> alt.LayerChart:
    """Draw a waterfall in euros: income up, expenses down (negative), the result at the end.

    Args:
        frame: one row per step, in order, amounts in euros, signed.
        etape: column of the steps' names.
        valeur: column of the amounts.
        total: name of the last bar, the sum of the steps.
    """
    steps = labelled(frame, valeur, "euros_ronds")
    steps["fin"] = steps[valeur].cumsum()
    steps["debut"] = steps["fin"] - steps[valeur]
    result = float(steps[valeur].sum(skipna=False))
    last = pd.DataFrame({etape: [total], valeur: [result], "debut": [0.0], "fin": [result]})
    data = pd.concat([steps, labelled(last, valeur, "euros_ronds")], ignore_index=True)
    data["sens"] = [_kind(value) for value in data[valeur][:-1]] + ["total"]
    data["pied"] = data[["debut", "fin"]].max(axis=1)
    data = only(data, etape, valeur, "debut", "fin", "pied", "sens", ETIQUETTE)
    look = theme()
    colours = alt.Scale(
        domain=["entree", "sortie", "total"],
        range=[look.annees[1], look.series[1], look.couleurs["encre"]],
    )
    names = ordered(data[etape])
    y = alt.Y(etape, type="nominal", sort=names, title=None, axis=row_axis(names))
    bounds = [0.0, *data["debut"].dropna(), *data["fin"].dropna()]
    scale = alt.Scale(domain=[min(bounds), max(bounds) + 0.22 * (max(bounds) - min(bounds) or 1)])
    x = alt.X("debut", type="quantitative", axis=None, scale=scale)
    bars = (
        alt.Chart(data).mark_bar(height={"band": 0.66})
        .encode(x=x, x2="fin", y=y, color=alt.Color("sens", type="nominal", scale=colours,
                                                    legend=None))
    )  # fmt: skip
    texts = alt.Chart(data).mark_text(align="left", dx=5, fontWeight=600)
    labels = texts.encode(x=alt.X("pied", type="quantitative"), y=y, text=written())
    origin = alt.X("zero", type="quantitative", axis=None, scale=scale)
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule().encode(x=origin)
    return layered(zero, bars, labels).properties(
        width=LARGEUR - margin(names) - 8, height=row_height(names, 30) * len(names)
    )


def _kind(value: float) -> str:
    return "entree" if value >= 0 else "sortie"


def _half(
    data: pd.DataFrame, side: str, tranche: str, valeur: str, groups: list[str], *,
    top: float, width: int, left: bool,
) -> alt.LayerChart:  # fmt: skip
    look = theme()
    scale = alt.Scale(domain=[0, top * 1.25], reverse=left, nice=False)
    x = alt.X(valeur, type="quantitative", axis=None, scale=scale)
    y = alt.Y(tranche, type="nominal", sort=groups, axis=None)
    base = alt.Chart(data).encode(x=x, y=y)
    bars = base.mark_bar(height={"band": 0.72}, color=look.series[0] if left else look.series[1])
    texts = base.mark_text(align="right" if left else "left", dx=-5 if left else 5)
    title = alt.TitleParams(side, anchor="end" if left else "start", fontSize=12, fontWeight=600,
                            color=look.couleurs["encre"])  # fmt: skip
    layers = bars + texts.encode(x=at(x), text=written())
    return layers.properties(width=width, height=ROW * len(groups), title=title)


def _names(groups: list[str], tranche: str) -> alt.Chart:
    y = alt.Y(tranche, type="nominal", sort=groups, axis=None)
    return (
        alt.Chart(pd.DataFrame({tranche: groups}))
        .mark_text()
        .encode(y=y, text=alt.Text(tranche, type="nominal"))
    )
