"""How the value of an indicator is written: its unit gives its form."""

from __future__ import annotations

from cpomlib.calcul import evolution
from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.socle import Format, Mesure, Valeur, write

FORMATS: dict[str, tuple[Format, str]] = {
    "nombre": ("nombre", ""),
    "menages": ("nombre", ""),
    "personnes": ("nombre", ""),
    "places": ("nombre", ""),
    "taux": ("taux", ""),
    "euros": ("euros_ronds", ""),
    "jours": ("decimal", "jours"),
    "mois": ("decimal", "mois"),
    "annees": ("decimal", "ans"),
    "etp": ("decimal", ""),
}
"""Unit of a fiche → form, and the unit written after the number."""

_TO_THE_CENT = {"cout_journee"}
"""Amounts so small that cents count."""

_EVOLUTIONS: dict[str, tuple[Format, str]] = {"taux": ("points", "")}
"""The difference of two years, where it is not written like a value: a rate moves by points."""


def form(indicateur: str) -> tuple[Format, str]:
    """Return how the values of an indicator are written, and the unit after the number."""
    if indicateur in _TO_THE_CENT:
        return ("euros", "")
    return FORMATS[fiches_connues()[indicateur].unite]


def evolution_form(indicateur: str) -> tuple[Format, str]:
    """Return how the difference of two years is written."""
    return _EVOLUTIONS.get(fiches_connues()[indicateur].unite) or form(indicateur)


_DECIMALES: dict[Format, int] = {"points": 3, "decimal": 1, "euros": 2}
"""Decimals kept of a difference (of a fraction where it is written in points)."""


def evolution_montree(indicateur: str, apres: float | None, avant: float | None) -> float | None:
    """Return the difference of two years as it is shown: what rounds to nothing is stable."""
    return evolution(apres, avant, _DECIMALES.get(evolution_form(indicateur)[0], 0))


def measured(indicateur: str, valeur: float | None) -> Mesure:
    """Return a value with the form of its indicator, for a cell."""
    return Mesure(valeur, *form(indicateur))


def written(indicateur: str, valeur: Valeur) -> str:
    """Write the value of an indicator in French, with its unit."""
    return write(valeur, *form(indicateur))
