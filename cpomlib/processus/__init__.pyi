from .alleger import sans
from .culture import pepiniere, possible
from .domicile import court
from .fils import fils_dangereux
from .lien import ADRESSE
from .naissance import naitre

__all__ = ["ADRESSE", "court", "fils_dangereux", "naitre", "pepiniere", "possible", "sans"]
