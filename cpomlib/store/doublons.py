"""The same file twice is noticed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from cpomlib.store.deposits import Origine
from cpomlib.store.etats import VALIDATION, natures, superseded
from cpomlib.store.lots import SCOPE, counted, own_lots
from cpomlib.store.reading import read_deposit
from cpomlib.tables.schema import table

if TYPE_CHECKING:
    import pandas as pd


def twin(
    engine: Engine,
    connection: Connection,
    frames: Mapping[str, pd.DataFrame],
    origine: Origine,
) -> int:
    """Return the number of the deposit that holds the same file and still counts, else 0."""
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
    return VALIDATION not in natures(connection, depot) or not superseded(connection, depot)


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
