"""A parameter's value as a French reader expects it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cpomlib.droit.modele import Unite
from cpomlib.socle import date_courte, nombre, taux


def ecrit(valeur: Any, unite: Unite) -> str:
    """Return a value with its unit on one line; mappings and lists are separated by « ; ».

    Args:
        valeur: what ``cpomlib.droit.valeur`` returned.
        unite: unit of the parameter.
    """
    if isinstance(valeur, Mapping):
        return "\u00a0; ".join(f"{key}\u00a0: {ecrit(v, unite)}" for key, v in valeur.items())
    if isinstance(valeur, tuple):
        return "\u00a0; ".join(ecrit(item, unite) for item in valeur)
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, date):
        return date_courte(valeur)
    return _scalar(valeur, unite)


def lignes(valeur: Any, unite: Unite, marge: str = "") -> list[str]:
    """Return a value on as many lines as its mappings and lists have entries."""
    if isinstance(valeur, Mapping):
        return [line for key, item in valeur.items() for line in _entry(key, item, unite, marge)]
    if isinstance(valeur, tuple):
        return [f"{marge}- {ecrit(item, unite)}" for item in valeur]
    return [marge + ecrit(valeur, unite)]


def _entry(key: str, item: Any, unite: Unite, marge: str) -> list[str]:
    if isinstance(item, Mapping) and any(isinstance(v, Mapping | tuple) for v in item.values()):
        return [f"{marge}{key}", *lignes(item, unite, marge + "  ")]
    return [f"{marge}{key}\u00a0: {ecrit(item, unite)}"]


def _scalar(valeur: Any, unite: Unite) -> str:
    if isinstance(valeur, str) or valeur is None:
        return valeur or ""
    if isinstance(valeur, Fraction):
        return str(valeur)
    if unite.nom == "taux":
        return taux(valeur, max(0, _decimals(valeur) - 2))
    text = nombre(valeur, _decimals(valeur))
    return text if unite.nature == "structure" else f"{text}\u00a0{unite.libelle}"


def _decimals(valeur: Any) -> int:
    if not isinstance(valeur, Decimal):
        return 0
    exponent = valeur.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
