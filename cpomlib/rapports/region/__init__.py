"""The documents on the contracts of a région: what their notebooks call, one module a notebook."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
