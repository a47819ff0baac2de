"""A cell of a contract in words, in the unit of its column, of its indicator, of its convention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cpomlib.droit import labels_of, seuils
from cpomlib.socle import date_courte, dire_centimes, nombre, write

if TYPE_CHECKING:
    from cpomlib.tables import Champ

_VISES = {"valeur_reference": "taux", "cible": "taux", "valeur": "taux", "tolerance": "points"}
"""Columns written in the unit of an indicator → how they are where it is a rate."""


def valeur_dite(champ: Champ, row: Mapping[str, Any]) -> str:
    """Write a cell of a row.

    Args:
        champ: its column.
        row: the row, for what it measures or agrees.
    """
    value = row[champ.nom]
    if champ.categories and value is not None:
        return str(labels_of(champ.categories).get(str(value), value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return _nombre(champ, row, value)
    if hasattr(value, "date"):
        return date_courte(value.date())
    return "(vide)" if value is None else str(value)


def changement_dit(champ: Champ, avant: Mapping[str, Any], apres: Mapping[str, Any]) -> str:
    """Write what a cell was and is, whole where both are rounded alike."""
    old, new = valeur_dite(champ, avant), valeur_dite(champ, apres)
    if old == new:
        old, new = (str(row[champ.nom]).replace(".", ",") for row in (avant, apres))
    return f"{old} → {new}"


def _nombre(champ: Champ, row: Mapping[str, Any], value: float) -> str:
    if champ.monnaie:
        return dire_centimes(int(value))
    if champ.unite == "taux" or (champ.nom in _VISES and _unite(row) == "taux"):
        return write(value, "points" if _VISES.get(champ.nom) == "points" else "taux")
    return nombre(value, _decimales(value)) if isinstance(value, float) else str(value)


def _unite(row: Mapping[str, Any]) -> str:
    """Return the unit of what a row aims at, measures or agrees; empty where nobody knows."""
    # who only reads the base says no difference, and waits for no pandas
    from cpomlib.calcul.indicateurs import fiches_connues

    name, key = str(row.get("indicateur") or ""), str(row.get("cle") or "")
    if name in (known := fiches_connues()):
        return str(known[name].unite)
    if key in (agreed := seuils()):
        return str(agreed[key].unite)
    return str(row.get("unite") or "")


def _decimales(value: float) -> int:
    """Return how many decimals a number needs, four at most."""
    return next((digits for digits in range(4) if round(value, digits) == round(value, 4)), 4)
