"""What an analyst types: ``cpomlib.ouvrir()``, then tables, figures and the rows behind them.

It is French, docstrings included: analysts read them with Shift+Tab.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
