"""States of the base: each is an event (a validation, a restoration), numbered in order.

A deposit has no effect before it is validated. A state is never altered: whoever reads it again
finds what was read then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, text

from cpomlib.base.lots import IN_FORCE
from cpomlib.base.numeros import last_moment, next_number
from cpomlib.socle import CommandeError, date_fr

ZONE = "Europe/Paris"
"""The local time of those who read the dates."""
TRANSMISSION, VALIDATION, RETABLISSEMENT = "transmission", "validation", "retablissement"
REFUS = "refus"


@dataclass(frozen=True)
class Evenement:
    """Something that happened to a deposit.

    Attributes:
        depot: its number.
        nature: ``transmission``, ``validation``, ``retablissement`` or ``refus``.
        horodatage: when (UTC).
        auteur: who did it; on a server, the role that the server recorded first.
        etat: the state it made, None when it changed nothing of the shared data.
        motif: why, of a refusal.
    """

    depot: int
    nature: str
    horodatage: datetime
    auteur: str
    etat: int | None
    motif: str = ""


def local(moment: datetime) -> datetime:
    """Return a moment in French local time."""
    return moment.astimezone(ZoneInfo(ZONE))


def latest_state(engine: Engine) -> int:
    """Return the number of the current state, 0 when nothing is validated yet."""
    with engine.connect() as connection:
        return current_state(connection)


def state_on(engine: Engine, jour: date) -> int:
    """Return the state of the base at the end of a day, local time.

    Raises:
        CommandeError: the day is still to come, or nothing was validated yet.
    """
    if jour > local(datetime.now(UTC)).date():
        raise CommandeError(
            f"Le {date_fr(jour)} n’est pas encore passé.",
            que_faire="Sans date, la commande prend l’état courant.",
        )
    midnight = datetime.combine(jour + timedelta(days=1), time(), ZoneInfo(ZONE))
    query = text("SELECT max(etat) FROM evenements WHERE horodatage < :limite")
    with engine.connect() as connection:
        found = connection.execute(query, {"limite": _written(midnight)}).scalar()
    if found is None:
        raise _too_early(engine, jour)
    return int(found)


def _too_early(engine: Engine, jour: date) -> CommandeError:
    query = text("SELECT min(horodatage) FROM evenements WHERE etat IS NOT NULL")
    with engine.connect() as connection:
        first = connection.execute(query).scalar()
    if first is None:
        return CommandeError("La base n’a encore aucun dépôt validé.")
    day = date_fr(local(datetime.fromisoformat(first)))
    return CommandeError(
        f"Le {date_fr(jour)}, la base ne contenait encore rien.",
        que_faire=f"Son premier dépôt a été validé le {day}.",
    )


def known_state(engine: Engine, etat: int) -> int:
    """Return the state asked for, if there is such a one.

    Raises:
        CommandeError: the base never had that state; says which it had.
    """
    latest = latest_state(engine)
    if 1 <= etat <= latest:
        return etat
    had = f"de 1 à {latest}" if latest > 1 else "1" if latest else "aucun"
    raise CommandeError(f"L’état n° {etat} n’existe pas.", que_faire=f"États de la base : {had}.")


def record_event(
    connection: Connection, depot: int, nature: str, auteur: str, motif: str | None = None
) -> int:
    """Record what happens to a deposit.

    Returns:
        The number of the state it makes; 0 when it makes none (a transmission, a refusal).
    """
    etat = None if nature in {TRANSMISSION, REFUS} else next_number(connection, "etats")
    connection.execute(
        text(
            "INSERT INTO evenements (id, etat, depot, nature, horodatage, auteur, motif) "
            "VALUES (:id, :etat, :depot, :nature, :horodatage, :auteur, :motif)"
        ),
        {
            "id": next_number(connection, "evenements"),
            "etat": etat,
            "depot": depot,
            "nature": nature,
            # A clock set back must not put a state before the one it follows.
            "horodatage": max(_written(datetime.now(UTC)), last_moment(connection)),
            "auteur": auteur,
            "motif": motif,
        },
    )
    return etat or 0


def natures(connection: Connection, depot: int) -> set[str]:
    """Return what has happened to a deposit."""
    query = text("SELECT nature FROM evenements WHERE depot = :depot")
    return set(connection.execute(query, {"depot": depot}).scalars())


def superseded(connection: Connection, depot: int) -> int:
    """Return how many of the lots a deposit brought are not in force any more."""
    query = (
        "SELECT count(*) FROM lots o WHERE o.depot = :depot AND o.source = o.id "
        f"AND o.lignes > 0 AND o.id NOT IN (SELECT l.source {IN_FORCE} "
        "AND l.depot = :depot)"
    )
    values = {"depot": depot, "etat": current_state(connection)}
    return int(connection.execute(text(query), values).scalar_one())


def current_state(connection: Connection) -> int:
    """Return the number of the current state, as a connection sees it; 0 before the first."""
    query = text("SELECT coalesce(max(etat), 0) FROM evenements")
    return int(connection.execute(query).scalar_one())


def _written(moment: datetime) -> str:
    """Write a moment so that texts sort as moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
