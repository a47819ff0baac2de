"""The results in the form of the contract: what JSON and CSV readers are given."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cpomlib.indicators.fiches import Fiche, fiches

if TYPE_CHECKING:
    import pandas as pd

KEYS = (
    "id", "volet", "libelle", "valeur", "unite", "numerateur", "denominateur", "perimetre",
    "definition", "source", "statut", "raison", "note",
)  # fmt: skip
"""Keys of one indicator; ``raison`` is there when the value is not, ``note`` when the value does
not go without it."""


def records(resultats: pd.DataFrame, perimetre: str) -> list[dict[str, Any]]:
    """Return one mapping per result, with the keys of the contract.

    Args:
        resultats: rows of ``compute`` for one unit.
        perimetre: the perimeter in words, the same for all.

    Returns:
        Rates as fractions, money in euros to the cent, whole numbers as integers, None for
        what is missing. Nothing but JSON types.
    """
    catalogue = fiches()
    return [_record(catalogue[row["id"]], row, perimetre) for row in resultats.to_dict("records")]


def _record(fiche: Fiche, row: dict[str, Any], perimetre: str) -> dict[str, Any]:
    euros = fiche.unite == "euros"
    record = {
        "id": fiche.id,
        "volet": fiche.volet,
        "libelle": fiche.libelle,
        "valeur": _number(row["valeur"], euros),
        "unite": fiche.unite,
        "numerateur": _number(row["numerateur"], euros),
        "denominateur": _number(row["denominateur"], False),
        "perimetre": perimetre,
        "definition": fiche.definition,
        "source": fiche.source,
        "statut": str(row["statut"]),
    }
    if row["statut"] != "ok":
        return {**record, "raison": str(row["raison"])}
    return {**record, "note": str(row["note"])} if row["note"] else record


def _number(value: float, euros: bool) -> int | float | None:
    """Return a whole number as an integer, an amount to the cent, None for what is missing."""
    if math.isnan(value):
        return None
    rounded = round(float(value), 2) if euros else float(value)
    return int(rounded) if rounded.is_integer() else rounded
