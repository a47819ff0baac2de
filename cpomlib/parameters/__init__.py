"""Dated law, agreed thresholds and nomenclatures, read from files that a person can edit."""

from cpomlib.parameters.comptes import (
    ComptesDiagnostic,
    GroupeDuCompte,
    Terme,
    comptes,
    comptes_names,
    groupe_du_compte,
    groupes_fonctionnels,
)
from cpomlib.parameters.lecteur import Lecteur, Lecture
from cpomlib.parameters.legislation import chemins, existe, parametre, valeur
from cpomlib.parameters.modele import STATUTS, Parametre, Reference, Unite, ValeurDatee
from cpomlib.parameters.nomenclatures import (
    NON_RENSEIGNE,
    Nomenclature,
    nomenclature,
    nomenclature_names,
)
from cpomlib.parameters.seuils import Definition, Seuil, definition, definitions, seuil, seuils
from cpomlib.parameters.tarifs import chemin_tarif_gham

__all__ = [
    "NON_RENSEIGNE",
    "STATUTS",
    "ComptesDiagnostic",
    "Definition",
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
    "chemin_tarif_gham",
    "chemins",
    "comptes",
    "comptes_names",
    "definition",
    "definitions",
    "existe",
    "groupe_du_compte",
    "groupes_fonctionnels",
    "nomenclature",
    "nomenclature_names",
    "parametre",
    "seuil",
    "seuils",
    "valeur",
]
