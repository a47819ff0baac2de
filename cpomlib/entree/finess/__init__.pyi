from .lire import read_finess
from .regles import FINESS

__all__ = ["FINESS", "read_finess"]
