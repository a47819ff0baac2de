from .calcul import ANNEES, Agregats, agreger
from .changements import avis, avis_de_remplacement
from .lecture import Paquet, lire
from .paquet import OrigineAgregats, ecrire

__all__ = [
    "ANNEES",
    "Agregats",
    "OrigineAgregats",
    "Paquet",
    "agreger",
    "avis",
    "avis_de_remplacement",
    "ecrire",
    "lire",
]
