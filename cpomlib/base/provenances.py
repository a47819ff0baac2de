"""Which deposit each row of a state comes from, and when each entity was last told of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine, bindparam, text

from cpomlib.base.etats import local
from cpomlib.base.lots import IN_FORCE, SCOPE, scope_of

if TYPE_CHECKING:
    import pandas as pd


def deposits_of_rows(engine: Engine, name: str, frame: pd.DataFrame, etat: int) -> pd.Series:
    """Return the number of the deposit that each row of a table comes from.

    Args:
        engine: an open base.
        name: the shared table.
        frame: some rows of it, as :func:`cpomlib.base.read` gives them.
        etat: the state they were read in.
    """
    import pandas as pd

    query = f"SELECT l.entite, l.annee, l.document, l.depot {IN_FORCE} AND l.nom_table = :nom"
    with engine.connect() as connection:
        found = connection.execute(text(query), {"etat": etat, "nom": name}).all()
    known = {(str(one), int(year), str(kind)): int(depot) for one, year, kind, depot in found}
    scopes = scope_of(name, frame)[SCOPE]
    keys = zip(*(scopes[part].tolist() for part in SCOPE), strict=True)
    return pd.Series([known[key] for key in keys], index=frame.index, dtype="int64")


@dataclass(frozen=True)
class Contenu:
    """What a state holds of a table from one deposit: how many rows."""

    table: str
    depot: int
    lignes: int


def contents(
    engine: Engine, entities: Collection[str], annee: int, etat: int
) -> tuple[Contenu, ...]:
    """Count the rows in force by table and deposit.

    Args:
        engine: an open base.
        entities: whose rows: gestionnaires, establishments.
        annee: the year; the rows of a table without year all count.
        etat: the state they are read in.
    """
    wanted = text(
        f"SELECT l.nom_table, l.depot, SUM(l.lignes) {IN_FORCE} AND l.annee IN (0, :annee) "
        "AND l.entite IN :entites GROUP BY l.nom_table, l.depot ORDER BY l.nom_table, l.depot"
    ).bindparams(bindparam("entites", expanding=True))
    given = {"etat": etat, "annee": annee, "entites": list(entities)}
    with engine.connect() as connection:
        found = connection.execute(wanted, given).all()
    return tuple(Contenu(str(name), int(depot), int(rows)) for name, depot, rows in found)


def last_days(engine: Engine, etat: int) -> dict[str, date]:
    """Return, for each entity, the local day of the last of the deposits a state has of it."""
    latest = "max((SELECT d.horodatage FROM depots d WHERE d.id = l.depot))"
    query = text(f"SELECT l.entite, {latest} {IN_FORCE} GROUP BY l.entite")
    with engine.connect() as connection:
        found = connection.execute(query, {"etat": etat}).all()
    return {str(one): local(datetime.fromisoformat(str(moment))).date() for one, moment in found}
