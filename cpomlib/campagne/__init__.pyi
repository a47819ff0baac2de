from .campaign import Bilan, Campagne
from .eveil import Eveil, eveiller
from .inputs import titre
from .modeles import modele, refuser_nom
from .reprise import Sort
from .scope import Cible
from .worker import Issue

__all__ = [
    "Bilan",
    "Campagne",
    "Cible",
    "Eveil",
    "Issue",
    "Sort",
    "eveiller",
    "modele",
    "refuser_nom",
    "titre",
]
