"""Text columns into typed columns, each distinct text being read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cpomlib.socle import Faute, suggestion
from cpomlib.tables.cellules import HORS_LISTE, Lecture, Refus, read_cell
from cpomlib.tables.entete import header_faults
from cpomlib.tables.frames import dtype
from cpomlib.tables.lecture import ColonneLue, Lue, Provenance
from cpomlib.tables.schema import Champ, TableSchema

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


BEAUCOUP = 200
"""Distinct texts beyond which an enumerated column is plainly of another nature."""


def parse(
    schema: TableSchema,
    fichier: str,
    header: Sequence[str],
    columns: Mapping[str, ColonneLue],
    lignes: np.ndarray,
) -> Lue:
    """Read the text columns of one file as the columns of a shared table.

    Args:
        schema: the shared table.
        fichier: name of the file, for the faults.
        header: names of the columns as written, in the file's order.
        columns: the text columns, by name.
        lignes: line of each row in the file.

    Returns:
        The typed rows and all the faults: unknown, missing or forbidden columns, cells
        that cannot be read. A refused cell is missing in the frame.
    """
    import pandas as pd

    absent = frozenset(schema.colonnes) - set(columns)
    faults = header_faults(schema, fichier, header)
    known = {name: columns[name] for name in schema.colonnes if name in columns}
    champs = {champ.nom: champ for champ in schema.champs}
    provenance = Provenance(fichier, lignes, known, absent, champs=champs)
    typed: dict[str, pd.Series] = {}
    for champ in schema.champs:
        column = columns.get(champ.nom)
        if column is None:
            typed[champ.nom] = _missing(champ, len(lignes))
            continue
        readings = _readings(champ, column.textes)
        typed[champ.nom] = _typed(champ, readings, column.codes)
        faults += _refusals(provenance, champ, column, readings)
    return Lue(pd.DataFrame(typed), provenance, tuple(faults))


def _readings(champ: Champ, texts: Sequence[str]) -> list[Lecture]:
    """Read the distinct texts; in a column of many, the nearest value is not looked for."""
    if champ.categories and len(texts) > BEAUCOUP:
        listed = Refus(HORS_LISTE, suggestion("", champ.categories))
        valid = {*champ.categories, ""}
        return [read_cell(champ, text) if text in valid else listed for text in texts]
    return [read_cell(champ, text) for text in texts]


def _refusals(
    provenance: Provenance, champ: Champ, column: ColonneLue, readings: Sequence[Lecture]
) -> list[Faute]:
    import pandas as pd

    refused = {code: text for code, text in enumerate(readings) if isinstance(text, Refus)}
    return provenance.fautes_distinctes(column.codes, refused, champ.nom, pd.DataFrame())


def nullable(champ: Champ) -> str | pd.CategoricalDtype:
    """Return a column's dtype while it is being checked: even a required cell may be missing."""
    return {"int64": "Int64", "bool": "boolean"}.get(str(dtype(champ))) or dtype(champ)


def _missing(champ: Champ, size: int) -> pd.Series:
    import pandas as pd

    return pd.Series([None] * size, dtype="object").astype(nullable(champ))


def _typed(champ: Champ, readings: Sequence[Lecture], codes: np.ndarray) -> pd.Series:
    import pandas as pd

    values = [None if isinstance(reading, Refus) else reading for reading in readings]
    distinct = pd.Series(values, dtype="object").astype(nullable(champ))
    return distinct.take(codes).reset_index(drop=True)
