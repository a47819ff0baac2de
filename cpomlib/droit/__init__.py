"""Dated law, agreed thresholds and nomenclatures, read from files that a person can edit."""

import lazy_loader

from cpomlib.droit.comptes import comptes as comptes
from cpomlib.droit.seuils import seuils as seuils

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
