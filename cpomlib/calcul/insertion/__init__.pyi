from .ensemble import apports_insertion, compute_with_insertion
from .mesures import compute_insertion
from .offre import Genre, Offre, offre
from .reequilibrage import LignePlan, Mouvement, Reequilibrage, atteindre, partager, repartir
from .secret import masquees
from .unites import (
    TOTAL,
    Groupement,
    Lieu,
    StructureInsertion,
    grille,
    groupements,
    lieux,
    structures,
)
from .visee import INSERTION, couverture_visee

__all__ = [
    "INSERTION",
    "TOTAL",
    "Genre",
    "Groupement",
    "Lieu",
    "LignePlan",
    "Mouvement",
    "Offre",
    "Reequilibrage",
    "StructureInsertion",
    "apports_insertion",
    "atteindre",
    "compute_insertion",
    "compute_with_insertion",
    "couverture_visee",
    "grille",
    "groupements",
    "lieux",
    "masquees",
    "offre",
    "partager",
    "repartir",
    "structures",
]
