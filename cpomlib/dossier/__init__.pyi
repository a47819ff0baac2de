from .autour_du_contrat import (
    Retenu,
    confrontation,
    points_de_vigilance,
    scenario_retenu,
)
from .commun import apprendre, calcul
from .contractuel import DossierContrat
from .contrat import ContratVu
from .contrats_lus import ContratsLus, lire_contrats, mesures_lues
from .couverture import attendus, coverage, expected, remplaces, sans_couvrir, transmis
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
from .ensemble import Par, douteux_de_la_region, valeurs, valeurs_de
from .examen import examiner_base
from .fichiers_arrow import en_frame
from .formats import (
    FORMATS,
    en_cellule,
    evolution_form,
    evolution_montree,
    form,
    measured,
    nue,
    partie,
    written,
)
from .gestionnaire import Dossier
from .insertion import Insertion
from .juge_regional import SansDoute, enjeux_de, sans_douteux
from .jugements import diffusables
from .moities import moities_regionales
from .presences import tables_fournies
from .programme import DossierRegion
from .region_lue import read_region
from .scenarios_deposes import (
    DejaEnregistreError,
    Enregistre,
    Illisible,
    Inventaire,
    inventaire,
    inventaire_de,
    nom_de_fichier,
)
from .territoire import Territoire, load
from .vue_du_contrat import comparables_de, vue_avec, vue_de

__all__ = [
    "FORMATS",
    "PARTIES",
    "Commentaire",
    "ContratVu",
    "ContratsLus",
    "DejaEnregistreError",
    "Dossier",
    "DossierContrat",
    "DossierRegion",
    "Enregistre",
    "Illisible",
    "Insertion",
    "Inventaire",
    "Par",
    "Retenu",
    "SansDoute",
    "Territoire",
    "apprendre",
    "attendus",
    "calcul",
    "commentaire",
    "commentaires_de",
    "comparables_de",
    "confrontation",
    "coverage",
    "diffusables",
    "douteux_de_la_region",
    "en_cellule",
    "en_frame",
    "enjeux_de",
    "evolution_form",
    "evolution_montree",
    "examiner_base",
    "expected",
    "form",
    "inventaire",
    "inventaire_de",
    "lire_contrats",
    "load",
    "measured",
    "mesures_lues",
    "moities_regionales",
    "nom_de_fichier",
    "nue",
    "origine_de",
    "partie",
    "plan_de",
    "plan_depose",
    "points_de_vigilance",
    "read_region",
    "remplaces",
    "saisie_de",
    "sans_couvrir",
    "sans_douteux",
    "scenario_retenu",
    "tables_fournies",
    "transmis",
    "valeurs",
    "valeurs_de",
    "vue_avec",
    "vue_de",
    "written",
]
