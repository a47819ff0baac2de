"""The documents on the contracts of a région: what their notebooks call, one module a notebook."""

from cpomlib.dossier import read_region as load
from cpomlib.rapports.contrat import contrat_en_mots
from cpomlib.rapports.region import (
    analyse_des_contrats,
    arrete_programmation,
    bilan_regional,
    dialogue_de_gestion,
    echeancier_regional,
    programmation,
)
from cpomlib.rapports.region.elements import resume
from cpomlib.rapports.region.mots import (
    activite_en_mots,
    changements_de,
    couverture_en_mots,
    tete_de_l_arrete,
)

__all__ = [
    "activite_en_mots",
    "analyse_des_contrats",
    "arrete_programmation",
    "bilan_regional",
    "changements_de",
    "contrat_en_mots",
    "couverture_en_mots",
    "dialogue_de_gestion",
    "echeancier_regional",
    "load",
    "programmation",
    "resume",
    "tete_de_l_arrete",
]
