from .lire import read_finess

__all__ = ["read_finess"]
