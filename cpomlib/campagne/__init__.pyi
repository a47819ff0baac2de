from .campaign import Bilan, Campagne
from .eveil import Eveil, eveiller
from .modeles import modele
from .reprise import Sort
from .scope import Cible
from .worker import Issue

__all__ = ["Bilan", "Campagne", "Cible", "Eveil", "Issue", "Sort", "eveiller", "modele"]
