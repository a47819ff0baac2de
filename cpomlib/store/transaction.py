"""The one writing transaction: writers wait for each other, readers never wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

_LOCK = 20191025
"""PostgreSQL advisory lock of the writers (the date of the arrêté)."""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give the one writing transaction: a second writer waits, a reader never does.

    All that is written in it appears at once when it ends, or never.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            # a full disk ends the transaction by itself: undoing it again would hide the cause
            if connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
                connection.exec_driver_sql("ROLLBACK")
            raise


class _EssaiError(Exception):
    """Everything was done as asked; nothing of it is to stay."""


@contextmanager
def trying(engine: Engine, essai: bool) -> Iterator[Connection]:
    """Give the writing transaction; for a trial, undo all of it at its end.

    A trial does what the command would do, so that the server refuses what it would refuse.
    """
    try:
        with writing(engine) as connection:
            yield connection
            if essai:
                raise _EssaiError
    except _EssaiError:
        return
