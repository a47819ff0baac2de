"""What the charts share: labels written in French, orders kept, missing values named."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import altair as alt
import pandas as pd

from cpomlib.theme import LARGEUR
from cpomlib.typography import SECRET
from cpomlib.values import Format, write

Channel = TypeVar("Channel", alt.X, alt.Y)

ETIQUETTE = "etiquette"
"""Column of the written values."""

PLACE = "place"
"""Column of where they are written: at the value, at zero when it is missing."""

CHARACTER = 6.6
"""Mean width in pixels of a 12-pixel character."""

LINE = 34
"""Characters of a row's name on one line."""


def labelled(frame: pd.DataFrame, valeur: str, format: Format, unite: str = "") -> pd.DataFrame:
    """Return ``frame`` with its values written in ``etiquette``, and where in ``place``.

    A missing value is ``n. d.``; a row whose ``statut`` is ``secret`` is ``s.`` and loses its
    value, so that nothing masked stays in the chart's data.
    """
    shown = frame.reset_index(drop=True).copy()
    shown[valeur] = shown[valeur].astype("float64")
    masked = shown["statut"].eq("secret") if "statut" in shown else pd.Series(False, shown.index)
    shown.loc[masked, valeur] = float("nan")
    written = [write(value, format, unite) for value in shown[valeur]]
    shown[ETIQUETTE] = pd.Series(written, index=shown.index, dtype="object")
    shown[PLACE] = shown[valeur].fillna(0.0)
    shown.loc[masked, ETIQUETTE] = SECRET
    return shown


def only(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return the columns the chart draws, categories and years as plain text."""
    kept = frame[list(dict.fromkeys(columns))].copy()
    for column in kept.select_dtypes(exclude="float").columns:
        kept[column] = kept[column].astype("object").map(str)
    return kept


def layered(*charts: alt.Chart) -> alt.LayerChart:
    """Lay charts one over the other, the first at the bottom."""
    return alt.LayerChart(layer=list(charts))


def written() -> alt.Text:
    """Return the encoding of the written values."""
    return alt.Text(ETIQUETTE, type="nominal")


def at(channel: Channel) -> Channel:
    """Return the same axis at the place of the labels."""
    moved = channel.copy()
    moved.shorthand = PLACE
    return moved


def ordered(values: Iterable[Any]) -> list[str]:
    """Return the distinct values as text, in the order they come."""
    return [str(value) for value in dict.fromkeys(values)]


def row_axis(labels: Iterable[str], **settings: Any) -> alt.Axis:
    """Return the axis of row names, the long ones on several lines rather than cut."""
    lines = {label: folded(label) for label in labels}
    return alt.Axis(
        labelExpr=f"({json.dumps(lines)})[datum.label]", domain=False, labelLimit=0, **settings
    )


def folded(label: str) -> list[str]:
    """Fold a row's name into lines of at most ``LINE`` characters."""
    return textwrap.wrap(label, LINE) or [label]


def row_height(labels: Iterable[str], least: int) -> int:
    """Return the height of a row that holds the longest of ``labels`` once folded."""
    return max([least, *(15 * len(folded(label)) + 6 for label in labels)])


def margin(labels: Iterable[str]) -> int:
    """Return the pixels that the widest of ``labels`` takes once folded."""
    widest = max((len(line) for label in labels for line in folded(str(label))), default=0)
    return round(widest * CHARACTER) + 12


def room(frame: pd.DataFrame, valeur: str, pixels: float) -> tuple[float, float]:
    """Return the extent of a value axis of so many ``pixels``.

    It holds zero, and past the ends of the bars their written values, on the side they are.
    """
    low, high = frame[valeur].min(), frame[valeur].max()
    low, high = (0.0 if pd.isna(bound) else float(bound) for bound in (low, high))
    low, high = min(low, 0.0), max(high, 0.0)
    taken = frame[ETIQUETTE].map(len) * CHARACTER + 8
    negative = frame[valeur] < 0
    left, right = taken[negative].max(), taken[~negative].max()
    left, right = (0.0 if pd.isna(side) else float(side) for side in (left, right))
    unit = ((high - low) or 1.0) / max(pixels - left - right, 40.0)
    return low - left * unit, (high or (1.0 if low == 0 else 0.0)) + right * unit


def width(labels: Iterable[str], reserved: int = 8) -> int:
    """Return the width left for the bars once the row labels are written."""
    return LARGEUR - margin(labels) - reserved


def past_end(valeur: str) -> Mapping[str, Any]:
    """Return the settings of a label past the end of a horizontal bar, on its outer side."""
    inward = alt.expr.if_(alt.datum[valeur] < 0, "right", "left")
    shift = alt.expr.if_(alt.datum[valeur] < 0, -5, 5)
    return {"align": alt.expr(str(inward)), "dx": alt.expr(str(shift)), "baseline": "middle"}
