"""FINESS, the national register of establishments: its CSV extracts and its JSON flow."""

from cpomlib.sources.finess.lire import read_finess

__all__ = ["read_finess"]
