from .calcul import ANNEES, Agregats, agreger
from .changements import avis
from .controle import fautes_des_chiffres

__all__ = [
    "ANNEES",
    "Agregats",
    "agreger",
    "avis",
    "fautes_des_chiffres",
]
