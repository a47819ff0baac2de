from .analyse import Base, ouvrir

__version__: str

__all__ = ["Base", "ouvrir"]
