from .build import build
from .calibration import EXEMPLE
from .declarees import declarees
from .profiles import PROFILS, profiles

__all__ = ["EXEMPLE", "PROFILS", "build", "declarees", "profiles"]
