"""Rows in bulk, column by column through Arrow; by COPY on PostgreSQL."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection, Engine, text

from cpomlib.store.securite import refusals

if TYPE_CHECKING:
    import psycopg
    import pyarrow as pa

_BATCH = 20_000
_STAGING = "cpom_envoi"
"""Where rows wait when the role connected is bound to its perimeter: COPY ignores policies,
so PostgreSQL refuses it there."""


def fetch_sqlite(engine: Engine, query: str, types: dict[str, str]) -> pd.DataFrame:
    """Read the result of a query from a SQLite file.

    Through Python's own SQLite only: a second copy of it in the process (a driver that brings
    its own) makes the system drop the locks of the first, the writer's among them.

    Args:
        engine: an open base.
        query: the statement, without parameters.
        types: Arrow type of each column, by name, in the order of the query.
    """
    import pyarrow as pa

    fields = [(name, "int8" if kind == "bool" else kind) for name, kind in types.items()]
    schema = pa.schema(fields)
    batches = []
    with engine.connect() as connection, closing(connection.connection.cursor()) as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_BATCH):
            columns = zip(*rows, strict=True)
            arrays = [pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)]
            batches.append(pa.record_batch(arrays, schema=schema))
    return pa.Table.from_batches(batches, schema).to_pandas()


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
