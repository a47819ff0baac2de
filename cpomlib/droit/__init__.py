"""Dated law, agreed thresholds and nomenclatures, read from files that a person can edit."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
