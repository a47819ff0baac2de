from .perimetre import (
    CATEGORIE_CHRS,
    PERIMETRES,
    Perimetre,
    en_service,
    ferme_avant,
    fermetures,
    par_etablissement,
    par_gestionnaire,
    selection,
)

__all__ = [
    "CATEGORIE_CHRS",
    "PERIMETRES",
    "Perimetre",
    "en_service",
    "ferme_avant",
    "fermetures",
    "par_etablissement",
    "par_gestionnaire",
    "selection",
]
