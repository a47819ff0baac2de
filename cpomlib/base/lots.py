"""Lots: which part of the shared data a deposit replaces.

A lot is one table within one scope (``portee`` in the Table Schema): the stays of an
establishment, its places of a year, one document of its budget of a year… It counts from the
state (``etat``) at which it came into force; a later lot of the same scope supersedes it, and
its rows stay readable. A lot of a draft has no state yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from cpomlib.base.bulk import in_arrow, insert_postgresql
from cpomlib.base.numeros import next_number
from cpomlib.base.securite import refuse_outside
from cpomlib.tables import table

if TYPE_CHECKING:
    import pandas as pd

SCOPE = ["entite", "annee", "document"]
IN_FORCE = """
FROM lots l WHERE l.etat <= :etat AND NOT EXISTS (
    SELECT 1 FROM lots p WHERE p.nom_table = l.nom_table AND p.entite = l.entite
    AND p.annee = l.annee AND p.document = l.document AND p.etat > l.etat AND p.etat <= :etat)
"""
"""The lots of a state: of each scope, the last that came into force."""

FIGURES = (
    "l.nom_table NOT IN ('declarations', 'arretes_programmation', 'programmation', 'enveloppes')"
)
"""Lots that figures are made of: what is declared or programmed makes none.

A région and a département may have the same code.
"""

_INSERT = """
INSERT INTO lots (id, source, depot, nom_table, entite, annee, document, etat, lignes)
VALUES (:id, :source, :depot, :nom_table, :entite, :annee, :document, :etat, :lignes)
"""


def record_lots(
    connection: Connection, name: str, frame: pd.DataFrame, depot: int, etat: int | None
) -> pd.DataFrame:
    """Record the lots of a table in a deposit.

    Args:
        connection: the writing transaction.
        name: the shared table.
        frame: its rows in the deposit.
        depot: the number of the deposit.
        etat: the state at which they come into force; None for a draft.

    Returns:
        The scopes (entite, annee, document) with the number of their lot.
    """
    scopes = counted(name, frame)
    scopes["lot"] = list(_numbers(connection, len(scopes)))
    _insert(connection, scopes.assign(id=scopes["lot"], source=scopes["lot"]), name, depot, etat)
    return scopes


def counted(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the scopes of the rows of a table, sorted, with how many rows (``lignes``)."""
    scopes = scope_of(name, frame)
    sizes = scopes.groupby(SCOPE, sort=True).size().rename("lignes")
    return sizes.reset_index().astype({"annee": "int64", "lignes": "int64"})


def scope_of(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the scope of each row: entity, year (0 where none), document ('' where none).

    The version of an arrêté is a document.
    """
    import pandas as pd

    portee = table(name).portee
    document = next((column for column in portee[1:] if column != "annee"), "")
    return pd.DataFrame(
        {
            "entite": frame[portee[0]].astype("str"),
            "annee": frame["annee"].astype("int64") if "annee" in portee else 0,
            "document": frame[document].astype("str") if document else "",
        },
        index=frame.index,
    )


def owners_of(connection: Connection) -> dict[str, str]:
    """Return whose each establishment and contract is; a draft says it where nothing else does."""
    return _owners(connection, "etablissements") | _owners(connection, "contrats")


def _owners(connection: Connection, name: str) -> dict[str, str]:
    query = (
        f"SELECT r.{table(name).cle[0]}, r.id_gestionnaire FROM lots l JOIN lignes_{name} r "
        f"ON r.lot = l.source WHERE l.nom_table = '{name}' ORDER BY coalesce(l.etat, 0), l.id"
    )
    return {str(each): str(owner) for each, owner in connection.execute(text(query))}


def put_in_force(connection: Connection, depot: int, etat: int) -> None:
    """Give the lots of a draft the state at which they come into force."""
    connection.execute(
        text("UPDATE lots SET etat = :etat WHERE depot = :depot AND etat IS NULL"),
        {"etat": etat, "depot": depot},
    )


def own_lots(connection: Connection, depot: int) -> pd.DataFrame:
    """Return the lots a deposit brought rows for: source, nom_table, its scope, lignes."""
    query = (
        "SELECT id AS source, nom_table, entite, annee, document, lignes FROM lots "
        "WHERE depot = :depot AND source = id AND lignes > 0 ORDER BY id"
    )
    return _frame(connection, query, {"depot": depot})


def bring_back(connection: Connection, depot: int, etat: int) -> None:
    """Make the rows of a past deposit those of a new state; no row is copied."""
    lots = own_lots(connection, depot)
    lots["id"] = list(_numbers(connection, len(lots)))
    for name, of_table in lots.groupby("nom_table", sort=False):
        _insert(connection, of_table, str(name), depot, etat)


def clear(
    connection: Connection, scopes: Sequence[Mapping[str, object]], depot: int, etat: int
) -> None:
    """Empty scopes by name; what they held stays in the past states.

    Args:
        connection: the writing transaction.
        scopes: each as nom_table, entite, annee, document.
        depot: the number of the deposit that empties them.
        etat: the state from which they are empty.
    """
    import pandas as pd

    if not scopes:
        return
    lots = pd.DataFrame(list(scopes)).sort_values(["nom_table", *SCOPE], ignore_index=True)
    lots["id"] = lots["source"] = list(_numbers(connection, len(lots)))
    lots["lignes"] = 0
    for name, of_table in lots.groupby("nom_table", sort=False):
        _insert(connection, of_table, str(name), depot, etat)


def _frame(connection: Connection, query: str, values: dict[str, object]) -> pd.DataFrame:
    import pandas as pd

    statement = text(query)
    found = connection.execute(statement, values)
    names = list(found.keys())
    texts = {name: "str" for name in names if name not in {"annee", "lignes", "source"}}
    return pd.DataFrame(found.all(), columns=names).astype(texts)


def _numbers(connection: Connection, count: int) -> range:
    """Return numbers for new lots; nobody else takes any, this being the writing transaction."""
    first = next_number(connection, "lots")
    return range(first, first + count)


def _insert(
    connection: Connection, lots: pd.DataFrame, name: str, depot: int, etat: int | None
) -> None:
    records = lots[["id", "source", *SCOPE, "lignes"]].assign(
        nom_table=name, depot=depot, etat=etat
    )
    if records.empty:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(text(_INSERT), records.to_dict("records"))
        return
    waiting = depot if etat is None else None
    refuse_outside(connection, name, records["entite"].tolist(), waiting)
    rows = records.astype({"etat": "Int64", "id": "int64", "source": "int64"})
    insert_postgresql(connection, "lots", list(rows.columns), in_arrow(rows))
