"""The tables of the base: deposits, lots, one table of rows per shared table.

The shape in force is that of the migrations (``migrations/versions``); a test holds that
it agrees with the Table Schemas.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from cpomlib.base.transaction import writing

HEAD = "0015"
"""The version of the tables this code works with."""

CENTIMES = "_centimes"
"""Suffix of the columns that hold money, in whole centimes."""


def upgrade(engine: Engine) -> None:
    """Create the tables, or bring those of an older version up to date.

    In one writing transaction: whoever comes second finds the work done, and a machine that
    stops in the middle leaves the base as it was.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def rows_table(table: str) -> str:
    """Return the name of the table that holds every deposited row of a shared table."""
    return f"lignes_{table}"
