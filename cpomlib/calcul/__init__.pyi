from .auto_evaluation import AutoEvaluation, CotationTheme, auto_evaluation
from .financements import accorde_par_financeur
from .grandeurs import (
    concorde,
    ecart_relatif,
    evolution,
    moyenne,
    moyenne_ponderee,
    moyennes,
    part,
    parts_annuelles,
    rapport_des_sommes,
    somme,
)
from .occupation import journees, occupation_par_mois, taux_occupation
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
from .places import avec_totaux, places_croisees, places_par, total_places

__all__ = [
    "CATEGORIE_CHRS",
    "PERIMETRES",
    "AutoEvaluation",
    "CotationTheme",
    "Perimetre",
    "Piste",
    "accorde_par_financeur",
    "auto_evaluation",
    "avec_totaux",
    "concorde",
    "ecart_relatif",
    "evolution",
    "ferme_avant",
    "fermetures",
    "journees",
    "moyenne",
    "moyenne_ponderee",
    "moyennes",
    "occupation_par_mois",
    "par_etablissement",
    "par_gestionnaire",
    "part",
    "parts_annuelles",
    "piste",
    "places_croisees",
    "places_par",
    "rapport_des_sommes",
    "reste",
    "selection",
    "somme",
    "taux_occupation",
    "tendance",
    "total_places",
]
