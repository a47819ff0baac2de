from .cibles import CibleSuivie, cibles_en_vigueur, toutes_les_cibles
from .controles import CONTROLES, GRAVITES, Manquement, verifier
from .delais import (
    ECHEANCES,
    STATUTS,
    CadreDelais,
    Delai,
    Delais,
    NatureDelai,
    cadres,
    delais_du_droit,
)
from .demarche import DEMARCHE, etat_tache, retroplanning, taches
from .echeances import echeances
from .etat import EtatContrat, Prochaine, contrat_courant, etat_du_contrat, prochaine
from .feries import chome
from .jugement import JUGEMENTS, Pente, Usages
from .lecture import mesures_lues
from .mesures import Mesuree, Mesures, conventions_du_contrat, convenues, mesurer, mesurer_chacun
from .modele import Contrat, contrats_de, plus_mois, terme
from .noms import noms_connus
from .partage import mesures_de_table, mesures_en_table
from .perimetre_du_contrat import membres
from .prorogation import Prorogation, prorogation, terme_actuel
from .retour import a_remplir, mesures_du_retour
from .scenario_retenu import LigneScenario, confronter
from .suivi import (
    CLES,
    LigneSuivi,
    annees_du_contrat,
    etat_objectif,
    suivre,
    suivre_cible,
    tendance,
)
from .usages import bornes_des_textes, usages_des_seuils
from .vue import Bornes, Vue, meilleur_dixieme

__all__ = [
    "CLES",
    "CONTROLES",
    "DEMARCHE",
    "ECHEANCES",
    "GRAVITES",
    "JUGEMENTS",
    "STATUTS",
    "Bornes",
    "CadreDelais",
    "CibleSuivie",
    "Contrat",
    "Delai",
    "Delais",
    "EtatContrat",
    "LigneScenario",
    "LigneSuivi",
    "Manquement",
    "Mesuree",
    "Mesures",
    "NatureDelai",
    "Pente",
    "Prochaine",
    "Prorogation",
    "Usages",
    "Vue",
    "a_remplir",
    "annees_du_contrat",
    "bornes_des_textes",
    "cadres",
    "chome",
    "cibles_en_vigueur",
    "confronter",
    "contrat_courant",
    "contrats_de",
    "conventions_du_contrat",
    "convenues",
    "delais_du_droit",
    "echeances",
    "etat_du_contrat",
    "etat_objectif",
    "etat_tache",
    "meilleur_dixieme",
    "membres",
    "mesurer",
    "mesurer_chacun",
    "mesures_de_table",
    "mesures_du_retour",
    "mesures_en_table",
    "mesures_lues",
    "noms_connus",
    "plus_mois",
    "prochaine",
    "prorogation",
    "retroplanning",
    "suivre",
    "suivre_cible",
    "taches",
    "tendance",
    "terme",
    "terme_actuel",
    "toutes_les_cibles",
    "usages_des_seuils",
    "verifier",
]
