"""Every indicator of the contract, for any number of units at once."""

from cpomlib.indicators.assemble import STATUTS, compute
from cpomlib.indicators.conventions import Conventions, conventions_des_seuils
from cpomlib.indicators.cpom import deces_ecartes
from cpomlib.indicators.fiches import VOLETS, Fiche, fiche, fiches

__all__ = [
    "STATUTS",
    "VOLETS",
    "Conventions",
    "Fiche",
    "compute",
    "conventions_des_seuils",
    "deces_ecartes",
    "fiche",
    "fiches",
]
