"""The fiche opérateur of the 2012 guide: what its notebook calls."""

from cpomlib.rapports.fiche_operateur.bareme import FICHE_OPERATEUR
from cpomlib.rapports.fiche_operateur.fiche import (
    activite,
    attendu,
    attendus,
    calculer,
    description,
    financement,
    forces,
    publics,
    service_rendu_usager,
    signaletique,
)

__all__ = [
    "FICHE_OPERATEUR",
    "activite",
    "attendu",
    "attendus",
    "calculer",
    "description",
    "financement",
    "forces",
    "publics",
    "service_rendu_usager",
    "signaletique",
]
