from .arrete import (
    NOMINATIVE,
    VOLUME,
    AnneeProgrammee,
    Arrete,
    arretes,
    changements,
    lignes_a_deposer,
    par_annee,
    version_de,
)
from .atteintes import ETATS, Atteinte, Libres, atteintes, libres
from .criteres import PROGRAMMATION, NoteCritere, Priorite, noter
from .demande import souhaits, volontaires
from .dialogue import DIALOGUE, ETATS_ETAPE, Avancee, avancees, comptes, retards
from .diffusion import (
    EcheancesTenues,
    RetardsActions,
    retards_d_actions,
    taire_argent,
    tenues,
)
from .mesures import priorites, volumes
from .noms import territoires_connus
from .proposition import CalendrierPropose, LigneProposee, Souhaits, proposer
from .recensement import Activite, CouvertureContrats, Recense, couvertures, recenser

__all__ = [
    "DIALOGUE",
    "ETATS",
    "ETATS_ETAPE",
    "NOMINATIVE",
    "PROGRAMMATION",
    "VOLUME",
    "Activite",
    "AnneeProgrammee",
    "Arrete",
    "Atteinte",
    "Avancee",
    "CalendrierPropose",
    "CouvertureContrats",
    "EcheancesTenues",
    "Libres",
    "LigneProposee",
    "NoteCritere",
    "Priorite",
    "Recense",
    "RetardsActions",
    "Souhaits",
    "arretes",
    "atteintes",
    "avancees",
    "changements",
    "comptes",
    "couvertures",
    "libres",
    "lignes_a_deposer",
    "noter",
    "par_annee",
    "priorites",
    "proposer",
    "recenser",
    "retards",
    "retards_d_actions",
    "souhaits",
    "taire_argent",
    "tenues",
    "territoires_connus",
    "version_de",
    "volontaires",
    "volumes",
]
