"""Typed frames to rows of the base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection

from cpomlib.base.bulk import insert_postgresql
from cpomlib.base.columns import column_of, dtype_of
from cpomlib.base.lots import SCOPE, scope_of
from cpomlib.base.schema import rows_table
from cpomlib.tables import Champ, table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_CHUNK = 50_000
_ARROW = {"integer": "int64", "number": "float64", "boolean": "bool"}
"""Arrow types in which columns are written; the others as texts, dates among them."""


def order_by(name: str, dialect: str) -> str:
    """Return the order of the rows of a table: its key, the same on every base.

    PostgreSQL would sort texts by the rules of the server's language, SQLite by their codes.
    """
    schema = table(name)
    if dialect == "sqlite":
        return ", ".join(schema.cle)
    texts = {champ.nom for champ in schema.champs if champ.type == "string"}
    codes = [f'{nom} COLLATE "C"' if nom in texts else nom for nom in schema.cle]
    return ", ".join(f"{nom} NULLS FIRST" for nom in codes)


def insert_rows(connection: Connection, name: str, frame: pd.DataFrame, lots: pd.DataFrame) -> None:
    """Insert the rows of a checked table, each with the lot of its scope."""
    if frame.empty:
        return
    numbers = scope_of(name, frame).merge(lots, on=SCOPE, how="left")["lot"].astype("int64")
    # Rows of a lot side by side: a lot is read as a whole, and the index grows at its end.
    order = numbers.to_numpy().argsort(kind="stable")
    frame, numbers = frame.iloc[order], numbers.iloc[order]
    for start in range(0, len(frame), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        part = frame.iloc[chunk]
        if connection.dialect.name == "sqlite":
            _insert_sqlite(connection, name, part, numbers.iloc[chunk])
        else:
            rows = _arrow(name, part, numbers.iloc[chunk])
            insert_postgresql(connection, rows_table(name), rows.column_names, rows)


def _insert_sqlite(connection: Connection, name: str, frame: pd.DataFrame, lots: pd.Series) -> None:
    champs = table(name).champs
    columns = ["lot", *(column_of(champ) for champ in champs)]
    statement = (
        f"INSERT INTO {rows_table(name)} ({', '.join(columns)}) "
        f"VALUES ({', '.join('?' * len(columns))})"
    )
    values = [_python_values(frame[champ.nom], champ) for champ in champs]
    connection.exec_driver_sql(statement, list(zip(lots.tolist(), *values, strict=True)))


def _python_values(series: pd.Series, champ: Champ) -> list[object]:
    """Return a column as SQLite takes it: dates as texts, booleans as 0 and 1, None if missing."""
    if champ.type == "boolean":
        series = series.astype("Int64")
    return _values(series, champ)


def _values(series: pd.Series, champ: Champ) -> list[object]:
    """Return a column as plain Python values, dates as texts, None where it is missing."""
    import numpy as np

    if champ.categories:
        labels = np.array([*champ.categories, None], dtype="object")
        return labels[series.astype(dtype_of(champ)).cat.codes.to_numpy()].tolist()
    if champ.type == "date":
        days = series.to_numpy().astype("datetime64[D]")
        texts = np.datetime_as_string(days).astype("object")
        texts[np.isnat(days)] = None
        return texts.tolist()
    if champ.type == "string" and series.dtype == "str":
        return series.array.__arrow_array__().to_pylist()
    if series.dtype.kind in "ib" and not series.hasnans:
        return series.tolist()
    values = series.astype("object")
    return values.where(values.notna(), None).tolist()


def _arrow(name: str, frame: pd.DataFrame, lots: pd.Series) -> pa.Table:
    import pyarrow as pa

    columns = {"lot": pa.array(lots.to_numpy(), "int64")}
    for champ in table(name).champs:
        kind = "int64" if champ.monnaie else _ARROW.get(champ.type, "string")
        columns[column_of(champ)] = pa.array(_values(frame[champ.nom], champ), kind)
    return pa.table(columns)
