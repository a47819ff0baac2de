"""Campaigns: notebooks run per gestionnaire, pages, index; the only room that runs papermill."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
