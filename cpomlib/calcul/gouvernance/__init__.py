"""The governance of a territory: a grid that each party rates, read beside the others'."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
