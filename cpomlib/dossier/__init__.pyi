from .autour_du_contrat import (
    Retenu,
    confrontation,
    points_de_vigilance,
    scenario_retenu,
    vigilance,
)
from .commun import calcul
from .contractuel import DossierContrat
from .contrat import ContratVu
from .contrats_lus import ContratsLus, lire_contrats
from .couverture import attendus, coverage, expected, remplaces, transmis
from .declarees import (
    PARTIES,
    Commentaire,
    commentaire,
    commentaires_de,
    origine_de,
    plan_de,
    plan_depose,
    saisie_de,
)
from .ensemble import Par, valeurs, valeurs_de
from .fichiers_arrow import en_frame
from .formats import (
    FORMATS,
    evolution_form,
    evolution_montree,
    form,
    measured,
    written,
)
from .gestionnaire import Dossier
from .juge_regional import SansDoute, enjeux_de, sans_douteux
from .jugements import diffusables
from .presences import tables_fournies
from .programme import DossierRegion, read_region
from .territoire import Territoire, load
from .vue_du_contrat import vue_de

__all__ = [
    "FORMATS",
    "PARTIES",
    "Commentaire",
    "ContratVu",
    "ContratsLus",
    "Dossier",
    "DossierContrat",
    "DossierRegion",
    "Par",
    "Retenu",
    "SansDoute",
    "Territoire",
    "attendus",
    "calcul",
    "commentaire",
    "commentaires_de",
    "confrontation",
    "coverage",
    "diffusables",
    "en_frame",
    "enjeux_de",
    "evolution_form",
    "evolution_montree",
    "expected",
    "form",
    "lire_contrats",
    "load",
    "measured",
    "origine_de",
    "plan_de",
    "plan_depose",
    "points_de_vigilance",
    "read_region",
    "remplaces",
    "saisie_de",
    "sans_douteux",
    "scenario_retenu",
    "tables_fournies",
    "transmis",
    "valeurs",
    "valeurs_de",
    "vigilance",
    "vue_de",
    "written",
]
