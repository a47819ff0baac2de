"""The budget rules of a CPOM, as scalar functions that a tarification officer can check."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
