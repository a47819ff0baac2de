from .modele import Message, Verdict

__all__ = ["Message", "Verdict"]
