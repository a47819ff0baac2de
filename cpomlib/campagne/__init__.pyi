from .campaign import Bilan, Campagne
from .eveil import Eveil, eveiller
from .fingerprint import settings_hash
from .inputs import titre
from .liasse import CONTRACTUELS, DemandeLiasse, DocumentReuni, reunir
from .modeles import modele, refuser_nom
from .reprise import Sort
from .scope import Sujet
from .worker import Issue

__all__ = [
    "CONTRACTUELS",
    "Bilan",
    "Campagne",
    "DemandeLiasse",
    "DocumentReuni",
    "Eveil",
    "Issue",
    "Sort",
    "Sujet",
    "eveiller",
    "modele",
    "refuser_nom",
    "reunir",
    "settings_hash",
    "titre",
]
