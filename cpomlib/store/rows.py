"""Typed frames to rows of the base, and back."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from cpomlib.store.lots import SCOPE, scope_of
from cpomlib.store.schema import CENTIMES, rows_table
from cpomlib.tables.frames import dtype
from cpomlib.tables.schema import Champ, table

_CHUNK = 50_000


def column_of(champ: Champ) -> str:
    """Return the column of the base that holds a field: money is kept in centimes."""
    return champ.nom + CENTIMES if champ.monnaie else champ.nom


def insert_rows(connection: Connection, name: str, frame: pd.DataFrame, lots: pd.DataFrame) -> None:
    """Insert the rows of a checked table, each with the lot of its scope."""
    if frame.empty:
        return
    champs = table(name).champs
    numbers = scope_of(name, frame).merge(lots, on=SCOPE, how="left")["lot"].astype("int64")
    columns = ["lot", *(column_of(champ) for champ in champs)]
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    statement = (
        f"INSERT INTO {rows_table(name)} ({', '.join(columns)}) "
        f"VALUES ({', '.join([mark] * len(columns))})"
    )
    for start in range(0, len(frame), _CHUNK):
        part = frame.iloc[start : start + _CHUNK]
        values = [_python_values(part[champ.nom], champ, connection) for champ in champs]
        lot_numbers = numbers.iloc[start : start + _CHUNK].tolist()
        connection.exec_driver_sql(statement, list(zip(lot_numbers, *values, strict=True)))


def _python_values(series: pd.Series, champ: Champ, connection: Connection) -> list[object]:
    if champ.type == "date":
        series = series.dt.strftime("%Y-%m-%d")
    if champ.type == "boolean" and connection.dialect.name == "sqlite":
        series = series.astype("Int64")
    values = series.astype("object")
    return values.where(values.notna(), None).tolist()


def from_rows(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give the rows read from the base the types of a checked table."""
    return pd.DataFrame(
        {champ.nom: _typed(frame[column_of(champ)], champ) for champ in table(name).champs}
    )


def _typed(series: pd.Series, champ: Champ) -> pd.Series:
    if champ.type == "date":
        series = pd.to_datetime(series, format="%Y-%m-%d")
    if champ.type == "boolean" and champ.requis:
        return series.astype("bool")
    return series.astype(dtype(champ))
