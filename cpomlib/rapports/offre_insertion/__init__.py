"""The offer of insertion of a département: what its notebook calls."""

from cpomlib.dossier import insertion as dossiers
from cpomlib.rapports.offre_insertion.offre import (
    entete,
    identite,
    indicateurs,
    methode,
    suivi,
    territoires,
    types,
)
from cpomlib.rapports.offre_insertion.reequilibrage import constants, vises

load = dossiers.read_offre

__all__ = [
    "constants",
    "entete",
    "identite",
    "indicateurs",
    "load",
    "methode",
    "suivi",
    "territoires",
    "types",
    "vises",
]
