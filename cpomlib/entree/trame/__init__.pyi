from .annotation import annoter
from .ecriture import ecrire_trame
from .lecture import lire_trame
from .plan import TRAME, IdentiteTrame, lire_identite
from .reperage import reperer

__all__ = [
    "TRAME",
    "IdentiteTrame",
    "annoter",
    "ecrire_trame",
    "lire_identite",
    "lire_trame",
    "reperer",
]
