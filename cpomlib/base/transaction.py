"""The one writing transaction: writers wait for each other, readers never wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

ATTENTE = 120
"""How many seconds a writer waits for the one before it; then it is told who that is."""
OUBLI = 600
"""How many seconds a writer may say nothing before the server ends it, and frees the others."""
CREATION = 20191025
"""Advisory lock of those who make or migrate a base on PostgreSQL (the date of the arrêté)."""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give the one writing transaction: a second writer waits, a reader never does.

    All that is written in it appears at once when it ends, or never.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            _wait(connection)
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
                if connection.dialect.name != "sqlite":
                    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
                raise _EssaiError
    except _EssaiError:
        return


def _wait(connection: Connection) -> None:
    """Take the lock of the writers, which a session cannot take but by writing.

    It is on a table without any right; a base still to be made has not got it.
    """
    limit = text("SELECT set_config(:name, :seconds, true)")
    limits = {"lock_timeout": ATTENTE, "idle_in_transaction_session_timeout": OUBLI}
    values = [{"name": name, "seconds": f"{seconds}s"} for name, seconds in limits.items()]
    connection.execute(limit, values)
    made = text("SELECT to_regprocedure('cpom_ecrire()') IS NOT NULL")
    if connection.execute(made).scalar_one():
        connection.execute(text("SELECT cpom_ecrire()"))
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CREATION})
