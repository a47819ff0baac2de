"""A row of a table as a file writes it: euros, ISO dates, no empty cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cpomlib.socle import vers_euros
from cpomlib.tables.schema import table


def written_row(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plain row (money in centimes) as a file holds it, without its empty cells."""
    made: dict[str, Any] = {}
    for champ in table(name).champs:
        value = row.get(champ.nom)
        if value is None:
            continue
        if isinstance(value, date):
            value = value.isoformat()
        made[champ.nom] = vers_euros(value) if champ.monnaie else value
    return made


def row_texts(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a row of a file as texts, to be checked as those of a CSV file."""
    return {str(name): _text(value) for name, value in row.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)
