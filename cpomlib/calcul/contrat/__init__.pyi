from .cibles import CibleSuivie, cibles_en_vigueur, toutes_les_cibles
from .delais import ECHEANCES, STATUTS, Cadre, Delai, Delais, delais_du_droit
from .echeances import echeances
from .feries import chome
from .jugement import Pente, Usages
from .mesures import Mesuree, Mesures, conventions_du_contrat, convenues, mesurer
from .modele import Contrat, contrats_de, plus_mois, terme
from .noms import noms_connus
from .perimetre_du_contrat import membres
from .prorogation import Prorogation, prorogation, terme_actuel
from .suivi import (
    CLES,
    LigneSuivi,
    annees_du_contrat,
    etat_objectif,
    suivre,
    suivre_cible,
    tendance,
)
from .usages import usages_des_seuils

__all__ = [
    "CLES",
    "ECHEANCES",
    "STATUTS",
    "Cadre",
    "CibleSuivie",
    "Contrat",
    "Delai",
    "Delais",
    "LigneSuivi",
    "Mesuree",
    "Mesures",
    "Pente",
    "Prorogation",
    "Usages",
    "annees_du_contrat",
    "chome",
    "cibles_en_vigueur",
    "contrats_de",
    "conventions_du_contrat",
    "convenues",
    "delais_du_droit",
    "echeances",
    "etat_objectif",
    "membres",
    "mesurer",
    "noms_connus",
    "plus_mois",
    "prorogation",
    "suivre",
    "suivre_cible",
    "tendance",
    "terme",
    "terme_actuel",
    "toutes_les_cibles",
    "usages_des_seuils",
]
