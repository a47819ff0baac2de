"""Aggregates in place of stays: what a gestionnaire sends of its publics, and nothing of anybody.

Indicators by establishment and by year, small counts masked; ``cpomlib.entree.agregats`` writes
them as a package, and reads it where it is deposited.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
