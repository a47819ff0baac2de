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
from .jugement import JUGEMENTS, Pente, Usages, est_fragile
from .lecture import mesures_lues
from .mesures import Mesuree, Mesures, conventions_du_contrat, convenues, mesurer
from .modele import Contrat, Ligne, contrats_de, plus_mois, terme
from .noms import noms_connus
from .perimetre_du_contrat import membres
from .portee_cible import (
    Milieu,
    PorteeCible,
    annees_du_dessin,
    au_dela,
    au_rythme,
    dernieres_mesures,
    effectif_vise,
    en_points,
    milieu,
    portee_de,
)
from .prorogation import Prorogation, prorogation, terme_actuel
from .retour import a_remplir, mesures_du_retour
from .scenario_retenu import LigneScenario, confronter
from .suivi import (
    CLES,
    LigneSuivi,
    annees_du_contrat,
    etat_objectif,
    reference_de,
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
    "Ligne",
    "LigneScenario",
    "LigneSuivi",
    "Manquement",
    "Mesuree",
    "Mesures",
    "Milieu",
    "NatureDelai",
    "Pente",
    "PorteeCible",
    "Prochaine",
    "Prorogation",
    "Usages",
    "Vue",
    "a_remplir",
    "annees_du_contrat",
    "annees_du_dessin",
    "au_dela",
    "au_rythme",
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
    "dernieres_mesures",
    "echeances",
    "effectif_vise",
    "en_points",
    "est_fragile",
    "etat_du_contrat",
    "etat_objectif",
    "etat_tache",
    "meilleur_dixieme",
    "membres",
    "mesurer",
    "mesures_du_retour",
    "mesures_lues",
    "milieu",
    "noms_connus",
    "plus_mois",
    "portee_de",
    "prochaine",
    "prorogation",
    "reference_de",
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
