from .chiffres import IndicateursCitables
from .ecrit import Ecrit, GrilleLue, PassageLu, lire_ecrit
from .entete import Connu
from .mots import REPRISE
from .reprise import reprendre

__all__ = [
    "REPRISE",
    "Connu",
    "Ecrit",
    "GrilleLue",
    "IndicateursCitables",
    "PassageLu",
    "lire_ecrit",
    "reprendre",
]
