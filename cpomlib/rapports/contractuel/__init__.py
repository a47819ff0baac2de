"""The documents of a contract: what their notebooks call, one module a notebook."""

from cpomlib.dossier import contractuel as dossiers
from cpomlib.rapports.contractuel import (
    bilan,
    compte_rendu,
    contrat,
    convention_pluripartite,
    fiches_actions,
    note_de_cadrage,
    objectifs_et_suivi,
    preparation_comite,
    relecture,
)
from cpomlib.rapports.contractuel.elements import ecrite, libelle, mots, resume
from cpomlib.rapports.contractuel.suivi_ecrit import chemin_dit, jugement, lue, notes, repere

load = dossiers.load

__all__ = [
    "bilan",
    "chemin_dit",
    "compte_rendu",
    "contrat",
    "convention_pluripartite",
    "ecrite",
    "fiches_actions",
    "jugement",
    "libelle",
    "load",
    "lue",
    "mots",
    "note_de_cadrage",
    "notes",
    "objectifs_et_suivi",
    "preparation_comite",
    "relecture",
    "repere",
    "resume",
]
