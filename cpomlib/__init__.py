"""cpomlib: the shared diagnostic of the CPOM of homeless shelters (CHRS)."""

import lazy_loader

from cpomlib.socle.anciens_noms import installer

__version__ = "0.1.0"

# what analysts type; nothing of it is imported before it is used
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

# only a name that no longer exists comes this way
installer()
