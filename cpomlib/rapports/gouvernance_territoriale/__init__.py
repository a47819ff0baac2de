"""The governance of the territories of a département: what its notebook calls."""

from cpomlib.dossier import insertion as dossiers
from cpomlib.rapports.gouvernance_territoriale.gouvernance import (
    desaccords,
    entete,
    experiences,
    grille,
    indicateurs,
    positions,
    reponses,
)

load = dossiers.load

__all__ = [
    "desaccords",
    "entete",
    "experiences",
    "grille",
    "indicateurs",
    "load",
    "positions",
    "reponses",
]
