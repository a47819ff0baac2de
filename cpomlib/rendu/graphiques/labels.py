"""What the charts share: labels written in French, orders kept, missing values named."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, cast

import pandas as pd

from cpomlib.rendu.graphiques.vega import Node, nominal
from cpomlib.rendu.theme import LARGEUR
from cpomlib.socle import SECRET, Format, is_missing, write

Lignes: TypeAlias = pd.DataFrame | Sequence[Mapping[str, Any]]
"""What is drawn: a frame, or its rows."""

VALEUR = "valeur"
"""Key of the values, None when missing or masked."""

ETIQUETTE = "etiquette"
"""Key of the written values."""

PLACE = "place"
"""Key of where they are written: at the value, at zero when it is missing."""

EN_NOMBRES = "en_nombres"
"""``statut`` of a rate on too few: told in counts, it is no mark of a chart."""

SANS_REPONSE = ("Non renseigné", "Non renseignée", "non_renseigne", "Inconnu")
"""Modalities that say something of the data, not of the people."""

CHARACTER = 6.6
"""Mean width in pixels of a 12-pixel character."""

LINE = 34
"""Characters of a row's name on one line."""

PAST_END = {
    "align": {"expr": "datum.valeur < 0 ? 'right' : 'left'"},
    "dx": {"expr": "datum.valeur < 0 ? -5 : 5"},
    "baseline": "middle",
}
"""Settings of a label past the end of a horizontal bar, on its outer side."""


def labelled(
    lignes: Lignes, valeur: str, format: Format, unite: str = "", **noms: str
) -> list[Node]:
    """Return the rows to draw: ``valeur``, written in ``etiquette``, and where in ``place``.

    A missing value is ``n. d.``; a row whose ``statut`` is ``secret`` is ``s.`` and loses its
    value, so that nothing masked stays in the chart's data. What a row says under ``dit`` is
    written in place of its value; one whose ``statut`` is ``en_nombres`` is on too few to be drawn
    as a rate: only that is shown of it.

    Args:
        lignes: what is drawn.
        valeur: column of the values.
        format: how they are written.
        unite: unit written after them.
        noms: key in the rows → column of the names it holds, categories and years as plain text.
    """
    return [
        {**_labels(row, valeur, format, unite),
         **{key: str(row[column]) for key, column in noms.items()}}
        for row in records(lignes)
    ]  # fmt: skip


def _labels(row: Mapping[str, Any], valeur: str, format: Format, unite: str) -> Node:
    if row.get("statut") == "secret":
        return {VALEUR: None, ETIQUETTE: SECRET, PLACE: 0.0}
    hidden = row.get("statut") == EN_NOMBRES or is_missing(row[valeur])
    number = None if hidden else float(row[valeur])
    said = row.get("dit") or write(number, format, unite)
    return {VALEUR: number, ETIQUETTE: said, PLACE: number or 0.0}


def records(lignes: Lignes) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a frame; rows are returned as they are."""
    if isinstance(lignes, pd.DataFrame):
        return cast("Sequence[Mapping[str, Any]]", lignes.to_dict("records"))
    return lignes


def written() -> Node:
    """Return the encoding of the written values."""
    return nominal(ETIQUETTE)


def at(channel: Node) -> Node:
    """Return the same axis at the place of the labels."""
    return {**channel, "field": PLACE}


def known(rows: Iterable[Node], key: str = VALEUR) -> list[float]:
    """Return the numbers of the rows that have one."""
    return [row[key] for row in rows if row[key] is not None]


def ordered(rows: Iterable[Node], key: str) -> list[str]:
    """Return the distinct names under ``key``, in the order they come."""
    return list(dict.fromkeys(row[key] for row in rows))


def row_axis(labels: Iterable[str], **settings: Any) -> Node:
    """Return the axis of row names, the long ones on several lines rather than cut."""
    lines = {label: folded(label) for label in labels}
    expression = f"({json.dumps(lines)})[datum.label]"
    return {"labelExpr": expression, "domain": False, "labelLimit": 0, **settings}


@lru_cache(maxsize=1024)
def folded(label: str) -> tuple[str, ...]:
    """Fold a row's name into lines of at most ``LINE`` characters."""
    return tuple(textwrap.wrap(label, LINE)) or (label,)


def row_height(labels: Iterable[str], least: int) -> int:
    """Return the height of a row that holds the longest of ``labels`` once folded."""
    return max([least, *(15 * len(folded(label)) + 6 for label in labels)])


def margin(labels: Iterable[str]) -> int:
    """Return the pixels that the widest of ``labels`` takes once folded."""
    widest = max((len(line) for label in labels for line in folded(label)), default=0)
    return round(widest * CHARACTER) + 12


def room(rows: Sequence[Node], pixels: float) -> tuple[float, float]:
    """Return the extent of a value axis of so many ``pixels``.

    It holds zero, and past the ends of the bars their written values, on the side they are.
    """
    bounds = [0.0, *known(rows)]
    low, high = min(bounds), max(bounds)
    sides = {True: [0.0], False: [0.0]}
    for row in rows:
        sides[(row[VALEUR] or 0.0) < 0].append(len(row[ETIQUETTE]) * CHARACTER + 8)
    left, right = max(sides[True]), max(sides[False])
    unit = ((high - low) or 1.0) / max(pixels - left - right, 40.0)
    return low - left * unit, (high or (1.0 if low == 0 else 0.0)) + right * unit


def width(labels: Iterable[str], reserved: int = 8) -> int:
    """Return the width left for the bars once the row labels are written."""
    return LARGEUR - margin(labels) - reserved
