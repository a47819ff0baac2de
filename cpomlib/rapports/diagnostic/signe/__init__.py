"""The diagnostic that the parties sign: six parts, six pages at most, what founds it in annex.

Nothing here speaks to the machine, and nothing grows with the size of the gestionnaire: what
would is in the annex, to which the part refers.
"""

from cpomlib.rapports.diagnostic.signe.besoins import besoins
from cpomlib.rapports.diagnostic.signe.declaration import OBJECTIFS
from cpomlib.rapports.diagnostic.signe.equipes import equipes
from cpomlib.rapports.diagnostic.signe.essentiel import essentiel
from cpomlib.rapports.diagnostic.signe.moyens import moyens
from cpomlib.rapports.diagnostic.signe.objectifs import objectifs
from cpomlib.rapports.diagnostic.signe.paroles import SECTIONS_COMMENTEES
from cpomlib.rapports.diagnostic.signe.paroles import en_annexe as commentaires
from cpomlib.rapports.diagnostic.signe.resultats import resultats

__all__ = [
    "OBJECTIFS",
    "SECTIONS_COMMENTEES",
    "besoins",
    "commentaires",
    "equipes",
    "essentiel",
    "moyens",
    "objectifs",
    "resultats",
]
