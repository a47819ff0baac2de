from .lecture import Paquet, lire
from .paquet import OrigineAgregats, ecrire
from .remplacement import avis_de_remplacement

__all__ = ["OrigineAgregats", "Paquet", "avis_de_remplacement", "ecrire", "lire"]
