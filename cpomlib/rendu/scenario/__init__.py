"""A scenario as a workbook of formulas, for a controller who checks and goes on by hand."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
