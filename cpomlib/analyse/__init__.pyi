from .ouverture import Base, ouvrir
from .tables import in_euros

__all__ = ["Base", "in_euros", "ouvrir"]
