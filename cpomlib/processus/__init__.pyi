from .alleger import sans
from .culture import pepiniere, possible
from .domicile import court
from .lien import ADRESSE

__all__ = ["ADRESSE", "court", "pepiniere", "possible", "sans"]
