"""Where appreciations stand on a scale of levels, from the best to the least good."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.rendu.graphiques.labels import Lignes, margin, ordered, records, row_axis
from cpomlib.rendu.graphiques.vega import Graphique, graphique, layer, layered, mark, names, nominal
from cpomlib.rendu.theme import LARGEUR, theme

ROW = 34


def echelle(frame: Lignes, libelle: str, niveau: str, niveaux: Sequence[str]) -> Graphique:
    """Draw a scale of levels per row, a lozenge on the level that was found.

    The levels are written above their columns: colour is never alone to say them.

    Args:
        frame: one row per appreciation; a row without a level has a scale and no lozenge.
        libelle: column of what is appreciated.
        niveau: column of the level, one of ``niveaux``, empty when there is none.
        niveaux: the levels, the best first.
    """
    levels = list(niveaux)
    given = [{"libelle": str(row[libelle]), "niveau": row[niveau]} for row in records(frame)]
    labels = ordered(given, "libelle")
    grid = [{"libelle": label, "niveau": level} for label in labels for level in levels]
    found = [row for row in given if row["niveau"] in levels]
    look = theme().couleurs
    axis = {"orient": "top", "labelAngle": 0, "domain": False, "labelLimit": 0}
    x = names("niveau", levels, axis=axis)
    y = names("libelle", labels, axis=row_axis(labels))
    shades = ("force", "force_pale", "filet", "vigilance_pale", "vigilance")
    scale = {"domain": levels, "range": [look[name] for name in shades]}
    cells = mark("rect", stroke=look["papier"], strokeWidth=3)
    lozenge = mark(
        "point", shape="diamond", size=190, filled=True, opacity=1, color=look["papier"],
        stroke=look["encre"], strokeWidth=2.5,
    )  # fmt: skip
    layers = [
        layer(cells, grid, color=nominal("niveau", legend=None, scale=scale), x=x, y=y),
        layer(lozenge, found, x=x, y=y),
    ]
    return graphique(**layered(layers, LARGEUR - margin(labels) - 8, ROW * len(labels)))
