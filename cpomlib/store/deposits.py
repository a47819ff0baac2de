"""Deposits: who gave what, when; all or nothing, and nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Connection, Engine, bindparam, text

from cpomlib.errors import StoreError
from cpomlib.store.lots import lots_of
from cpomlib.store.rows import insert_rows
from cpomlib.tables.schema import table_names

_LOCK = 20191025
"""PostgreSQL advisory lock of the writers (the date of the arrêté)."""


@dataclass(frozen=True)
class Origine:
    """Where a deposit comes from.

    Attributes:
        auteur: who deposits.
        fichier: name of the file or folder as the sender knows it.
        sha256: digest of what was read, so that the same file twice is noticed.
        format: ``tables``, ``exemple``…
    """

    auteur: str
    fichier: str
    sha256: str
    format: str


@dataclass(frozen=True)
class Depot:
    """A deposit as recorded: its number, its moment (UTC), its origin."""

    id: int
    horodatage: datetime
    auteur: str
    fichier: str
    sha256: str
    format: str


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give the one writing transaction: a second writer waits, a reader never does."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def deposit(engine: Engine, frames: Mapping[str, pd.DataFrame], origine: Origine) -> int:
    """Write checked tables as one deposit, in one transaction.

    Args:
        engine: an open base.
        frames: checked, typed tables; those absent are left as they are in the base.
        origine: who and what the deposit comes from.

    Returns:
        The number of the deposit, which also names the state of the base after it.

    Raises:
        StoreError: ``frames`` holds no row or an unknown table.
    """
    ordered = {name: frames[name] for name in table_names() if name in frames}
    unknown = set(frames) - set(ordered)
    if unknown or not any(len(frame) for frame in ordered.values()):
        raise StoreError(
            f"Rien à déposer : {', '.join(sorted(unknown)) or 'toutes les tables sont vides'}."
        )
    with writing(engine) as connection:
        number = _record(connection, origine)
        for name, frame in ordered.items():
            lots = lots_of(connection, name, frame, number)
            insert_rows(connection, name, frame, lots)
    return number


def _record(connection: Connection, origine: Origine) -> int:
    statement = text(
        "INSERT INTO depots (id, horodatage, auteur, fichier, sha256, format) "
        "VALUES (:id, :horodatage, :auteur, :fichier, :sha256, :format)"
    )
    number = latest_number(connection) + 1
    connection.execute(
        statement,
        {
            "id": number,
            "horodatage": datetime.now(UTC).isoformat(timespec="microseconds"),
            "auteur": origine.auteur,
            "fichier": origine.fichier,
            "sha256": origine.sha256,
            "format": origine.format,
        },
    )
    return number


def latest_number(connection: Connection) -> int:
    """Return the number of the latest deposit, 0 when there is none."""
    return int(connection.execute(text("SELECT coalesce(max(id), 0) FROM depots")).scalar_one())


def latest_deposit(engine: Engine) -> int:
    """Return the number of the latest deposit, 0 when the base holds none."""
    with engine.connect() as connection:
        return latest_number(connection)


_USED = """
SELECT DISTINCT d.id, d.horodatage, d.auteur, d.fichier, d.sha256, d.format
FROM depots d JOIN lots s ON s.depot = d.id JOIN lots l ON l.source = s.id
WHERE l.depot <= :depot AND NOT EXISTS (
    SELECT 1 FROM lots p WHERE p.nom_table = l.nom_table AND p.entite = l.entite
    AND p.annee = l.annee AND p.document = l.document AND p.id > l.id AND p.depot <= :depot)
"""


def deposits_used(
    engine: Engine, entites: Sequence[str] | None = None, depot: int | None = None
) -> list[Depot]:
    """Return the deposits a state is made of, oldest first.

    Args:
        engine: an open base.
        entites: gestionnaires, establishments, départements whose rows are meant;
            None for all of them.
        depot: the state (number of its last deposit); None for the current one.
    """
    state = latest_deposit(engine) if depot is None else depot
    query, values = _USED, {"depot": state}
    statement = text(query + " ORDER BY d.id")
    if entites is not None:
        statement = text(query + " AND l.entite IN :entites ORDER BY d.id").bindparams(
            bindparam("entites", list(entites), expanding=True)
        )
    with engine.connect() as connection:
        rows = connection.execute(statement, values).all()
    return [Depot(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in rows]
