from .build import build
from .calibration import EXEMPLE
from .contrats import contracts, states
from .declarees import declarees
from .envoi import ecrire_envoi
from .profiles import PROFILS, profiles

__all__ = [
    "EXEMPLE",
    "PROFILS",
    "build",
    "contracts",
    "declarees",
    "ecrire_envoi",
    "profiles",
    "states",
]
