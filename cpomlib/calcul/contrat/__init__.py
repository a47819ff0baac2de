"""The life of a contract: its perimeter in time, its targets followed, its rules, its deadlines.

Pure functions of the tables of the contract, of the shared tables, of the dated law and of a day.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
