"""The photographie des publics: what its notebook calls."""

from cpomlib.rapports.photographie_publics.methode import methode
from cpomlib.rapports.photographie_publics.photographie import (
    cote_a_cote,
    par_departement,
    photographier,
    premiere_page,
)
from cpomlib.rapports.photographie_publics.situation import situation

__all__ = [
    "cote_a_cote",
    "methode",
    "par_departement",
    "photographier",
    "premiere_page",
    "situation",
]
