from .chiffres import Indicateurs
from .ecrit import Ecrit, Grille, Passage, lire_ecrit
from .entete import Connu
from .mots import REPRISE
from .reprise import reprendre

__all__ = [
    "REPRISE",
    "Connu",
    "Ecrit",
    "Grille",
    "Indicateurs",
    "Passage",
    "lire_ecrit",
    "reprendre",
]
