"""The documents of a contract: what their notebooks call, one module a notebook."""

from cpomlib.dossier import contractuel as dossiers
from cpomlib.rapports.contractuel import (
    bilan,
    compte_rendu,
    contrat,
    fiches_actions,
    note_de_cadrage,
    objectifs_et_suivi,
    preparation_comite,
    relecture,
)
from cpomlib.rapports.contractuel.elements import resume

load = dossiers.load

__all__ = [
    "bilan",
    "compte_rendu",
    "contrat",
    "fiches_actions",
    "load",
    "note_de_cadrage",
    "objectifs_et_suivi",
    "preparation_comite",
    "relecture",
    "resume",
]
