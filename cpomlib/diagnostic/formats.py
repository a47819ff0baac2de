"""How the value of an indicator is written: its unit gives its form."""

from __future__ import annotations

from cpomlib.indicators import fiches
from cpomlib.values import Format, Valeur, write

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
    "etp": ("decimal", "ETP"),
}
"""Unit of a fiche → form, and the unit written after the number."""

EVOLUTIONS: dict[str, tuple[Format, str]] = {**FORMATS, "taux": ("points", "")}
"""The same for the difference of two years: a rate moves by points."""


def written(indicateur: str, valeur: Valeur) -> str:
    """Write the value of an indicator in French, with its unit."""
    form, unit = FORMATS[fiches()[indicateur].unite]
    return write(valeur, form, unit)
