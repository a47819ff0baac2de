from .mesures import compute_insertion
from .unites import TOTAL, Lieu, Structure, Unite, grille, lieux, structures

__all__ = [
    "TOTAL",
    "Lieu",
    "Structure",
    "Unite",
    "compute_insertion",
    "grille",
    "lieux",
    "structures",
]
