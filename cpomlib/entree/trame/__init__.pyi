from .annotation import annoter
from .contrat import ecrire_trame_contrat, lire_trame_contrat
from .devinee import devinee
from .ecriture import ecrire_trame
from .lecture import lire_trame
from .plan import TRAME, IdentiteTrame, lire_identite
from .reperage import reperer

__all__ = [
    "TRAME",
    "IdentiteTrame",
    "annoter",
    "devinee",
    "ecrire_trame",
    "ecrire_trame_contrat",
    "lire_identite",
    "lire_trame",
    "lire_trame_contrat",
    "reperer",
]
