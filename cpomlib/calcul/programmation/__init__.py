"""What a région programmes: who has a contract, who signs when, what the arrêté says and becomes.

Pure functions of the shared tables, of the contracts, of declared criteria and of a day.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
