"""The shared diagnostic of one gestionnaire: what its notebook calls, one part at a time.

Every part is a function of a :class:`~cpomlib.dossier.gestionnaire.Dossier`, which is read from
the base once; it returns blocks to show. Nothing here touches the disk or the base but ``load``.
"""

from cpomlib.dossier import Dossier
from cpomlib.rapports.comparables import comparables
from cpomlib.rapports.diagnostic import signe
from cpomlib.rapports.diagnostic.activite import activite
from cpomlib.rapports.diagnostic.etablissements import etablissements
from cpomlib.rapports.diagnostic.finances import finances
from cpomlib.rapports.diagnostic.obligatoires import obligatoires
from cpomlib.rapports.diagnostic.premiere_page import (
    chiffres_et_constats,
    premiere_page,
    sans_verdict,
    valeurs_du_service,
)
from cpomlib.rapports.diagnostic.publics import publics
from cpomlib.rapports.diagnostic.qualite import qualite
from cpomlib.rapports.diagnostic.rh import rh
from cpomlib.rapports.diagnostic.signe import OBJECTIFS
from cpomlib.rapports.diagnostic.volet import volet_financier
from cpomlib.rapports.methode import methode
from cpomlib.rapports.publiable import load
from cpomlib.rapports.sortie import indicateurs

__all__ = [
    "OBJECTIFS",
    "Dossier",
    "activite",
    "chiffres_et_constats",
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
    "sans_verdict",
    "signe",
    "valeurs_du_service",
    "volet_financier",
]
