from .build import build
from .profiles import PROFILS, profiles

__all__ = ["PROFILS", "build", "profiles"]
