from .noms import territoires_connus

__all__ = ["territoires_connus"]
