from .commande import svg, svgs, vega
from .largeurs import largeur

__all__ = ["largeur", "svg", "svgs", "vega"]
