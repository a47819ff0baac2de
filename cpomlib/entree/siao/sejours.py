"""Stays: the export in our words, typed and checked as any other file of stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpomlib.socle import Faute
from cpomlib.tables import ColonneLue, check_read, conform, first_per_cell, table
from cpomlib.tables.parse import parse

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cpomlib.tables import Frames

SEJOURS = "sejours"


@dataclass(frozen=True)
class TableTraduite:
    """A table read, or why it is not.

    Attributes:
        frame: the typed rows; meaningless when there are faults.
        fautes: all the faults, on our columns.
        ecartees: reason → rows left out on purpose.
    """

    frame: pd.DataFrame
    fautes: list[Faute]
    ecartees: dict[str, int] = field(default_factory=dict)


def verifier(
    fichier: str, colonnes: Mapping[str, ColonneLue], lignes: np.ndarray, known: Frames
) -> TableTraduite:
    """Type and check stays.

    Args:
        fichier: name of the file, for the faults.
        colonnes: our columns, as text.
        lignes: line of each row in the file.
        known: the structure the base holds.
    """
    columns = dict(colonnes)
    if "destination" in columns and "date_sortie" in columns:
        columns["destination"] = _only_once_left(columns["destination"], columns["date_sortie"])
    lue = parse(table(SEJOURS), fichier, list(columns), columns, lignes)
    checked = check_read({SEJOURS: lue.frame}, known, {SEJOURS: lue.provenance})
    faults = first_per_cell([*lue.fautes, *checked])
    frame = lue.frame if faults else conform(SEJOURS, lue.frame)
    return TableTraduite(frame, faults)


def _only_once_left(destination: ColonneLue, sortie: ColonneLue) -> ColonneLue:
    """Empty the destination of households still there: software fills in a default."""
    import numpy as np

    left = np.array([bool(text) for text in sortie.textes], dtype=bool)[sortie.codes]
    texts = [*destination.textes, ""]
    return ColonneLue(np.where(left, destination.codes, len(texts) - 1), texts)
