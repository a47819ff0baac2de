from .complements import COLONNES, complements
from .declaration import VERDICTS, RegleVerdict, regles
from .jugement import Jugements, juger
from .modele import Message, Verdict
from .phrases import Plume, en_nombres
from .redaction import EtatDesDonnees, rediger, varier
from .releves import Autres, Faits, Region, Releve, rassembler

__all__ = [
    "COLONNES",
    "VERDICTS",
    "Autres",
    "EtatDesDonnees",
    "Faits",
    "Jugements",
    "Message",
    "Plume",
    "Region",
    "RegleVerdict",
    "Releve",
    "Verdict",
    "complements",
    "en_nombres",
    "juger",
    "rassembler",
    "rediger",
    "regles",
    "varier",
]
