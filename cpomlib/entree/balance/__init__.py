"""A trial balance (balance générale), CSV or workbook, whatever its columns are called."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
