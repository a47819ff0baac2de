from .affectation import AffectationAnalytique, RegleAffectation, tout_a
from .champs import FEC, INDISPENSABLES, RECONNUS_MIN, lire_entete
from .cle import GESTIONNAIRE, lire_cle
from .lecture import lire_fec
from .nom import NomFec, nom_fec

__all__ = [
    "FEC",
    "GESTIONNAIRE",
    "INDISPENSABLES",
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
