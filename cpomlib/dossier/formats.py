"""How the value of an indicator is written: its unit gives its form."""

from __future__ import annotations

from cpomlib.calcul import en_comptes, evolution, part, peu, sur, trop_peu
from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.socle import NBSP, Format, Mesure, Valeur, write

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


def measured(
    indicateur: str, valeur: float | None, termes: tuple[float, float] | None = None
) -> Mesure | str:
    """Return a value with the form of its indicator, for a cell.

    A rate on too few is its two counts (« 2 sur 6 »), on one line.

    Args:
        indicateur: whose form.
        valeur: None where it is missing.
        termes: its numerator and its denominator, where they are known.
    """
    if termes is not None and trop_peu(indicateur, termes):
        return en_cellule(indicateur, termes)
    return Mesure(valeur, *form(indicateur))


def nue(cellule: Valeur) -> Valeur:
    """Return the value of a cell without its form, as a key figure takes it."""
    return cellule.valeur if isinstance(cellule, Mesure) else cellule


def en_cellule(indicateur: str, termes: tuple[float, float]) -> str:
    """Write the two counts of a rate on one line of a cell."""
    return en_comptes(indicateur, termes).replace(" ", NBSP)


def partie(numerateur: float, denominateur: float) -> Valeur:
    """Return a share for a cell; on too few, its two counts."""
    if denominateur and peu(denominateur):
        return sur(numerateur, denominateur).replace(" ", NBSP)
    return Mesure(part(numerateur, denominateur), "taux")


def written(indicateur: str, valeur: Valeur) -> str:
    """Write the value of an indicator in French, with its unit."""
    return write(valeur, *form(indicateur))
