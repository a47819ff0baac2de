"""Indicators that the product computed, kept for who reads the base by ODBC.

Nothing of the product reads them: it always computes. They are written by whoever owns the base,
and each is of a state; the views of the base say when it is no longer the current one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Engine, text

from cpomlib.base.roles import refuse_bound
from cpomlib.base.transaction import writing

if TYPE_CHECKING:
    import pandas as pd

_TABLE = "indicateurs_calcules"


@dataclass(frozen=True)
class Rangement:
    """The indicators kept of a gestionnaire.

    Attributes:
        gestionnaire: its id.
        annees: the exercises.
        perime: whether something of it was deposited since.
        reglages: hash of the settings they were computed with.
    """

    gestionnaire: str
    annees: tuple[int, ...]
    perime: bool
    reglages: tuple[str, ...]


def write_indicators(engine: Engine, frame: pd.DataFrame) -> None:
    """Replace what was kept of the gestionnaires, years and perimeters of a frame.

    Args:
        engine: an open base.
        frame: the columns of the table, one row per indicator.

    Raises:
        CommandeError: the role connected is not the owner of the base.
    """
    refuse_bound(engine, "ranger des indicateurs dans la base")
    columns = list(frame.columns)
    insert = text(
        f"INSERT INTO {_TABLE} ({', '.join(columns)}) "
        f"VALUES ({', '.join(f':{name}' for name in columns)})"
    )
    delete = text(
        f"DELETE FROM {_TABLE} WHERE gestionnaire = :gestionnaire AND annee = :annee "
        "AND perimetre = :perimetre"
    )
    scopes = frame[["gestionnaire", "annee", "perimetre"]].drop_duplicates().astype("object")
    held = frame.astype("object")
    with writing(engine) as connection:
        connection.execute(delete, scopes.to_dict("records"))
        connection.execute(insert, held.where(held.notna(), None).to_dict("records"))


def kept_indicators(engine: Engine) -> list[Rangement]:
    """Return, gestionnaire by gestionnaire, what is kept and whether it is of the current state."""
    query = text(
        "SELECT d.gestionnaire, d.annee, max(d.perime), c.reglages FROM indicateurs_dates d "
        f"JOIN (SELECT DISTINCT gestionnaire, annee, reglages FROM {_TABLE}) c "
        "ON c.gestionnaire = d.gestionnaire AND c.annee = d.annee "
        "GROUP BY d.gestionnaire, d.annee, c.reglages ORDER BY d.gestionnaire, d.annee"
    )
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    owners = dict.fromkeys(str(row[0]) for row in rows)
    return [_of_one(owner, [tuple(row) for row in rows if row[0] == owner]) for owner in owners]


def _of_one(owner: str, rows: list[tuple[str, int, str, str]]) -> Rangement:
    return Rangement(
        owner,
        tuple(dict.fromkeys(row[1] for row in rows)),
        any(row[2] == "oui" for row in rows),
        tuple(sorted({row[3] for row in rows})),
    )
