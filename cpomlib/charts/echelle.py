"""Where appreciations stand on a scale of levels, from the best to the least good."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from cpomlib.charts.labels import layered, margin, only, ordered, row_axis
from cpomlib.theme import LARGEUR, theme

ROW = 34


def echelle(
    frame: pd.DataFrame, libelle: str, niveau: str, niveaux: Sequence[str]
) -> alt.LayerChart:
    """Draw a scale of levels per row, a lozenge on the level that was found.

    The levels are written above their columns: colour is never alone to say them.

    Args:
        frame: one row per appreciation; a row without a level has a scale and no lozenge.
        libelle: column of what is appreciated.
        niveau: column of the level, one of ``niveaux``, empty when there is none.
        niveaux: the levels, the best first.
    """
    labels = ordered(frame[libelle])
    grid = pd.DataFrame(
        [(row, level) for row in labels for level in niveaux], columns=[libelle, niveau]
    )
    found = only(frame[frame[niveau].isin(list(niveaux))], libelle, niveau)
    look = theme().couleurs
    x = alt.X(niveau, type="nominal", sort=list(niveaux), title=None,
              scale=alt.Scale(domain=list(niveaux)),
              axis=alt.Axis(orient="top", labelAngle=0, domain=False, labelLimit=0))  # fmt: skip
    y = alt.Y(libelle, type="nominal", sort=labels, title=None, axis=row_axis(labels),
              scale=alt.Scale(domain=labels))  # fmt: skip
    names = ("force", "force_pale", "filet", "vigilance_pale", "vigilance")
    shades = alt.Scale(domain=list(niveaux), range=[look[name] for name in names])
    colour = alt.Color(niveau, type="nominal", legend=None, scale=shades)
    cells = alt.Chart(grid).mark_rect(stroke=look["papier"], strokeWidth=3)
    lozenge = alt.Chart(found).mark_point(
        shape="diamond", size=190, filled=True, opacity=1, color=look["papier"],
        stroke=look["encre"], strokeWidth=2.5,
    )  # fmt: skip
    return layered(cells.encode(x=x, y=y, color=colour), lozenge.encode(x=x, y=y)).properties(
        width=LARGEUR - margin(labels) - 8, height=ROW * len(labels)
    )
