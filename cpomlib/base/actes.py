"""What may be done with a deposit once it is there: pass it on, validate it, bring it back.

The state may have moved since it came in: what it takes out is looked at when it takes effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from cpomlib.base.deposits import Origine, write_deposit
from cpomlib.base.doutes import absent_columns
from cpomlib.base.etats import (
    REFUS,
    RETABLISSEMENT,
    TRANSMISSION,
    VALIDATION,
    current_state,
    natures,
    record_event,
    superseded,
)
from cpomlib.base.lots import bring_back, clear, put_in_force
from cpomlib.base.portee import SANS_CHOIX, BilanDepot, Choix, examiner
from cpomlib.base.portee_dite import lignes, lignes_sommes
from cpomlib.base.rattachements import attach, refuse_waiting
from cpomlib.base.reading import rows_of_deposit
from cpomlib.base.securite import is_bound
from cpomlib.base.transaction import trying, writing
from cpomlib.socle import CommandeError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Effet:
    """What putting a deposit in force did.

    Attributes:
        etat: the state it made.
        complement: the deposit that holds what was kept beside it, 0 when there is none.
        retire: French lines that say what it took out of the current state.
        sommes: French lines that say the sums before and after, where a budget is recoded.
    """

    etat: int
    complement: int = 0
    retire: tuple[str, ...] = ()
    sommes: tuple[str, ...] = ()


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


def valider(engine: Engine, depot: int, auteur: str, choix: Choix = SANS_CHOIX) -> int:
    """Put a draft or transmitted deposit in force; return the state it makes.

    Raises:
        CommandeError: the deposit is validated already, or it would take rows out and nothing
            was chosen.
    """
    return validation(engine, depot, auteur, choix).etat


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


def validation(
    engine: Engine,
    depot: int,
    auteur: str,
    choix: Choix = SANS_CHOIX,
    *,
    essai: bool = False,
    rattacher: bool = False,
) -> Effet:
    """Put a draft in force, and say all that it did; a trial undoes it.

    What completing keeps, and the columns that the file did not have, are written as a further
    deposit of whoever validates: the rows of the draft stay as they were given.

    Args:
        engine: an open base.
        depot: the number of the deposit.
        auteur: who validates.
        choix: what becomes of the rows that it would take out of the current state.
        essai: do everything, then undo it.
        rattacher: accept, as the owner of a server's base, what it attaches otherwise.

    Raises:
        CommandeError: the deposit is validated already, would take rows out and nothing was
            chosen, or attaches what nobody has accepted.
    """
    with trying(engine, essai) as connection:
        if VALIDATION in natures(connection, depot):
            raise CommandeError(
                f"Le dépôt n° {depot} est déjà validé.",
                que_faire="S’il a été remplacé depuis et doit revenir : "
                f"« cpom depots retablir {depot} ».",
            )
        if not rattacher or is_bound(connection):
            refuse_waiting(connection, depot)
        given = rows_of_deposit(connection, depot)
        found = examiner(connection, given, absent_columns(connection, depot), choix)
        told = _told(connection, found)
        etat = record_event(connection, depot, VALIDATION, auteur)
        put_in_force(connection, depot, etat)
        clear(connection, found.vides, depot, etat)
        attach(connection, etat)
        more = _complement(connection, depot, auteur, _changed(given, found.frames))
        return Effet(current_state(connection) if more else etat, more, *told)


def retablir(engine: Engine, depot: int, auteur: str, choix: Choix = SANS_CHOIX) -> int:
    """Put the rows of a past deposit in force again; return the state it makes.

    Raises:
        CommandeError: the deposit was never validated, all of it is in force, or it would take
            rows out and nothing was chosen.
    """
    return retablissement(engine, depot, auteur, choix).etat


def retablissement(
    engine: Engine, depot: int, auteur: str, choix: Choix = SANS_CHOIX, *, essai: bool = False
) -> Effet:
    """Bring a past deposit back, and say all that it did; a trial undoes it."""
    with trying(engine, essai) as connection:
        if VALIDATION not in natures(connection, depot):
            raise CommandeError(
                f"Le dépôt n° {depot} n’a jamais été validé : il n’y a rien à rétablir.",
                que_faire=f"Pour qu’il prenne effet : « cpom depots valider {depot} ».",
            )
        if not superseded(connection, depot):
            raise CommandeError(f"Le dépôt n° {depot} est en vigueur : rien n’est à rétablir.")
        if is_bound(connection):
            refuse_waiting(connection, depot)
        given = rows_of_deposit(connection, depot)
        found = examiner(connection, given, {}, choix)
        told = _told(connection, found)
        etat = record_event(connection, depot, RETABLISSEMENT, auteur)
        bring_back(connection, depot, etat)
        attach(connection, etat)
        more = _complement(connection, depot, auteur, _changed(given, found.frames))
        return Effet(current_state(connection) if more else etat, more, *told)


def _told(connection: Connection, found: BilanDepot) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(lignes(connection, found.pertes)), tuple(lignes_sommes(found.sommes))


def _changed(
    given: Mapping[str, pd.DataFrame], wanted: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Return the tables that must not stand as the deposit gave them."""
    return {name: frame for name, frame in wanted.items() if not frame.equals(given[name])}


def _complement(
    connection: Connection, depot: int, auteur: str, frames: Mapping[str, pd.DataFrame]
) -> int:
    """Write what is kept beside a deposit as one more; return its number, 0 when nothing is."""
    if not frames:
        return 0
    query = text("SELECT fichier, sha256, format FROM depots WHERE id = :depot")
    fichier, sha256, nature = connection.execute(query, {"depot": depot}).one()
    return write_deposit(connection, frames, Origine(auteur, fichier, sha256, nature), "valide")
