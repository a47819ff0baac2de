"""Rows in bulk, column by column through Arrow; by COPY on PostgreSQL."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from cpomlib.base.securite import refusals

if TYPE_CHECKING:
    import pandas as pd
    import psycopg
    import pyarrow as pa

_BATCH = 20_000
_LARGE = 1 << 24
"""Bytes of a sheet worth being shared out between threads."""
_STAGING = "cpom_envoi"
"""Where rows wait when the role connected is bound to its perimeter: COPY ignores policies,
so PostgreSQL refuses it there."""


@dataclass(frozen=True)
class _Ecriture:
    """How a base writes a row as text: quote, true, false, missing."""

    guillemet: str
    vrai: str
    faux: str
    absent: str


_SQLITE = _Ecriture("'", "1", "0", "NULL")
_POSTGRESQL = _Ecriture('"', "t", "f", "")


def read_arrow(connection: Connection, types: Mapping[str, pa.DataType], source: str) -> pa.Table:
    """Read columns, as texts that Arrow parses by the thousand: no value passes through Python.

    Args:
        connection: to an open base.
        types: Arrow type of each column, by name.
        source: the statement from its FROM on, without parameters.

    Returns:
        The rows found, columns in the order of ``types``.
    """
    if connection.dialect.name == "sqlite":
        return _read_sqlite(connection, types, source)
    return _read_postgresql(connection, types, source)


def _read_sqlite(connection: Connection, types: Mapping[str, pa.DataType], source: str) -> pa.Table:
    """Read from a SQLite file, which writes each row as one text.

    Through Python's own SQLite only: a second copy of it in the process (a driver that brings
    its own) makes the system drop the locks of the first, the writer's among them. Decimal
    numbers come by themselves: SQLite does not write all their digits.
    """
    import pyarrow as pa

    numbers = [name for name, kind in types.items() if pa.types.is_floating(kind)]
    texts = {name: kind for name, kind in types.items() if name not in numbers}
    line = f"printf('{','.join(['%Q'] * len(texts))}', {', '.join(texts)})"
    parts = []
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(f"SELECT {', '.join([line, *numbers])} {source}")
        while rows := cursor.fetchmany(_BATCH):
            lines, *values = zip(*rows, strict=True)
            part = _parsed("\n".join(lines).encode(), texts, _SQLITE)
            for name, column in zip(numbers, values, strict=True):
                part = part.append_column(name, pa.array(column, types[name]))
            parts.append(part.select(list(types)))
    return pa.concat_tables(parts) if parts else _nothing(types)


def _read_postgresql(
    connection: Connection, types: Mapping[str, pa.DataType], source: str
) -> pa.Table:
    wanted = f"COPY (SELECT {', '.join(types)} {source}) TO STDOUT (FORMAT csv)"
    with refusals(connection), _cursor(connection) as cursor, cursor.copy(wanted) as copy:
        sheet = b"".join(copy)
    return _parsed(sheet, types, _POSTGRESQL) if sheet else _nothing(types)


def _parsed(sheet: bytes, types: Mapping[str, pa.DataType], ecriture: _Ecriture) -> pa.Table:
    from pyarrow import BufferReader, csv

    options = csv.ConvertOptions(
        column_types=types,
        true_values=[ecriture.vrai],
        false_values=[ecriture.faux],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=[ecriture.absent],
    )
    parse = csv.ParseOptions(quote_char=ecriture.guillemet, newlines_in_values=True)
    # Threads take longer to start than a small sheet to read.
    read = csv.ReadOptions(
        column_names=list(types),
        use_threads=len(sheet) > _LARGE,
        block_size=max(_LARGE, len(sheet) // 4),
    )
    return csv.read_csv(BufferReader(sheet), read, parse, options)


def _nothing(types: Mapping[str, pa.DataType]) -> pa.Table:
    import pyarrow as pa

    return pa.schema(list(types.items())).empty_table()


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
