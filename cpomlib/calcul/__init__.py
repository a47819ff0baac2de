"""Frames in, numbers out: pure functions, no disk, no base, no clock.

Of whom one speaks (``perimetre``), what is said of any figure (``grandeurs``, ``occupation``,
``places``), then one room a subject: indicateurs, secret, comparables,
agregats, anomalies, budget, volet, scenarios, regional.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
