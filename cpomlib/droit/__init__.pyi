from .arbre import DossierParametres
from .comptes import (
    COMPTES,
    SENS,
    ComptesDiagnostic,
    GroupeDuCompte,
    Terme,
    comptes,
    comptes_names,
    groupe_du_compte,
    groupes_fonctionnels,
)
from .dossiers import (
    SCENARIOS,
    listes,
    override_of,
    present,
    scenarios_dir,
    scenarios_root,
    shipped_dir,
)
from .ecriture import ecrit, lignes
from .lecteur import Lecteur, Lecture
from .lecture import closed, read_yaml
from .legislation import chemins, existe, parametre, valeur
from .modele import STATUTS, Parametre, Reference, Unite, ValeurDatee
from .nomenclatures import NON_RENSEIGNE, Nomenclature, nomenclature, nomenclature_names
from .reference import (
    code_region,
    communes,
    contours_departements,
    departements,
    libelle_categorie,
    nom_departement,
    nom_region,
)
from .seuils import Definition, Seuil, definition, definitions, seuil, seuils
from .tarifs import chemin_tarif_gham
from .texte import CHARGEUR, charger, lire_texte
from .verification import Verification, verifier

__all__ = [
    "CHARGEUR",
    "COMPTES",
    "NON_RENSEIGNE",
    "SCENARIOS",
    "SENS",
    "STATUTS",
    "ComptesDiagnostic",
    "Definition",
    "DossierParametres",
    "GroupeDuCompte",
    "Lecteur",
    "Lecture",
    "Nomenclature",
    "Parametre",
    "Reference",
    "Seuil",
    "Terme",
    "Unite",
    "ValeurDatee",
    "Verification",
    "charger",
    "chemin_tarif_gham",
    "chemins",
    "closed",
    "code_region",
    "communes",
    "comptes",
    "comptes_names",
    "contours_departements",
    "definition",
    "definitions",
    "departements",
    "ecrit",
    "existe",
    "groupe_du_compte",
    "groupes_fonctionnels",
    "libelle_categorie",
    "lignes",
    "lire_texte",
    "listes",
    "nom_departement",
    "nom_region",
    "nomenclature",
    "nomenclature_names",
    "override_of",
    "parametre",
    "present",
    "read_yaml",
    "scenarios_dir",
    "scenarios_root",
    "seuil",
    "seuils",
    "shipped_dir",
    "valeur",
    "verifier",
]
