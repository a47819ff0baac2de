"""Rows in bulk: COPY on PostgreSQL, Arrow on SQLite; several times quicker than row by row."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection, Engine, text

from cpomlib.store.securite import refusals

if TYPE_CHECKING:
    import psycopg
    import pyarrow as pa

_STAGING = "cpom_envoi"
"""Where rows wait when the role connected is bound to its perimeter: COPY ignores policies,
so PostgreSQL refuses it there."""


def fetch_sqlite(path: str, query: str) -> pd.DataFrame:
    """Read the result of a query from a SQLite file."""
    from adbc_driver_sqlite import dbapi

    with dbapi.connect(f"file:{path}?mode=ro") as connection, connection.cursor() as cursor:
        # The driver guesses a column's type from its first batch only: take one batch.
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": 2**30})
        cursor.execute(query)
        return cursor.fetch_arrow_table().to_pandas()


def fetch_postgresql(engine: Engine, query: str, types: dict[str, str]) -> pd.DataFrame:
    """Read the result of a query from PostgreSQL.

    Args:
        engine: an open base.
        query: the statement, without parameters.
        types: Arrow type of each column, by name.
    """
    from pyarrow import BufferReader, csv

    wanted = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
    with (
        engine.connect() as connection,
        refusals(connection),
        _cursor(connection) as cursor,
        cursor.copy(wanted) as copy,
    ):
        sheet = b"".join(copy)
    options = csv.ConvertOptions(
        column_types=types,
        true_values=["t"],
        false_values=["f"],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=[""],
    )
    parse = csv.ParseOptions(newlines_in_values=True)
    read = csv.ReadOptions(block_size=max(1 << 20, len(sheet) // 4))
    found = csv.read_csv(BufferReader(sheet), read, parse, options)
    return found.to_pandas()


def in_arrow(frame: pd.DataFrame) -> pa.Table:
    """Return a typed frame as Arrow columns."""
    import pyarrow as pa

    return pa.Table.from_pandas(frame, preserve_index=False)


def insert_postgresql(
    connection: Connection, table: str, columns: Sequence[str], rows: pa.Table
) -> None:
    """Write rows into a table of PostgreSQL, within the transaction of the connection."""
    named = ", ".join(columns)
    bound = connection.execute(
        text("SELECT row_security_active(:table)"), {"table": table}
    ).scalar_one()
    with refusals(connection), _cursor(connection) as cursor:
        if not bound:
            _copy(cursor, f"{table} ({named})", rows)
            return
        cursor.execute(f"CREATE TEMPORARY TABLE {_STAGING} (LIKE {table})")
        _copy(cursor, f"{_STAGING} ({named})", rows)
        cursor.execute(f"INSERT INTO {table} ({named}) SELECT {named} FROM {_STAGING}")
        cursor.execute(f"DROP TABLE {_STAGING}")


def _copy(cursor: psycopg.Cursor, target: str, rows: pa.Table) -> None:
    from pyarrow import csv

    sheet = io.BytesIO()
    csv.write_csv(rows, sheet, csv.WriteOptions(include_header=False))
    with cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv)") as copy:
        copy.write(sheet.getbuffer())


def _cursor(connection: Connection) -> psycopg.Cursor:
    driver: psycopg.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    return driver.cursor()
