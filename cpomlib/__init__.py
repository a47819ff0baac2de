"""cpomlib: the shared diagnostic of the CPOM of homeless shelters (CHRS)."""

from cpomlib.socle.anciens_noms import installer

__version__ = "0.1.0"

# only a name that no longer exists comes this way
installer()
