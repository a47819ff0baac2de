"""Aggregates that the analyst of a région publishes: what others may know of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import Engine, text

from cpomlib.base.securite import is_bound
from cpomlib.base.transaction import writing

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["indicateur", "n", "moyenne", "mediane", "statut", "raison"]
"""What is published of an indicator; masked already where secrecy asks for it."""
_HEAD = ["region", "annee", "perimetre", "etat", "gestionnaires", "publie_le", "publie_par"]


def publish(engine: Engine, agregats: pd.DataFrame) -> None:
    """Replace what was published of the régions, years and perimeters of a frame.

    Args:
        engine: an open base.
        agregats: one row per indicator: region, annee, perimetre, etat (the state they come
            from), gestionnaires (how many the région has), publie_le (UTC, ISO 8601),
            publie_par, then :data:`COLUMNS`.

    Raises:
        StoreError: the role connected is not an analyst of the région.
    """
    columns = [*_HEAD, *COLUMNS]
    insert = text(
        f"INSERT INTO agregats_publies ({', '.join(columns)}) "
        f"VALUES ({', '.join(f':{name}' for name in columns)})"
    )
    delete = text(
        "DELETE FROM agregats_publies "
        "WHERE region = :region AND annee = :annee AND perimetre = :perimetre"
    )
    values = agregats[columns].astype("object")
    scopes = agregats[["region", "annee", "perimetre"]].drop_duplicates().astype("object")
    with writing(engine) as connection:
        if engine.dialect.name != "sqlite" and is_bound(connection):
            delete = text("SELECT cpom_depublier(current_user, :region, :annee, :perimetre)")
        for scope in scopes.to_dict("records"):
            connection.execute(delete, scope)
        connection.execute(insert, values.where(values.notna(), None).to_dict("records"))


def published(engine: Engine, region: str, annee: int, perimetre: str = "tous") -> pd.DataFrame:
    """Return what is published of a région for a year; no row when nothing is."""
    import pandas as pd

    columns = [*_HEAD, *COLUMNS]
    query = text(
        f"SELECT {', '.join(columns)} FROM agregats_publies WHERE region = :region "
        "AND annee = :annee AND perimetre = :perimetre"
    )
    asked = {"region": region, "annee": annee, "perimetre": perimetre}
    with engine.connect() as connection:
        rows = connection.execute(query, asked).all()
    return pd.DataFrame(rows, columns=columns)


def published_digest(engine: Engine, region: str, annee: int) -> str:
    """Return the hash of all that is published of a région for a year, whatever the perimeter."""
    query = text(
        "SELECT perimetre, publie_le, indicateur, n, moyenne, mediane, statut, raison "
        "FROM agregats_publies WHERE region = :region AND annee = :annee "
        "ORDER BY perimetre, indicateur"
    )
    with engine.connect() as connection:
        rows = connection.execute(query, {"region": region, "annee": annee}).all()
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
