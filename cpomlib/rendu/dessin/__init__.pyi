from .commande import svg, vega
from .largeurs import largeur

__all__ = ["largeur", "svg", "vega"]
