"""The package of aggregates: a Frictionless data package, zipped, and nothing of anybody in it.

It is written from a base that has the stays, and deposited in one that has not.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
