from .cibles import CibleSuivie, cibles_en_vigueur, toutes_les_cibles
from .clauses import CLAUSES, Clause, Inconnu, clauses, marque, rubriques
from .contrat_de_l_annee import couvre, remplaces
from .controles import CONTROLES, GRAVITES, Manquement, verifier
from .conventions import autrement_comptees, convenues, touchees, valeur_convenue
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
)
from .demarche import DEMARCHE, ETATS_TACHE, demarche_de, etat_tache, retroplanning, taches
from .designation import contrat_designe
from .ebauche import Ebauche, ebaucher
from .echeances import echeances
from .echeances_ensemble import echeances_ensemble
from .enveloppes import ArgentProgramme, EcartContrats, argent, enveloppes_de, moyens_ecartes
from .etat import (
    EtatContrat,
    Prochaine,
    agrement_fini,
    contrat_courant,
    etat_du_contrat,
    prochaine,
    vivant,
)
from .feries import chome
from .financeurs import Financements, Montants, annees_financees, financements_du_contrat
from .gestes import actions_nommees, attendus, avancer, se_contredisent, signer
from .jugement import JUGEES, JUGEMENTS, Pente, Usages, est_fragile
from .mesures import Mesuree, Mesures, mesurer, mesurer_chacun
from .modele import CADRES_CPOM, Contrat, Ligne, contrats_de, lignes_de, plus_mois, rang, terme
from .moyens_prevus import BaseBudgetaire, base_budgetaire, trajectoire
from .noms import indicateurs_nommes
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
from .usages import bornes_des_seuils, usages_des_seuils
from .valeurs_clauses import organisme
from .valeurs_possibles import AU_DEPOT, bornes
from .vue import Bornes, Vue, meilleur_dixieme, signataires

__all__ = [
    "AU_DEPOT",
    "CADRES_CPOM",
    "CLAUSES",
    "CLES",
    "CONDITIONS",
    "CONTROLES",
    "DEMARCHE",
    "ECHEANCES",
    "ETATS_TACHE",
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
    "Ebauche",
    "EcartContrats",
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
    "actions_nommees",
    "agrement_fini",
    "annees_du_contrat",
    "annees_du_dessin",
    "annees_financees",
    "argent",
    "attendus",
    "au_dela",
    "au_rythme",
    "autrement_comptees",
    "avancer",
    "base_budgetaire",
    "bornes",
    "bornes_des_seuils",
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
    "convenues",
    "couvre",
    "demarche_de",
    "dernieres_mesures",
    "ebaucher",
    "echeances",
    "echeances_ensemble",
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
    "indicateurs_nommes",
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
    "milieu",
    "moyens_ecartes",
    "organisme",
    "plus_mois",
    "portee_de",
    "prochaine",
    "prorogation",
    "rang",
    "reconductions",
    "reference_de",
    "remplaces",
    "retroplanning",
    "rubriques",
    "se_contredisent",
    "signataires",
    "signer",
    "sous",
    "suivre",
    "suivre_cible",
    "taches",
    "tendance",
    "terme",
    "terme_actuel",
    "touchees",
    "toutes_les_cibles",
    "trajectoire",
    "usages_des_seuils",
    "valeur_convenue",
    "verifier",
    "vivant",
]
