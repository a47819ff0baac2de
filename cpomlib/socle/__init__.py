"""What everyone shares: errors and their one form, French typography, values, the folders."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
