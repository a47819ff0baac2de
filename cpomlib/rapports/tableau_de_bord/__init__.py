"""The shared dashboard of a région: what its notebook calls."""

from cpomlib.rapports.tableau_de_bord.feuille import (
    obligatoires,
    pilotes,
    premiere_page,
    programme_177,
)

__all__ = ["obligatoires", "pilotes", "premiere_page", "programme_177"]
