from .affectation import FICHIER, INTERDITS, AffectationAnalytique, RegleAffectation, tout_a
from .champs import FEC, INDISPENSABLES, LEGAUX, RECONNUS_MIN, lire_entete
from .cle import GESTIONNAIRE, lire_cle
from .lecture import lire_fec
from .nom import NomFec, nom_fec

__all__ = [
    "FEC",
    "FICHIER",
    "GESTIONNAIRE",
    "INDISPENSABLES",
    "INTERDITS",
    "LEGAUX",
    "RECONNUS_MIN",
    "AffectationAnalytique",
    "NomFec",
    "RegleAffectation",
    "lire_cle",
    "lire_entete",
    "lire_fec",
    "nom_fec",
    "tout_a",
]
