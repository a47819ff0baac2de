from .regles import DIAGNOSTIC
from .sortie import conclus
from .volet_elements import completer, surcharges, valeurs_lues

__all__ = ["DIAGNOSTIC", "completer", "conclus", "surcharges", "valeurs_lues"]
