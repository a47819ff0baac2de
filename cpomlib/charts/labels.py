"""What the charts share: labels written in French, orders kept, missing values named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt
import pandas as pd

from cpomlib.theme import LARGEUR
from cpomlib.typography import SECRET
from cpomlib.values import Format, write

ETIQUETTE = "etiquette"
"""Column of the written values."""

PLACE = "place"
"""Column of where they are written: at the value, at zero when it is missing."""

CHARACTER = 6.6
"""Mean width in pixels of a 12-pixel character."""


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


def at(x: alt.X) -> alt.X:
    """Return the same axis at the place of the labels."""
    moved = x.copy()
    moved.shorthand = PLACE
    return moved


def ordered(values: Iterable[Any]) -> list[str]:
    """Return the distinct values as text, in the order they come."""
    return [str(value) for value in dict.fromkeys(values)]


def margin(labels: Iterable[str], limit: int = 230) -> int:
    """Return the pixels that the widest of ``labels`` takes, at most ``limit``."""
    widest = max((len(str(label)) for label in labels), default=0)
    return min(limit, round(widest * CHARACTER) + 12)


def room(frame: pd.DataFrame, valeur: str, share: float = 1.18) -> tuple[float, float]:
    """Return the extent of a value axis: from zero, with room for the label past the bar."""
    low, high = frame[valeur].min(), frame[valeur].max()
    low, high = (0.0 if pd.isna(bound) else float(bound) for bound in (low, high))
    top = max(high, 0.0) * share
    bottom = min(low, 0.0) * share
    return (bottom, top) if top > bottom else (0.0, 1.0)


def width(labels: Iterable[str], reserved: int = 8) -> int:
    """Return the width left for the bars once the row labels are written."""
    return LARGEUR - margin(labels) - reserved


def past_end(valeur: str) -> Mapping[str, Any]:
    """Return the settings of a label past the end of a horizontal bar, on its outer side."""
    inward = alt.expr.if_(alt.datum[valeur] < 0, "right", "left")
    shift = alt.expr.if_(alt.datum[valeur] < 0, -5, 5)
    return {"align": alt.expr(str(inward)), "dx": alt.expr(str(shift)), "baseline": "middle"}
