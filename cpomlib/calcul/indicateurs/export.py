"""The results in the form of the contract: what JSON and CSV readers are given."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.indicateurs.fiches import Fiche, fiches_connues

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.socle import Periode

KEYS = (
    "id", "volet", "libelle", "valeur", "unite", "numerateur", "denominateur", "perimetre",
    "definition", "source", "statut", "raison", "note", "periode",
)  # fmt: skip
"""Keys of one indicator; ``raison`` is there when the value is not, ``note`` when the value does
not go without it, ``periode`` when it is a part of a year. Where it is judged, ``gestionnaire``,
``annee``, ``etat``, ``verdict``, ``motif``, ``p`` and ``compare_a`` follow, and ``contrat``, what
``cpom contrat suivi`` says of the year, where a contract sets a target."""

_DITS = ("libelle", "definition", "raison")
"""Keys whose text may be about 31 December."""


def records(
    resultats: pd.DataFrame,
    perimetre: str,
    periode: Periode | None = None,
    notes: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Return one mapping per result, with the keys of the contract.

    Args:
        resultats: rows of ``compute`` for one unit.
        perimetre: the perimeter in words, the same for all.
        periode: the year, or the part of one, as it is known; a year that is over when it is not
            given.
        notes: indicator → what else must be known to read it.

    Returns:
        Rates as fractions, money in euros to the cent, whole numbers as integers, None for
        what is missing. Nothing but JSON types.
    """
    catalogue = fiches_connues()
    made = [_record(catalogue[row["id"]], row, perimetre) for row in resultats.to_dict("records")]
    return [_noted(one, periode, (notes or {}).get(one["id"], "")) for one in made]


def _noted(record: dict[str, Any], periode: Periode | None, note: str) -> dict[str, Any]:
    """Add what must be known to read an indicator: of which period it is, what was left out."""
    if periode is None:
        return {**record, "note": note} if note else record
    said = {key: periode.dire(text) for key, text in record.items() if key in _DITS}
    part = {"periode": periode.code} if periode.partie else {}
    told = f"{periode.avertissement} {note}".strip()
    return {**record, **said, **({"note": told} if told else {}), **part}


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
