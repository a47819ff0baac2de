"""The doubts about all the gestionnaires of a région, one after the other."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from cpomlib.calcul.anomalies import Examen
from cpomlib.cli import anomalies_sortie
from cpomlib.cli.ecran import write_json
from cpomlib.socle import Periode, pluriel

Trouve = Mapping[tuple[str, str], tuple[Examen, Periode] | str]
"""(id, name) → what was found, or why nothing could be."""


def en_table(trouve: Trouve, severite: str) -> str:
    """Write them for a screen, each under its name; then how many each has."""
    parts: list[str] = []
    counts: list[str] = []
    for (code, name), found in trouve.items():
        head = f"{name} ({code})"
        if isinstance(found, str):
            counts.append(f"  {head}\u00a0: {found}")
            continue
        examen, period = found
        parts.append(f"=== {head}\n{anomalies_sortie.FORMES['table'](examen, severite, period)}")
        shown = anomalies_sortie.gardees(examen, severite)
        opened = sum(one.statut != "justifiee" for one in shown)
        said = pluriel(len(shown), "anomalie")
        counts.append(f"  {head}\u00a0: {said}, dont {opened} à justifier ou à corriger")
    return "\n".join([*parts, "Par gestionnaire\u00a0:", *counts]) + "\n"


def en_json(trouve: Trouve, severite: str) -> str:
    """Write them as JSON, one object a gestionnaire."""
    content = []
    for (code, name), found in trouve.items():
        who = {"gestionnaire": code, "nom": name}
        if isinstance(found, str):
            content.append({**who, "raison": found})
        else:
            said = anomalies_sortie.FORMES["json"](found[0], severite, found[1])
            content.append({**who, **json.loads(said)})
    return write_json(content) + "\n"


def en_csv(trouve: Trouve, severite: str) -> str:
    """Write them as one CSV, whose first column says whose each is."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(("gestionnaire", *anomalies_sortie.CLES))
    for (code, _), found in trouve.items():
        if not isinstance(found, str):
            text = anomalies_sortie.FORMES["csv"](found[0], severite, found[1])
            _, *rows = csv.reader(io.StringIO(text))
            writer.writerows((code, *row) for row in rows)
    return sheet.getvalue()


FORMES = {"table": en_table, "json": en_json, "csv": en_csv}
