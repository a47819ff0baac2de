"""States of the base: each is an event (a validation, a restoration), numbered in order.

A deposit has no effect before it is validated. A state is never altered: whoever reads it again
finds what was read then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, text

from cpomlib.errors import CommandeError
from cpomlib.store.lots import IN_FORCE, bring_back, clear_the_rest, put_in_force
from cpomlib.store.numeros import last_moment, next_number
from cpomlib.store.rattachements import attach, refuse_waiting
from cpomlib.store.securite import is_bound
from cpomlib.store.transaction import writing
from cpomlib.typography import date_fr

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


def transmettre(engine: Engine, depot: int, auteur: str) -> None:
    """Pass a draft on to those who validate it; the shared data do not change.

    Raises:
        CommandeError: the deposit is not a draft.
    """
    with writing(engine) as connection:
        done = natures(connection, depot)
        if VALIDATION in done:
            raise CommandeError(f"Le dépôt n° {depot} est déjà validé.")
        if TRANSMISSION in done:
            raise CommandeError(
                f"Le dépôt n° {depot} est déjà transmis.",
                que_faire=f"Pour qu’il prenne effet : « cpom depots valider {depot} ».",
            )
        record_event(connection, depot, TRANSMISSION, auteur)


def valider(engine: Engine, depot: int, auteur: str, *, rattacher: bool = False) -> int:
    """Put a draft or transmitted deposit in force; return the state it makes.

    Args:
        engine: an open base.
        depot: the number of the deposit.
        auteur: who validates.
        rattacher: accept, as the owner of a server's base, what it attaches otherwise.

    Raises:
        CommandeError: the deposit is validated already, or attaches what nobody has accepted.
    """
    with writing(engine) as connection:
        if VALIDATION in natures(connection, depot):
            raise CommandeError(
                f"Le dépôt n° {depot} est déjà validé.",
                que_faire="S’il a été remplacé depuis et doit revenir : "
                f"« cpom depots retablir {depot} ».",
            )
        if not rattacher or is_bound(connection):
            refuse_waiting(connection, depot)
        etat = record_event(connection, depot, VALIDATION, auteur)
        put_in_force(connection, depot, etat)
        clear_the_rest(connection, depot, etat)
        attach(connection, etat)
    return etat


def refuser(engine: Engine, depot: int, auteur: str, motif: str) -> None:
    """Refuse a deposit that waits; it stays readable, with the reason.

    Raises:
        CommandeError: the deposit is validated, or refused already.
    """
    with writing(engine) as connection:
        done = natures(connection, depot)
        if VALIDATION in done:
            raise CommandeError(f"Le dépôt n° {depot} est déjà validé : il ne se refuse plus.")
        if REFUS in done:
            raise CommandeError(f"Le dépôt n° {depot} est déjà refusé.")
        record_event(connection, depot, REFUS, auteur, motif)


def retablir(engine: Engine, depot: int, auteur: str) -> int:
    """Put the rows of a past deposit in force again; return the state it makes.

    Raises:
        CommandeError: the deposit was never validated, or all of it is in force.
    """
    with writing(engine) as connection:
        if VALIDATION not in natures(connection, depot):
            raise CommandeError(
                f"Le dépôt n° {depot} n’a jamais été validé : il n’y a rien à rétablir.",
                que_faire=f"Pour qu’il prenne effet : « cpom depots valider {depot} ».",
            )
        if not superseded(connection, depot):
            raise CommandeError(f"Le dépôt n° {depot} est en vigueur : rien n’est à rétablir.")
        if is_bound(connection):
            refuse_waiting(connection, depot)
        etat = record_event(connection, depot, RETABLISSEMENT, auteur)
        bring_back(connection, depot, etat)
        clear_the_rest(connection, depot, etat)
        attach(connection, etat)
    return etat


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
