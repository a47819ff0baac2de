"""Deposits: who gave what, when; all or nothing, and nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, Engine, Text, bindparam, text

from cpomlib.base.avenants import ouvrir
from cpomlib.base.doutes import record_doubts, written
from cpomlib.base.etats import TRANSMISSION, VALIDATION, latest_state, record_event
from cpomlib.base.lots import FIGURES, IN_FORCE, clear, record_lots
from cpomlib.base.numeros import next_number
from cpomlib.base.rattachements import attach
from cpomlib.base.rows import insert_rows
from cpomlib.base.securite import signed
from cpomlib.socle import Faute, StoreError
from cpomlib.tables import stored_names

if TYPE_CHECKING:
    import pandas as pd

Statut = Literal["brouillon", "transmis", "valide"]
"""What a deposit is given as: only a validated one changes the shared data."""


@dataclass(frozen=True)
class Origine:
    """Where a deposit comes from.

    Attributes:
        auteur: who deposits, as one says; a server records the role beside.
        fichier: name of the file or folder as the sender knows it.
        sha256: digest of what was read, so that the same file twice is noticed.
        format: ``tables``, ``exemple``…
        absentes: columns that the file does not have, by table.
        doutes: what was doubtful in it.
    """

    auteur: str
    fichier: str
    sha256: str
    format: str
    absentes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    doutes: tuple[Faute, ...] = ()


@dataclass(frozen=True)
class Depot:
    """A deposit as recorded: its number, its moment (UTC), its origin.

    On a server, the author is the role that the server recorded, then the name that was typed.
    """

    id: int
    horodatage: datetime
    auteur: str
    fichier: str
    sha256: str
    format: str


def in_order(frames: Mapping[str, pd.DataFrame], vide: bool = False) -> dict[str, pd.DataFrame]:
    """Return the tables in the order of the contract; refuse what cannot be deposited.

    Args:
        frames: the checked tables.
        vide: whether there may be no row at all (scopes are emptied by name).

    Raises:
        StoreError: ``frames`` holds no row or an unknown table.
    """
    ordered = {name: frames[name] for name in stored_names() if name in frames}
    unknown = set(frames) - set(ordered)
    if unknown or not (vide or any(len(frame) for frame in ordered.values())):
        raise StoreError(
            f"Rien à déposer : {', '.join(sorted(unknown)) or 'toutes les tables sont vides'}."
        )
    return ordered


def write_deposit(
    connection: Connection,
    frames: Mapping[str, pd.DataFrame],
    origine: Origine,
    statut: Statut,
    vides: Sequence[Mapping[str, object]] = (),
) -> int:
    """Write a deposit in a transaction that is open already; return its number.

    What it does to the current state has been looked at before (:mod:`cpomlib.base.portee`), and
    so has whether it must wait for the owner of the base.
    """
    number = _record(connection, origine)
    etat = _event(connection, number, origine.auteur, statut)
    ouvrir(connection, frames)
    for name, frame in frames.items():
        lots = record_lots(connection, name, frame, number, etat)
        insert_rows(connection, name, frame, lots)
    if etat is not None:
        clear(connection, vides, number, etat)
        attach(connection, etat)
    record_doubts(connection, number, origine.doutes)
    return number


def _event(connection: Connection, number: int, auteur: str, statut: Statut) -> int | None:
    if statut == "brouillon":
        return None
    nature = VALIDATION if statut == "valide" else TRANSMISSION
    return record_event(connection, number, nature, auteur) or None


def _record(connection: Connection, origine: Origine) -> int:
    statement = text(
        "INSERT INTO depots (id, horodatage, auteur, fichier, sha256, format, absentes) "
        "VALUES (:id, :horodatage, :auteur, :fichier, :sha256, :format, :absentes)"
    )
    number = next_number(connection, "depots")
    connection.execute(
        statement,
        {
            "id": number,
            "horodatage": datetime.now(UTC).isoformat(timespec="microseconds"),
            "auteur": origine.auteur,
            "fichier": origine.fichier,
            "sha256": origine.sha256,
            "format": origine.format,
            "absentes": written(origine.absentes),
        },
    )
    return number


def _latest_number(connection: Connection) -> int:
    return int(connection.execute(text("SELECT coalesce(max(id), 0) FROM depots")).scalar_one())


def latest_deposit(engine: Engine) -> int:
    """Return the number of the latest deposit, 0 when the base holds none."""
    with engine.connect() as connection:
        return _latest_number(connection)


_USED = f"""
SELECT DISTINCT d.id, d.horodatage, d.auteur, d.fichier, d.sha256, d.format, d.role
FROM depots d WHERE d.id IN (SELECT l.depot {IN_FORCE} AND {FIGURES}
"""


def deposits_used(
    engine: Engine, entites: Sequence[str] | None = None, etat: int | None = None
) -> list[Depot]:
    """Return the deposits the figures of a state are made of, oldest first.

    What the parties declare makes no figure: it is named where it is shown.

    Args:
        engine: an open base.
        entites: gestionnaires, establishments, départements whose rows are meant;
            None for all of them.
        etat: the number of the state; None for the current one.
    """
    state = latest_state(engine) if etat is None else etat
    statement = text(_USED + ") ORDER BY d.id")
    if entites is not None:
        statement = text(_USED + " AND l.entite IN :entites) ORDER BY d.id").bindparams(
            bindparam("entites", list(entites), expanding=True, type_=Text)
        )
    with engine.connect() as connection:
        rows = connection.execute(statement, {"etat": state}).all()
    return [as_depot(row) for row in rows]


def as_depot(row: Sequence[object]) -> Depot:
    """Read a deposit from its row: id, horodatage, auteur, fichier, sha256, format, role."""
    number, moment, auteur, *rest, role = row
    who = signed(str(auteur), role)
    return Depot(int(str(number)), datetime.fromisoformat(str(moment)), who, *map(str, rest))
