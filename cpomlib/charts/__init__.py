"""Charts of the reports: pure functions, frame → Vega-Lite specification, no theme applied.

Every function takes a long frame, or its rows, and the names of its columns, draws each value with
its French label beside it (a missing one is written ``n. d.``, never drawn as zero), fits an A4
page, and never relies on colour alone. A notebook shows what it returns; its ``altair()`` is an
Altair chart to go on from.

- :mod:`~cpomlib.charts.bars`: ``barres_triees``, ``barres_par_annee``, ``barres_empilees``.
- :mod:`~cpomlib.charts.lines`: ``courbes``.
- :mod:`~cpomlib.charts.structure`: ``pyramide``, ``cascade``.
- :mod:`~cpomlib.charts.positions`: ``positions``, ``carte_chaleur``.
- :mod:`~cpomlib.charts.echelle`: ``echelle``.
- :mod:`~cpomlib.charts.points`: ``points``.
- :mod:`~cpomlib.charts.cartes`: ``carte``.
- :mod:`~cpomlib.charts.vega`: ``Graphique``, what they return.
"""

from cpomlib.charts.bars import barres_empilees, barres_par_annee, barres_triees
from cpomlib.charts.cartes import carte
from cpomlib.charts.echelle import echelle
from cpomlib.charts.lines import courbes
from cpomlib.charts.points import points
from cpomlib.charts.positions import LEGENDE_POSITIONS, carte_chaleur, positions
from cpomlib.charts.structure import cascade, pyramide
from cpomlib.charts.vega import Graphique

__all__ = [
    "LEGENDE_POSITIONS",
    "Graphique",
    "barres_empilees",
    "barres_par_annee",
    "barres_triees",
    "carte",
    "carte_chaleur",
    "cascade",
    "courbes",
    "echelle",
    "points",
    "positions",
    "pyramide",
]
