from .grille import GOUVERNANCE, Axe, Levier, Pratique, grille_gouvernance, questions_connues
from .lecture import (
    Desaccord,
    EnCours,
    PositionAxe,
    Regard,
    en_cours,
    lire_grille,
    reponses,
    territoires_cotes,
)

__all__ = [
    "GOUVERNANCE",
    "Axe",
    "Desaccord",
    "EnCours",
    "Levier",
    "PositionAxe",
    "Pratique",
    "Regard",
    "en_cours",
    "grille_gouvernance",
    "lire_grille",
    "questions_connues",
    "reponses",
    "territoires_cotes",
]
