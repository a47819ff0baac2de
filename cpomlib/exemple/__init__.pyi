from .build import build
from .calibration import EXEMPLE
from .contrats import contracts, states
from .declarees import declarees
from .profiles import PROFILS, profiles
from .programmation import programming
from .schema import SCHEMA
from .territoire import territory

__all__ = [
    "EXEMPLE",
    "PROFILS",
    "SCHEMA",
    "build",
    "contracts",
    "declarees",
    "profiles",
    "programming",
    "states",
    "territory",
]
