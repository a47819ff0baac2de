"""Dated law, agreed thresholds and nomenclatures, read from files that a person can edit."""

from cpomlib.parameters.nomenclatures import (
    NON_RENSEIGNE,
    Nomenclature,
    nomenclature,
    nomenclature_names,
)
from cpomlib.parameters.seuils import Definition, Seuil, definition, definitions, seuil, seuils

__all__ = [
    "NON_RENSEIGNE",
    "Definition",
    "Nomenclature",
    "Seuil",
    "definition",
    "definitions",
    "nomenclature",
    "nomenclature_names",
    "seuil",
    "seuils",
]
