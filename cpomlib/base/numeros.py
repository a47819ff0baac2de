"""Numbers of deposits, events, states and lots: they follow each other for everybody.

A role bound to its perimeter does not see the rows of the others: PostgreSQL counts for it.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, text

Suite = Literal["depots", "evenements", "etats", "lots"]
_SQLITE = {
    "depots": "SELECT coalesce(max(id), 0) + 1 FROM depots",
    "evenements": "SELECT coalesce(max(id), 0) + 1 FROM evenements",
    "etats": "SELECT coalesce(max(etat), 0) + 1 FROM evenements",
    "lots": "SELECT coalesce(max(id), 0) + 1 FROM lots",
}


def next_number(connection: Connection, suite: Suite) -> int:
    """Return the next number; nobody else takes it, this being the writing transaction."""
    if connection.dialect.name == "sqlite":
        return int(connection.execute(text(_SQLITE[suite])).scalar_one())
    query = text("SELECT cpom_suivant(:suite)")
    return int(connection.execute(query, {"suite": suite}).scalar_one())


def last_moment(connection: Connection) -> str:
    """Return when the last event was recorded, as written there; empty before the first.

    A server keeps the order of the moments itself.
    """
    if connection.dialect.name != "sqlite":
        return ""
    return connection.execute(text("SELECT max(horodatage) FROM evenements")).scalar() or ""
