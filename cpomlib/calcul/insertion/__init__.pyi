from .mesures import compute_insertion
from .offre import Genre, Offre, offre
from .reequilibrage import LignePlan, Mouvement, Plan, atteindre, partager, repartir
from .unites import TOTAL, Groupement, Lieu, Structure, grille, groupements, lieux, structures

__all__ = [
    "TOTAL",
    "Genre",
    "Groupement",
    "Lieu",
    "LignePlan",
    "Mouvement",
    "Offre",
    "Plan",
    "Structure",
    "atteindre",
    "compute_insertion",
    "grille",
    "groupements",
    "lieux",
    "offre",
    "partager",
    "repartir",
    "structures",
]
