from .bars import barres_empilees, barres_par_annee, barres_triees
from .calendrier import calendrier
from .cartes import carte
from .labels import EN_NOMBRES, SANS_REPONSE
from .lines import courbes
from .points import points
from .positions import carte_chaleur, positions
from .structure import cascade, pyramide
from .vega import Graphique

__all__ = [
    "EN_NOMBRES",
    "SANS_REPONSE",
    "Graphique",
    "barres_empilees",
    "barres_par_annee",
    "barres_triees",
    "calendrier",
    "carte",
    "carte_chaleur",
    "cascade",
    "courbes",
    "points",
    "positions",
    "pyramide",
]
