"""Reading a state of the base, the current one or a past one; or the rows of a deposit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import pandas as pd
from sqlalchemy import Engine, Text, bindparam, text

from cpomlib.store.bulk import fetch_postgresql, fetch_sqlite
from cpomlib.store.etats import latest_state
from cpomlib.store.lots import IN_FORCE, own_lots
from cpomlib.store.rows import arrow_types, column_of, from_rows, order_by
from cpomlib.store.schema import rows_table
from cpomlib.tables.frames import empty
from cpomlib.tables.schema import stored_names, table


def read(
    engine: Engine,
    tables: Iterable[str] | None = None,
    *,
    gestionnaires: Sequence[str] | None = None,
    etat: int | None = None,
) -> dict[str, pd.DataFrame]:
    """Read shared tables as checked, typed frames.

    The state is fixed by its number before anything is read, so that the tables
    agree with each other even while somebody imports.

    Args:
        engine: an open base.
        tables: the tables wanted; all by default.
        gestionnaires: whose rows; None for everybody. Requests to the SIAO are read for
            the départements where their establishments are.
        etat: the number of the state; None for the current one.

    Returns:
        Table name to frame (money in whole centimes).
    """
    names = list(tables) if tables is not None else list(stored_names())
    state = latest_state(engine) if etat is None else etat
    if gestionnaires is None:
        return {name: _table(engine, name, state, None) for name in names}
    mine = _structure(engine, state, gestionnaires)
    entities = {
        "id_gestionnaire": list(gestionnaires),
        "id_etablissement": mine["id_etablissement"].tolist(),
        "departement": mine["departement"].unique().tolist(),
    }
    return {
        name: mine
        if name == "etablissements"
        else _table(engine, name, state, entities[table(name).portee[0]])
        for name in names
    }


def read_deposit(engine: Engine, depot: int) -> dict[str, pd.DataFrame]:
    """Read the rows a deposit brought, table by table, whether they are in force or not."""
    with engine.connect() as connection:
        lots = own_lots(connection, depot)
    return {
        name: _rows(engine, name, ", ".join(map(str, of_table["source"])))
        for name in stored_names()
        if len(of_table := lots[lots["nom_table"] == name])
    }


def years(
    engine: Engine, gestionnaires: Sequence[str] | None = None, *, etat: int | None = None
) -> list[int]:
    """Return the years for which a state has something, oldest first."""
    state = latest_state(engine) if etat is None else etat
    query = f"SELECT DISTINCT l.annee {IN_FORCE} AND l.annee > 0 AND l.lignes > 0"
    statement = text(query + " ORDER BY l.annee")
    if gestionnaires is not None:
        mine = _structure(engine, state, gestionnaires)
        statement = text(query + " AND l.entite IN :ids ORDER BY l.annee").bindparams(
            bindparam("ids", mine["id_etablissement"].tolist(), expanding=True, type_=Text)
        )
    with engine.connect() as connection:
        found = connection.execute(statement, {"etat": state})
        return [int(row[0]) for row in found]


def lots_digest(engine: Engine, entites: Sequence[str], etat: int) -> str:
    """Return the hash of the lots a state is made of, for some entities.

    Two states may be made of the same deposits and differ: this says whether they do.
    """
    statement = text(f"SELECT l.source {IN_FORCE} AND l.entite IN :entites ORDER BY l.source")
    with engine.connect() as connection:
        found = connection.execute(
            statement.bindparams(bindparam("entites", list(entites), expanding=True, type_=Text)),
            {"etat": etat},
        )
        return hashlib.sha256(",".join(str(row[0]) for row in found).encode()).hexdigest()


def _structure(engine: Engine, etat: int, gestionnaires: Sequence[str]) -> pd.DataFrame:
    """Return the establishments of some gestionnaires, without reading those of the others."""
    query = (
        f"SELECT lot FROM {rows_table('etablissements')} WHERE id_gestionnaire IN :ids AND lot IN "
        f"(SELECT l.source {IN_FORCE} AND l.nom_table = 'etablissements')"
    )
    statement = text(query).bindparams(
        bindparam("ids", list(gestionnaires), expanding=True, type_=Text)
    )
    with engine.connect() as connection:
        lots = connection.execute(statement, {"etat": etat}).scalars().all()
    return (
        _rows(engine, "etablissements", ", ".join(map(str, lots)))
        if lots
        else empty("etablissements")
    )


def _table(engine: Engine, name: str, etat: int, entites: Sequence[str] | None) -> pd.DataFrame:
    lots = _lots(engine, name, etat, entites)
    return _rows(engine, name, lots) if lots else empty(name)


def _rows(engine: Engine, name: str, lots: str) -> pd.DataFrame:
    """Read the rows of some lots: their numbers, or the query that finds them."""
    columns = ", ".join(column_of(champ) for champ in table(name).champs)
    key = order_by(name, engine.dialect.name)
    query = f"SELECT {columns} FROM {rows_table(name)} WHERE lot IN ({lots}) ORDER BY {key}"
    return from_rows(name, _fetch(engine, name, query))


def _lots(engine: Engine, name: str, etat: int, entites: Sequence[str] | None) -> str:
    """Return the lots of a state: their numbers, or for everybody the query that finds them."""
    query = f"SELECT l.source {IN_FORCE} AND l.lignes > 0 AND l.nom_table = "
    if entites is None:
        return f"{query}'{name}'".replace(":etat", str(int(etat)))
    statement = text(f"{query}:nom_table AND l.entite IN :entites").bindparams(
        bindparam("entites", list(entites), expanding=True, type_=Text)
    )
    with engine.connect() as connection:
        found = connection.execute(statement, {"nom_table": name, "etat": etat})
        return ", ".join(str(int(row[0])) for row in found)


def _fetch(engine: Engine, name: str, query: str) -> pd.DataFrame:
    if engine.dialect.name == "sqlite":
        return fetch_sqlite(engine, query, arrow_types(name))
    return fetch_postgresql(engine, query, arrow_types(name))
