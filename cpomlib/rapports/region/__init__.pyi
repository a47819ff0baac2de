from cpomlib.dossier.programme import load

from . import (
    analyse_des_contrats,
    arrete_programmation,
    bilan_regional,
    dialogue_de_gestion,
    echeancier_regional,
    programmation,
)
from .elements import resume
from .mots import (
    activite_en_mots,
    changements_de,
    contrat_en_mots,
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
