"""cpomlib: the shared diagnostic of the CPOM of homeless shelters (CHRS)."""

__version__ = "0.1.0"
