from .regles import DIAGNOSTIC
from .volet_elements import completer, surcharges, valeurs_lues

__all__ = ["DIAGNOSTIC", "completer", "surcharges", "valeurs_lues"]
