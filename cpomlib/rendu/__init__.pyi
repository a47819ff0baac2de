from .theme import themed

__all__ = ["themed"]
