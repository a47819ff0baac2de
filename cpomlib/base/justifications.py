"""Justifications of anomalies: kept with the figures they answered to, never overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Text, bindparam, text

from cpomlib.base.securite import signed
from cpomlib.base.transaction import writing
from cpomlib.tables import Justification

_COLUMNS = "code, entite, annee, motif, auteur, empreinte, constat"
_INSERT = (
    f"INSERT INTO justifications ({_COLUMNS}, horodatage) VALUES "
    "(:code, :entite, :annee, :motif, :auteur, :empreinte, :constat, :horodatage)"
)


def justify(engine: Engine, justifications: Sequence[Justification]) -> None:
    """Record answers, all of them or none; the earlier ones stay.

    Args:
        engine: an open base.
        justifications: the answers; their number and moment are given here.
    """
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    rows = [
        {
            "code": one.code,
            "entite": one.entite,
            "annee": one.annee,
            "motif": one.motif,
            "auteur": one.auteur,
            "empreinte": one.empreinte,
            "constat": one.constat,
            "horodatage": now,
        }
        for one in justifications
    ]
    if rows:
        with writing(engine) as connection:
            connection.execute(text(_INSERT), rows)


_BEFORE_THE_NEXT_STATE = (
    " AND NOT EXISTS (SELECT 1 FROM evenements e WHERE e.etat > :etat "
    "AND e.horodatage <= justifications.horodatage)"
)


def justifications(
    engine: Engine, entites: Collection[str], annee: int | None = None, etat: int | None = None
) -> tuple[Justification, ...]:
    """Return every answer given for some entities, the oldest first.

    Args:
        engine: an open base.
        entites: establishments and gestionnaires.
        annee: the year they are about; all years by default.
        etat: the state of the base they are read beside: an answer given after the next state
            came into force is left out, so that a past state reads as it did.
    """
    query = f"SELECT {_COLUMNS}, id, horodatage, role FROM justifications WHERE entite IN :entites"
    values: dict[str, int] = {}
    if annee is not None:
        query, values = f"{query} AND annee = :annee", {"annee": annee}
    if etat is not None:
        query, values = query + _BEFORE_THE_NEXT_STATE, values | {"etat": etat}
    statement = text(query + " ORDER BY id").bindparams(
        bindparam("entites", sorted(entites), expanding=True, type_=Text)
    )
    with engine.connect() as connection:
        rows = connection.execute(statement, values).mappings().all()
    return tuple(_read(dict(row)) for row in rows)


def _read(row: dict[str, Any]) -> Justification:
    auteur = signed(row["auteur"], row.pop("role"))
    moment = datetime.fromisoformat(row["horodatage"])
    return Justification(**row | {"horodatage": moment, "auteur": auteur})


def justifications_digest(engine: Engine, entites: Collection[str], etat: int) -> str:
    """Return a digest of the answers a report of some entities shows in a state."""
    numbers = ",".join(str(one.id) for one in justifications(engine, entites, etat=etat))
    return hashlib.sha256(numbers.encode()).hexdigest()
