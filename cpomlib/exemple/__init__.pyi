from .build import build
from .calibration import EXEMPLE
from .contrats import contracts, states
from .declarees import declarees
from .profiles import PROFILS, profiles
from .programmation import programming

__all__ = [
    "EXEMPLE",
    "PROFILS",
    "build",
    "contracts",
    "declarees",
    "profiles",
    "programming",
    "states",
]
