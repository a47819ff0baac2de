"""A typed frame as a CSV file that any spreadsheet and the importer read back alike."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.socle import euros_exacts, fichiers
from cpomlib.tables import Champ, TableSchema

if TYPE_CHECKING:
    import pandas as pd


def write_csv(schema: TableSchema, frame: pd.DataFrame, path: Path) -> None:
    """Write one shared table as CSV; the file appears whole under its name, or not at all.

    Args:
        schema: the shared table.
        frame: its typed rows, money in centimes.
        path: the file.
    """
    import pandas as pd

    written = pd.DataFrame(
        {champ.nom: _written(champ, frame[champ.nom]) for champ in schema.champs}
    )
    quoting = _quoting(schema, frame)
    with fichiers.en_entier(path) as flux:
        written.to_csv(flux, index=False, encoding="utf-8", lineterminator="\n", quoting=quoting)


def _quoting(schema: TableSchema, frame: pd.DataFrame) -> int:
    """Quote every text when one holds a lone carriage return, which pandas leaves bare."""
    texts = [
        champ.nom for champ in schema.champs if champ.type == "string" and not champ.categories
    ]
    bare = any(frame[name].astype("str").str.contains("\r", regex=False).any() for name in texts)
    return csv.QUOTE_NONNUMERIC if bare else csv.QUOTE_MINIMAL


def _written(champ: Champ, values: pd.Series) -> pd.Series:
    """Write each distinct value once: a million rows hold few distinct ones."""
    import pandas as pd

    if champ.type == "string" and not champ.categories:
        return values
    codes, distinct = pd.factorize(values)
    texts = [*(_text(champ, value) for value in distinct), ""]  # code -1 is missing
    return pd.Series(texts, dtype="str").take(codes % len(texts)).reset_index(drop=True)


def _text(champ: Champ, value: object) -> str:
    import pandas as pd

    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if champ.type == "boolean":
        return "true" if value else "false"
    if champ.monnaie:
        return euros_text(int(str(value)))
    if champ.type == "number":
        return _decimal(float(str(value)))
    return str(value)


def euros_text(centimes: int) -> str:
    """Write centimes as euros with two decimals and a point: -5 is ``-0.05``."""
    return str(euros_exacts(centimes))


def _decimal(value: float) -> str:
    from decimal import Decimal

    return format(Decimal(repr(value)), "f")
