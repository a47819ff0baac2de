from .grandeurs import (
    concorde,
    ecart_relatif,
    evolution,
    moyenne_ponderee,
    moyennes,
    part,
    parts_annuelles,
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
from .places import avec_totaux, places_croisees, places_par, total_places

__all__ = [
    "CATEGORIE_CHRS",
    "PERIMETRES",
    "Perimetre",
    "avec_totaux",
    "concorde",
    "ecart_relatif",
    "evolution",
    "ferme_avant",
    "fermetures",
    "journees",
    "moyenne_ponderee",
    "moyennes",
    "occupation_par_mois",
    "par_etablissement",
    "par_gestionnaire",
    "part",
    "parts_annuelles",
    "places_croisees",
    "places_par",
    "selection",
    "taux_occupation",
    "total_places",
]
