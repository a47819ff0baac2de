from .ecriture import ecrire

__all__ = ["ecrire"]
