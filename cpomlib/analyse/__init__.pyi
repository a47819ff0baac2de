from .ouverture import Base, ouvrir

__all__ = ["Base", "ouvrir"]
