"""Which gestionnaire of the invented region is troubled, and how."""

from __future__ import annotations

from cpomlib.exemple.calibration import valeur
from cpomlib.exemple.ids import siren

PROFILS = {
    "sain": "aucune difficulté particulière",
    "deficit": "charges nettement au-dessus des produits, trois années de suite",
    "cout_eleve": "coût à la place et encadrement très au-dessus des autres",
    "sejours_longs": "séjours deux fois plus longs, peu de demandes de logement social",
    "rh_absente": "aucune donnée de ressources humaines déposée",
    "chiffres_incoherents": "journées au-dessus du possible, chiffres de l’an passé renvoyés, "
    "comptes rangés dans un autre groupe",
    "petit": "un seul établissement de douze places",
    "sans_qualite": "aucune auto-évaluation de la qualité déposée",
}
"""The profiles and what each does to the data."""


def profil(rang: int) -> str:
    """Return the profile of the gestionnaire of rank ``rang`` (0 is the first)."""
    order = valeur("profils.ordre")
    return order[rang % len(order)]


def profiles(region: str, gestionnaires: int) -> dict[str, str]:
    """Return the profile of each gestionnaire of an invented region, by its identifier.

    It depends neither on the seed nor on the number of stays.
    """
    return {siren(region, rang): profil(rang) for rang in range(gestionnaires)}


def ranks(gestionnaires: int, nom: str) -> list[int]:
    """Return the ranks of the gestionnaires that have a profile."""
    return [rang for rang in range(gestionnaires) if profil(rang) == nom]
