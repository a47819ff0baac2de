from .cibles import CibleSuivie, cibles_en_vigueur, toutes_les_cibles
from .clauses import CLAUSES, Clause, Inconnu, clauses, marque, rubriques
from .controles import CONTROLES, GRAVITES, Manquement, verifier
from .convenu import Convenu
from .cout_actions import ActionChiffree, AnneeAction, chiffrer, ensemble
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
from .enveloppes import ArgentProgramme, argent, enveloppes_de
from .etat import EtatContrat, Prochaine, contrat_courant, etat_du_contrat, prochaine, vivant
from .feries import chome
from .jugement import JUGEMENTS, Pente, Usages
from .lecture import mesures_lues
from .mesures import Mesuree, Mesures, conventions_du_contrat, convenues, mesurer
from .modele import Contrat, contrats_de, lignes_de, plus_mois, terme
from .moyens_prevus import BaseBudgetaire, base_budgetaire, trajectoire
from .noms import noms_connus
from .perimetre_du_contrat import membres
from .prorogation import Prorogation, prorogation, terme_actuel
from .retour import a_remplir, mesures_du_retour
from .scenario_retenu import LigneScenario, confronter
from .suivi import (
    CLES,
    LigneSuivi,
    annees_du_contrat,
    etat_objectif,
    reference_de,
    sous,
    suivre,
    suivre_cible,
    tendance,
)
from .usages import bornes_des_textes, usages_des_seuils
from .valeurs_clauses import organisme
from .vue import Bornes, Vue, meilleur_dixieme

__all__ = [
    "CLAUSES",
    "CLES",
    "CONTROLES",
    "DEMARCHE",
    "ECHEANCES",
    "GRAVITES",
    "JUGEMENTS",
    "STATUTS",
    "ActionChiffree",
    "AnneeAction",
    "ArgentProgramme",
    "BaseBudgetaire",
    "Bornes",
    "CadreDelais",
    "CibleSuivie",
    "Clause",
    "Contrat",
    "Convenu",
    "Delai",
    "Delais",
    "EtatContrat",
    "Inconnu",
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
    "argent",
    "base_budgetaire",
    "bornes_des_textes",
    "cadres",
    "chiffrer",
    "chome",
    "cibles_en_vigueur",
    "clauses",
    "confronter",
    "contrat_courant",
    "contrats_de",
    "conventions_du_contrat",
    "convenues",
    "delais_du_droit",
    "echeances",
    "ensemble",
    "enveloppes_de",
    "etat_du_contrat",
    "etat_objectif",
    "etat_tache",
    "lignes_de",
    "marque",
    "meilleur_dixieme",
    "membres",
    "mesurer",
    "mesures_du_retour",
    "mesures_lues",
    "noms_connus",
    "organisme",
    "plus_mois",
    "prochaine",
    "prorogation",
    "reference_de",
    "retroplanning",
    "rubriques",
    "sous",
    "suivre",
    "suivre_cible",
    "taches",
    "tendance",
    "terme",
    "terme_actuel",
    "toutes_les_cibles",
    "trajectoire",
    "usages_des_seuils",
    "verifier",
    "vivant",
]
