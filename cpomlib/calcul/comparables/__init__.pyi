from .declaration import Bareme, Critere, Reglage, bareme
from .description import decrire
from .distance import Proches, Traits, ecarts, plus_proches, traits
from .position import Position, situer

__all__ = [
    "Bareme",
    "Critere",
    "Position",
    "Proches",
    "Reglage",
    "Traits",
    "bareme",
    "decrire",
    "ecarts",
    "plus_proches",
    "situer",
    "traits",
]
