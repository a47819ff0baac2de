"""The regional sheets: what their notebooks call, one part at a time.

Every part is a function of a :class:`~cpomlib.dossier.territoire.Territoire`, which is read from
the base once; it returns blocks to show. The three sheets are
``synthese``, ``feuille`` and
``photographie``.
"""

from cpomlib.dossier import Territoire, load
from cpomlib.rapports.territoire.besoins import SOURCE, besoins, par_departement, raisons, taux_de
from cpomlib.rapports.territoire.comparaison import departements
from cpomlib.rapports.territoire.couverture import couverture
from cpomlib.rapports.territoire.elements import (
    etendue,
    extremes,
    montrees,
    points_indicateur,
    tableau_annees,
    tableau_departements,
)
from cpomlib.rapports.territoire.essentiel import essentiel
from cpomlib.rapports.territoire.methode import methode
from cpomlib.rapports.territoire.publics import offre, publics
from cpomlib.rapports.territoire.sortie import indicateurs

__all__ = [
    "SOURCE",
    "Territoire",
    "besoins",
    "couverture",
    "departements",
    "essentiel",
    "etendue",
    "extremes",
    "indicateurs",
    "load",
    "methode",
    "montrees",
    "offre",
    "par_departement",
    "points_indicateur",
    "publics",
    "raisons",
    "tableau_annees",
    "tableau_departements",
    "taux_de",
]
