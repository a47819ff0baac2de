from .declaration import COMPARABLES, Bareme, Critere, Reglage, bareme
from .description import decrire
from .distance import (
    Proches,
    Traits,
    ecarts,
    moyennes_par_critere,
    plus_proches,
    traits,
)
from .position import Position, situer

__all__ = [
    "COMPARABLES",
    "Bareme",
    "Critere",
    "Position",
    "Proches",
    "Reglage",
    "Traits",
    "bareme",
    "decrire",
    "ecarts",
    "moyennes_par_critere",
    "plus_proches",
    "situer",
    "traits",
]
