"""The fichier des écritures comptables (FEC, LPF article A47 A-1), in the dialects of the field.

The files are read along, in blocks, and added up by account as they go: three million lines
take no more memory than thirty thousand.
"""

from cpomlib.sources.fec.affectation import Affectation, Regle, lire_cle, tout_a
from cpomlib.sources.fec.lecture import lire_fec
from cpomlib.sources.fec.nom import NomFec, nom_fec

__all__ = ["Affectation", "NomFec", "Regle", "lire_cle", "lire_fec", "nom_fec", "tout_a"]
