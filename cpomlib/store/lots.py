"""Lots: which part of the shared data a deposit replaces.

A lot is one table within one scope (``portee`` in the Table Schema): the stays of an
establishment, its places of a year, one document of its budget of a year… A newer lot of the
same scope supersedes the older one, whose rows stay readable.
"""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, text

from cpomlib.tables.schema import table

SCOPE = ["entite", "annee", "document"]
_AS_NAMED = ("gestionnaires", "etablissements", "places", "demandes_siao", "balances")
"""Tables replaced for what they name only; the others for the whole gestionnaire."""


def lots_of(
    connection: Connection,
    name: str,
    frame: pd.DataFrame,
    depot: int,
) -> pd.DataFrame:
    """Record the lots of a table in a deposit.

    Args:
        connection: the writing transaction.
        name: the shared table.
        frame: its rows in the deposit.
        depot: the number of the deposit.

    Returns:
        The scopes (entite, annee, document) with the number of their lot.
    """
    scopes = scope_of(name, frame).drop_duplicates()
    if name not in _AS_NAMED and len(scopes):
        scopes = _widen(scopes, _owners(connection))
    scopes = scopes.sort_values(SCOPE, ignore_index=True)
    first = int(connection.execute(text("SELECT coalesce(max(id), 0) FROM lots")).scalar_one()) + 1
    scopes["lot"] = range(first, first + len(scopes))
    _insert(connection, name, scopes, depot)
    return scopes


def scope_of(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the scope of each row: entity, year (0 where none), document ('' where none)."""
    portee = table(name).portee
    return pd.DataFrame(
        {
            "entite": frame[portee[0]].astype("str"),
            "annee": frame["annee"].astype("int64") if "annee" in portee else 0,
            "document": frame["document"].astype("str") if "document" in portee else "",
        },
        index=frame.index,
    )


def _owners(connection: Connection) -> pd.DataFrame:
    """Return every establishment with its gestionnaire, those just deposited included."""
    rows = connection.execute(text("SELECT id_etablissement, id_gestionnaire FROM etablissements"))
    return pd.DataFrame(rows.all(), columns=["entite", "id_gestionnaire"]).astype("str")


def _widen(scopes: pd.DataFrame, owners: pd.DataFrame) -> pd.DataFrame:
    """Extend the scopes to all the establishments of the gestionnaires they belong to.

    A table is replaced as a whole for a gestionnaire: an establishment it no longer mentions
    has no rows any more.
    """
    periods = scopes.merge(owners, on="entite")[["id_gestionnaire", "annee", "document"]]
    return periods.drop_duplicates().merge(owners, on="id_gestionnaire")[SCOPE]


def _insert(connection: Connection, name: str, scopes: pd.DataFrame, depot: int) -> None:
    statement = text(
        "INSERT INTO lots (id, source, depot, nom_table, entite, annee, document) "
        "VALUES (:lot, :lot, :depot, :nom_table, :entite, :annee, :document)"
    )
    records = scopes.assign(depot=depot, nom_table=name).to_dict("records")
    if records:
        connection.execute(statement, records)
