from .cible import CibleProposee, cible_proposee
from .complements import COLONNES, complements
from .declaration import DONNEES, VERDICTS, RegleVerdict, regles
from .hasard import RISQUE, binomiale
from .jugement import Jugements, juger
from .modele import Message, Verdict
from .phrases import Plume, en_nombres
from .redaction import EtatDesDonnees, rediger, varier
from .region import Detache, detaches
from .releves import Autres, Faits, Releve, rassembler
from .reste import Region, etaler

__all__ = [
    "COLONNES",
    "DONNEES",
    "RISQUE",
    "VERDICTS",
    "Autres",
    "CibleProposee",
    "Detache",
    "EtatDesDonnees",
    "Faits",
    "Jugements",
    "Message",
    "Plume",
    "Region",
    "RegleVerdict",
    "Releve",
    "Verdict",
    "binomiale",
    "cible_proposee",
    "complements",
    "detaches",
    "en_nombres",
    "etaler",
    "juger",
    "rassembler",
    "rediger",
    "regles",
    "varier",
]
