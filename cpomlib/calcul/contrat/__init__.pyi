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
from .designation import contrat_designe
from .echeances import echeances
from .enveloppes import ArgentProgramme, argent, enveloppes_de
from .etat import EtatContrat, Prochaine, contrat_courant, etat_du_contrat, prochaine, vivant
from .feries import chome
from .financeurs import Financements, Montants, annees_financees, financements_du_contrat
from .jugement import JUGEES, JUGEMENTS, Pente, Usages, est_fragile
from .lecture import mesures_lues
from .mesures import Mesuree, Mesures, conventions_du_contrat, convenues, mesurer, mesurer_chacun
from .modele import Contrat, Ligne, contrats_de, lignes_de, plus_mois, terme
from .moyens_prevus import BaseBudgetaire, base_budgetaire, trajectoire
from .noms import noms_connus
from .partage import mesures_de_table, mesures_en_table
from .perimetre_du_contrat import membres
from .pluripartite import (
    CONDITIONS,
    PLURIPARTITE,
    Condition,
    EtapeVue,
    InstanceVue,
    Reconduction,
    condition,
    etapes,
    instances,
    reconductions,
)
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
    "CONDITIONS",
    "CONTROLES",
    "DEMARCHE",
    "ECHEANCES",
    "GRAVITES",
    "JUGEES",
    "JUGEMENTS",
    "PLURIPARTITE",
    "STATUTS",
    "ActionChiffree",
    "AnneeAction",
    "ArgentProgramme",
    "BaseBudgetaire",
    "Bornes",
    "CadreDelais",
    "CibleSuivie",
    "Clause",
    "Condition",
    "Contrat",
    "Convenu",
    "Delai",
    "Delais",
    "EtapeVue",
    "EtatContrat",
    "Financements",
    "Inconnu",
    "InstanceVue",
    "Ligne",
    "LigneScenario",
    "LigneSuivi",
    "Manquement",
    "Mesuree",
    "Mesures",
    "Milieu",
    "Montants",
    "NatureDelai",
    "Pente",
    "PorteeCible",
    "Prochaine",
    "Prorogation",
    "Reconduction",
    "Usages",
    "Vue",
    "a_remplir",
    "annees_du_contrat",
    "annees_du_dessin",
    "annees_financees",
    "argent",
    "au_dela",
    "au_rythme",
    "base_budgetaire",
    "bornes_des_textes",
    "cadres",
    "chiffrer",
    "chome",
    "cibles_en_vigueur",
    "clauses",
    "condition",
    "confronter",
    "contrat_courant",
    "contrat_designe",
    "contrats_de",
    "conventions_du_contrat",
    "convenues",
    "delais_du_droit",
    "dernieres_mesures",
    "echeances",
    "effectif_vise",
    "en_points",
    "ensemble",
    "enveloppes_de",
    "est_fragile",
    "etapes",
    "etat_du_contrat",
    "etat_objectif",
    "etat_tache",
    "financements_du_contrat",
    "instances",
    "lignes_de",
    "marque",
    "meilleur_dixieme",
    "membres",
    "mesurer",
    "mesurer_chacun",
    "mesures_de_table",
    "mesures_du_retour",
    "mesures_en_table",
    "mesures_lues",
    "milieu",
    "noms_connus",
    "organisme",
    "plus_mois",
    "portee_de",
    "prochaine",
    "prorogation",
    "reconductions",
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
