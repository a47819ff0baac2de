from .colonnes import BALANCE, FORMES, connues
from .lecture import lire_balance

__all__ = [
    "BALANCE",
    "FORMES",
    "connues",
    "lire_balance",
]
