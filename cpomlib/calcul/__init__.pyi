from .auto_evaluation import AutoEvaluation, CotationTheme, auto_evaluation
from .perimetre import (
    CATEGORIE_CHRS,
    PERIMETRES,
    Perimetre,
    ferme_avant,
    fermetures,
    par_etablissement,
    par_gestionnaire,
    selection,
)
from .pistes import Piste, piste, reste, tendance

__all__ = [
    "CATEGORIE_CHRS",
    "PERIMETRES",
    "AutoEvaluation",
    "CotationTheme",
    "Perimetre",
    "Piste",
    "auto_evaluation",
    "ferme_avant",
    "fermetures",
    "par_etablissement",
    "par_gestionnaire",
    "piste",
    "reste",
    "selection",
    "tendance",
]
