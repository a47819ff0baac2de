from .perimetre import (
    CATEGORIE_CHRS,
    PERIMETRES,
    Perimetre,
    ferme_avant,
    fermetures,
    groupes,
    par_etablissement,
    par_gestionnaire,
    selection,
)

__all__ = [
    "CATEGORIE_CHRS",
    "PERIMETRES",
    "Perimetre",
    "ferme_avant",
    "fermetures",
    "groupes",
    "par_etablissement",
    "par_gestionnaire",
    "selection",
]
