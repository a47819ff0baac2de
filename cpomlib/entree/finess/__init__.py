"""FINESS, the national register of establishments: its CSV extracts and its JSON flow."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
