"""The offer of insertion of a département: what its notebook calls."""

from cpomlib.dossier.insertion import load
from cpomlib.rapports.offre_insertion.offre import (
    entete,
    indicateurs,
    methode,
    suivi,
    territoires,
    types,
)
from cpomlib.rapports.offre_insertion.reequilibrage import constants, vises

__all__ = [
    "constants",
    "entete",
    "indicateurs",
    "load",
    "methode",
    "suivi",
    "territoires",
    "types",
    "vises",
]
