"""The synthèse régionale: what its notebook calls."""

from cpomlib.rapports.synthese_regionale.synthese import (
    besoins,
    budget,
    contrats,
    couts,
    departements,
    methode,
    offre,
    operateurs_a_enjeux,
    premiere_page,
    publics,
)

__all__ = [
    "besoins",
    "budget",
    "contrats",
    "couts",
    "departements",
    "methode",
    "offre",
    "operateurs_a_enjeux",
    "premiere_page",
    "publics",
]
