"""The governance of the territories of a département: what its notebook calls."""

from cpomlib.dossier.insertion import load
from cpomlib.rapports.gouvernance_territoriale.gouvernance import (
    desaccords,
    entete,
    experiences,
    grille,
    indicateurs,
    positions,
    reponses,
)

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
