"""The indicators of a gestionnaire as they are written: JSON, CSV, or for a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def to_json(records: Sequence[dict[str, Any]]) -> str:
    """Write the indicators as JSON: whole numbers as integers, null for what is missing."""
    from cpomlib.cli.ecran import write_json

    return write_json(list(records), allow_nan=False) + "\n"


def to_csv(records: Sequence[dict[str, Any]]) -> str:
    """Write the indicators as CSV: one line each, an empty cell for what is missing."""
    import csv
    import io

    from cpomlib.calcul.indicateurs import KEYS

    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, KEYS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return sheet.getvalue()


def to_table(records: Sequence[dict[str, Any]]) -> str:
    """Write the indicators for a screen, as in France, part by part."""
    from cpomlib.droit import nomenclature

    parts = nomenclature("volet").libelles
    width = max(len(record["libelle"]) for record in records)
    shared = _shared([record.get("note", "") for record in records])
    lines: list[str] = []
    volet = ""
    for record in records:
        if record["volet"] != volet:
            volet = record["volet"]
            lines += ["", parts[volet].upper()]
        lines.append(f"{record['libelle']:<{width}}  {_written(record, shared)}")
    head = filter(None, (records[0]["perimetre"], shared))
    return "\n".join([*head, *lines]) + "\n"


def _shared(notes: Sequence[str]) -> str:
    """Return what is said of every indicator, so that it is said once."""
    shortest = min(notes, key=len)
    return shortest if all(note.startswith(shortest) for note in notes) else ""


def _written(record: dict[str, Any], shared: str) -> str:
    note = record.get("note", "").removeprefix(shared).strip()
    return " ".join(filter(None, (figure(record), note)))


def figure(record: dict[str, Any]) -> str:
    """Write the value of an indicator as in France, or why there is none."""
    from cpomlib.socle import ABSENT, SECRET, euros, nombre, taux

    value, unit = record["valeur"], record["unite"]
    if value is None:
        mark = SECRET if record["statut"] == "secret" else ABSENT
        return f"{mark} ({record['raison']})"
    if unit == "taux":
        return taux(value)
    if unit == "euros":
        return euros(value)
    if unit == "nombre":
        return nombre(value)
    return f"{nombre(value, 1)}\u00a0{_UNITES[unit]}"


_UNITES = {"jours": "jours", "mois": "mois", "annees": "ans", "etp": "ETP"}
