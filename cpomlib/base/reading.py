"""Reading a state of the base, the current one or a past one; or the rows of a deposit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, Text, TextClause, bindparam, text

from cpomlib.base.bulk import read_arrow
from cpomlib.base.columns import arrow_types, as_frame
from cpomlib.base.etats import current_state
from cpomlib.base.implantations import etablissements_de
from cpomlib.base.lots import FIGURES, IN_FORCE, own_lots
from cpomlib.base.rows import order_by
from cpomlib.base.schema import rows_table
from cpomlib.socle import CommandeError
from cpomlib.tables import (
    RegistreSejours,
    empty,
    figure_names,
    premieres_annees,
    stored_names,
    table,
)

if TYPE_CHECKING:
    import pandas as pd

CONTRAT = "id_contrat"
"""What the scope of the tables of a contract is about."""


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
        tables: the tables wanted; all that figures are made of by default.
        gestionnaires: whose rows; None for everybody. Requests to the SIAO are read for
            the départements where their establishments are.
        etat: the number of the state; None for the current one.

    Returns:
        Table name to frame (money in whole centimes).
    """
    names = list(tables if tables is not None else figure_names())
    with engine.connect() as connection:
        state = current_state(connection) if etat is None else etat
        if gestionnaires is None:
            return {name: _rows(connection, name, _in_force(name, state)) for name in names}
        mine = _structure(connection, state, gestionnaires)
        owned = _entities(mine, gestionnaires)
        if any(table(name).portee[0] == CONTRAT for name in names):
            owned[CONTRAT] = _contracts(connection, state, gestionnaires)
        lots = _lots(connection, names, state, owned)
        return {
            name: mine if name == "etablissements" else _rows(connection, name, lots[name])
            for name in names
        }


def read_deposit(engine: Engine, depot: int) -> dict[str, pd.DataFrame]:
    """Read the rows a deposit brought, table by table, whether they are in force or not."""
    with engine.connect() as connection:
        return rows_of_deposit(connection, depot)


def rows_of_deposit(connection: Connection, depot: int) -> dict[str, pd.DataFrame]:
    """Read the rows a deposit brought, within a transaction that is open already."""
    lots = own_lots(connection, depot)
    return {
        name: _rows(connection, name, _listed(of_table["source"]))
        for name in stored_names()
        if len(of_table := lots[lots["nom_table"] == name])
    }


def years(
    engine: Engine, gestionnaires: Sequence[str] | None = None, *, etat: int | None = None
) -> list[int]:
    """Return the years for which a state has something, oldest first.

    A year has data when a table that names years has rows of it, or when it is one of those that
    the stays cover, from the first year they are whole (``tables.premieres_annees``) to the last
    day known. It is the one definition: every command and every report asks it here.
    """
    with engine.connect() as connection:
        state = current_state(connection) if etat is None else etat
        mine = None if gestionnaires is None else _owned(connection, state, gestionnaires)
        named = _named_years(connection, state, mine)
        return sorted(named | _covered_years(connection, state, mine))


def has_year(
    engine: Engine, annee: int, gestionnaires: Sequence[str] | None = None, *,
    etat: int | None = None,
) -> bool:  # fmt: skip
    """Tell whether a state has something of a year (:func:`years`), the quickest way first."""
    with engine.connect() as connection:
        state = current_state(connection) if etat is None else etat
        mine = None if gestionnaires is None else _owned(connection, state, gestionnaires)
        if annee in _named_years(connection, state, mine):
            return True
        return annee in _covered_years(connection, state, mine)


def refuse_year(engine: Engine, gestionnaire: str | None, annee: int, etat: int) -> None:
    """Refuse a year for which nothing is deposited, naming those that have data.

    Args:
        engine: an open base.
        gestionnaire: whose data; None for everybody's.
        annee: the year.
        etat: the state of the base.

    Raises:
        CommandeError: that state has nothing of that year.
    """
    owners = None if gestionnaire is None else [gestionnaire]
    if has_year(engine, annee, owners, etat=etat):
        return
    whose = f" pour le gestionnaire «\u00a0{gestionnaire}\u00a0»" if gestionnaire else ""
    said = ", ".join(map(str, years(engine, owners, etat=etat)))
    raise CommandeError(
        f"Aucune donnée de l’année {annee} n’est déposée{whose}.",
        que_faire=f"Années qui ont des données\u00a0: {said}."
        if said
        else "Déposez ses tables avec «\u00a0cpom importer tables\u00a0».",
    )


def _owned(connection: Connection, etat: int, gestionnaires: Sequence[str]) -> list[str]:
    return [*gestionnaires, *etablissements_de(connection, etat, gestionnaires)]


def _named_years(connection: Connection, etat: int, entites: list[str] | None) -> set[int]:
    query = f"SELECT DISTINCT l.annee {IN_FORCE} AND l.annee > 0 AND l.lignes > 0"
    return {int(row[0]) for row in connection.execute(*_of(query, etat, entites))}


def _covered_years(connection: Connection, etat: int, entites: list[str] | None) -> set[int]:
    """Return the years from the first that the stays cover to their last entry or exit."""
    lots = f"SELECT l.source {IN_FORCE} AND l.nom_table = 'sejours' AND l.lignes > 0"
    days = "MAX(date_entree), MIN(date_sortie), MAX(date_sortie)"
    statement, values = _of(lots, etat, entites)
    query = (
        f"SELECT id_etablissement, {days} FROM {rows_table('sejours')} "
        f"WHERE lot IN ({statement.text}) GROUP BY id_etablissement"
    )
    found = connection.execute(_bound(query, entites), values).all()
    opened = _openings(connection, etat) if found else {}
    held = {
        house: RegistreSejours(_jour(entry), left and _jour(left), opened.get(house))
        for house, entry, left, _ in found
    }
    known = [_jour(day).year for _, entry, _, last in found for day in (entry, last) if day]
    return set(range(min(premieres_annees(held).values()), max(known) + 1)) if found else set()


def _openings(connection: Connection, etat: int) -> dict[str, date]:
    lots = f"SELECT l.source {IN_FORCE} AND l.nom_table = 'etablissements' AND l.lignes > 0"
    query = (
        f"SELECT id_etablissement, date_ouverture FROM {rows_table('etablissements')} "
        f"WHERE date_ouverture IS NOT NULL AND lot IN ({lots})"
    )
    return {house: _jour(day) for house, day in connection.execute(text(query), {"etat": etat})}


def _jour(value: object) -> date:
    return date.fromisoformat(str(value)[:10])


def _of(query: str, etat: int, entites: list[str] | None) -> tuple[TextClause, dict[str, int]]:
    """Restrict a query on lots to some entities; None for everybody's."""
    narrowed = query if entites is None else query + " AND l.entite IN :ids"
    return _bound(narrowed, entites), {"etat": etat}


def _bound(query: str, entites: list[str] | None) -> TextClause:
    if entites is None:
        return text(query)
    return text(query).bindparams(bindparam("ids", entites, expanding=True, type_=Text))


def lots_digest(engine: Engine, entites: Sequence[str], etat: int) -> str:
    """Return the hash of the lots the figures of a state are made of, for some entities.

    Two states may be made of the same deposits and differ: this says whether they do.
    """
    statement = text(
        f"SELECT l.source {IN_FORCE} AND {FIGURES} AND l.entite IN :entites ORDER BY l.source"
    )
    with engine.connect() as connection:
        found = connection.execute(
            statement.bindparams(bindparam("entites", list(entites), expanding=True, type_=Text)),
            {"etat": etat},
        )
        return hashlib.sha256(",".join(str(row[0]) for row in found).encode()).hexdigest()


def _structure(connection: Connection, etat: int, gestionnaires: Sequence[str]) -> pd.DataFrame:
    """Return the establishments of some gestionnaires, without reading those of the others."""
    query = (
        f"SELECT l.source {IN_FORCE} AND l.nom_table = 'etablissements' AND l.source IN "
        f"(SELECT lot FROM {rows_table('etablissements')} WHERE id_gestionnaire IN :ids)"
    )
    statement = text(query).bindparams(
        bindparam("ids", list(gestionnaires), expanding=True, type_=Text)
    )
    lots = connection.execute(statement, {"etat": etat}).scalars()
    return _rows(connection, "etablissements", _listed(lots))


def _contracts(connection: Connection, etat: int, gestionnaires: Sequence[str]) -> list[str]:
    """Return the contracts of some gestionnaires."""
    query = (
        f"SELECT r.id_contrat FROM {rows_table('contrats')} r WHERE r.id_gestionnaire IN :ids "
        f"AND r.lot IN (SELECT l.source {IN_FORCE} AND l.nom_table = 'contrats')"
    )
    statement = text(query).bindparams(
        bindparam("ids", list(gestionnaires), expanding=True, type_=Text)
    )
    return [str(one) for one in connection.execute(statement, {"etat": etat}).scalars()]


def _entities(mine: pd.DataFrame, gestionnaires: Sequence[str]) -> dict[str, list[str]]:
    """Return whose lots some gestionnaires' rows are in, by what the scope of a table is about."""
    return {
        "id_gestionnaire": list(gestionnaires),
        "id_etablissement": mine["id_etablissement"].tolist(),
        "departement": mine["departement"].unique().tolist(),
        "region": mine["region"].unique().tolist(),
    }


def _lots(
    connection: Connection, names: Sequence[str], etat: int, entites: Mapping[str, list[str]]
) -> dict[str, str]:
    """Return the lots of a state, for some entities, table by table: all in one query."""
    about = {name: table(name).portee[0] for name in names}
    wanted = {entite for kind in set(about.values()) for entite in entites[kind]}
    statement = text(
        f"SELECT l.nom_table, l.entite, l.source {IN_FORCE} AND l.lignes > 0 "
        "AND l.nom_table IN :noms AND l.entite IN :entites"
    ).bindparams(
        bindparam("noms", sorted(about), expanding=True, type_=Text),
        bindparam("entites", sorted(wanted), expanding=True, type_=Text),
    )
    # A gestionnaire and an establishment of somebody else may have the same number.
    owned = {(name, entite) for name, kind in about.items() for entite in entites[kind]}
    found: dict[str, list[int]] = {name: [] for name in names}
    for name, entite, lot in connection.execute(statement, {"etat": etat}):
        if (name, entite) in owned:
            found[name].append(lot)
    return {name: _listed(lots) for name, lots in found.items()}


def _in_force(name: str, etat: int) -> str:
    """Return the query that finds the lots of everybody in a state."""
    query = f"SELECT l.source {IN_FORCE} AND l.lignes > 0 AND l.nom_table = '{name}'"
    return query.replace(":etat", str(int(etat)))


def _listed(lots: Iterable[int]) -> str:
    return ", ".join(str(int(lot)) for lot in lots)


def rows_of_lots(connection: Connection, name: str, lots: Iterable[int]) -> pd.DataFrame:
    """Read the rows of some lots of a table, within a transaction that is open already."""
    return _rows(connection, name, _listed(lots))


def _rows(connection: Connection, name: str, lots: str) -> pd.DataFrame:
    """Read the rows of some lots: their numbers, or the query that finds them."""
    if not lots:
        return empty(name)
    key = order_by(name, connection.dialect.name)
    source = f"FROM {rows_table(name)} WHERE lot IN ({lots}) ORDER BY {key}"
    return as_frame(name, read_arrow(connection, arrow_types(name), source))
