from .build import build
from .calibration import EXEMPLE
from .profiles import PROFILS, profiles

__all__ = ["EXEMPLE", "PROFILS", "build", "profiles"]
