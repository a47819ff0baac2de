from .cle import creer_cle, lire_cle
from .correspondance import PSEUDONYMES, champs_cibles, lire_correspondance
from .libres import colonnes_de, colonnes_libres, libelles
from .lire import read_siao
from .mots import SIAO
from .proposer import ecrire_proposition, proposer

__all__ = [
    "PSEUDONYMES",
    "SIAO",
    "champs_cibles",
    "colonnes_de",
    "colonnes_libres",
    "creer_cle",
    "ecrire_proposition",
    "libelles",
    "lire_cle",
    "lire_correspondance",
    "proposer",
    "read_siao",
]
