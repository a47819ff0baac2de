from .volet_elements import completer, surcharges, valeurs_lues

__all__ = ["completer", "surcharges", "valeurs_lues"]
