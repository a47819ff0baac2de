"""The shared diagnostic of one gestionnaire: what its notebook calls, one part at a time.

Every part is a function of a :class:`~cpomlib.diagnostic.dossier.Dossier`, which is read from
the base once; it returns blocks to show. Nothing here touches the disk or the base but ``load``.
"""

from cpomlib.diagnostic.activite import activite
from cpomlib.diagnostic.comparables import comparables
from cpomlib.diagnostic.dossier import Dossier
from cpomlib.diagnostic.etablissements import etablissements
from cpomlib.diagnostic.finances import finances
from cpomlib.diagnostic.methode import methode
from cpomlib.diagnostic.obligatoires import obligatoires
from cpomlib.diagnostic.premiere_page import premiere_page
from cpomlib.diagnostic.publiable import load
from cpomlib.diagnostic.publics import publics
from cpomlib.diagnostic.qualite import qualite
from cpomlib.diagnostic.rh import rh
from cpomlib.diagnostic.sortie import indicateurs
from cpomlib.diagnostic.volet_financier import volet_financier

__all__ = [
    "Dossier",
    "activite",
    "comparables",
    "etablissements",
    "finances",
    "indicateurs",
    "load",
    "methode",
    "obligatoires",
    "premiere_page",
    "publics",
    "qualite",
    "rh",
    "volet_financier",
]
