from .cle import creer_cle, lire_cle
from .correspondance import PSEUDONYMES, lire_correspondance
from .lire import read_siao
from .mots import SIAO
from .proposer import ecrire_proposition, proposer

__all__ = [
    "PSEUDONYMES",
    "SIAO",
    "creer_cle",
    "ecrire_proposition",
    "lire_cle",
    "lire_correspondance",
    "proposer",
    "read_siao",
]
