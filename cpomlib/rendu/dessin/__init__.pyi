from .commande import svg, vega

__all__ = ["svg", "vega"]
