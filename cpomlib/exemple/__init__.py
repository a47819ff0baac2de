"""The invented region: every shared table, calibrated on published statistics.

Real: régions, départements, communes, FINESS categories, dotations. Invented: all the
rest. ``build`` makes the tables, ``profiles`` says which gestionnaire is troubled and how.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
