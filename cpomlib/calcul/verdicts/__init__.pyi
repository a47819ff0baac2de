from .complements import COLONNES, complements
from .declaration import VERDICTS, RegleVerdict, regles
from .jugement import Jugements, juger
from .modele import Message, Verdict
from .phrases import Plume, en_nombres
from .redaction import EtatDesDonnees, rediger, varier
from .releves import Autres, Faits, Releve, autres, complements_de, releves

__all__ = [
    "COLONNES",
    "VERDICTS",
    "Autres",
    "EtatDesDonnees",
    "Faits",
    "Jugements",
    "Message",
    "Plume",
    "RegleVerdict",
    "Releve",
    "Verdict",
    "autres",
    "complements",
    "complements_de",
    "en_nombres",
    "juger",
    "rediger",
    "regles",
    "releves",
    "varier",
]
