from .annotation import annoter
from .classeur_lu import lignes_lues, ouvrir
from .contrat import ecrire_trame_contrat
from .contrat_rendu import lire_trame_contrat
from .devinee import devinee
from .ecriture import ecrire_trame
from .lecture import lire_trame
from .plan import TRAME, IdentiteTrame, lire_identite
from .reperage import reperer
from .supposees import ContratRepris, Rangee, Trouve, ecrire_reprise

__all__ = [
    "TRAME",
    "ContratRepris",
    "IdentiteTrame",
    "Rangee",
    "Trouve",
    "annoter",
    "devinee",
    "ecrire_reprise",
    "ecrire_trame",
    "ecrire_trame_contrat",
    "lignes_lues",
    "lire_identite",
    "lire_trame",
    "lire_trame_contrat",
    "ouvrir",
    "reperer",
]
