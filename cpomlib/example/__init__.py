"""The invented region: every shared table, calibrated on published statistics.

Real: régions, départements, communes, FINESS categories, dotations. Invented: all the
rest. ``build`` makes the tables, ``profiles`` says which gestionnaire is troubled and how.
"""

from cpomlib.example.build import build
from cpomlib.example.profiles import PROFILS, profiles

__all__ = ["PROFILS", "build", "profiles"]
