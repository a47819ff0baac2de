from .colonnes import FORMES
from .lecture import lire_balance

__all__ = ["FORMES", "lire_balance"]
