"""The same file twice: noticed, and not written again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from cpomlib.store.deposits import Origine, Statut, in_order, write_deposit
from cpomlib.store.etats import REFUS, VALIDATION, natures, superseded
from cpomlib.store.lots import SCOPE, counted, own_lots
from cpomlib.store.reading import read_deposit
from cpomlib.store.transaction import writing
from cpomlib.tables.schema import table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Recu:
    """What became of an import.

    Attributes:
        depot: the number of the deposit that holds it.
        deja: it was there already, nothing has been written.
    """

    depot: int
    deja: bool


def deposit_once(
    engine: Engine,
    frames: Mapping[str, pd.DataFrame],
    origine: Origine,
    statut: Statut = "valide",
) -> Recu:
    """Deposit checked tables, unless the same file is there already and nothing replaced it.

    The same file is one of the same SHA-256, format and scope, whose rows are the same (they
    differ when it is read with other options).

    Raises:
        StoreError: ``frames`` holds no row or an unknown table.
    """
    ordered = in_order(frames)
    with writing(engine) as connection:
        twin = _twin(engine, connection, ordered, origine)
        if twin:
            return Recu(twin, deja=True)
        return Recu(write_deposit(connection, ordered, origine, statut), deja=False)


def _twin(
    engine: Engine,
    connection: Connection,
    frames: Mapping[str, pd.DataFrame],
    origine: Origine,
) -> int:
    query = text(
        "SELECT id FROM depots WHERE sha256 = :sha256 AND format = :format ORDER BY id DESC"
    )
    asked = {"sha256": origine.sha256, "format": origine.format}
    for number in connection.execute(query, asked).scalars().all():
        if _counts(connection, number) and _same(engine, connection, frames, number):
            return int(number)
    return 0


def _counts(connection: Connection, depot: int) -> bool:
    """Whether a deposit still counts: in force, or waiting to be validated."""
    done = natures(connection, depot)
    if VALIDATION in done:
        return not superseded(connection, depot)
    return REFUS not in done


def _same(
    engine: Engine, connection: Connection, frames: Mapping[str, pd.DataFrame], depot: int
) -> bool:
    import pandas as pd

    scopes = [counted(name, frame).assign(nom_table=name) for name, frame in frames.items()]
    if not _same_rows(pd.concat(scopes), own_lots(connection, depot)):
        return False
    there = read_deposit(engine, depot)
    given = {name: frame for name, frame in frames.items() if len(frame)}
    return all(_by_key(name, given[name]).equals(_by_key(name, there[name])) for name in given)


def _same_rows(given: pd.DataFrame, there: pd.DataFrame) -> bool:
    columns = ["nom_table", *SCOPE, "lignes"]
    return set(given[columns].itertuples(index=False, name=None)) == set(
        there[columns].itertuples(index=False, name=None)
    )


def _by_key(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(list(table(name).cle), ignore_index=True)
