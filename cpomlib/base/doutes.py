"""What was doubtful at the door, kept with the deposit so that a report may say it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, bindparam, text

from cpomlib.base.implantations import etablissements_de
from cpomlib.socle import Faute

GARDES = 500
"""Doubts kept one by one with a deposit; the others are counted in a last one."""
_COLUMNS = "depot, rang, ligne, fichier, feuille, colonne, message, que_faire"
_INSERT = (
    f"INSERT INTO doutes ({_COLUMNS}) VALUES "
    "(:depot, :rang, :ligne, :fichier, :feuille, :colonne, :message, :que_faire)"
)


@dataclass(frozen=True)
class Doute:
    """Something doubtful in a deposit when it came in.

    Attributes:
        depot: its number.
        fichier: the file, as the sender knows it.
        feuille: the sheet, empty for a file without any.
        ligne: the line, 0 when the whole file is meant.
        colonne: the column, empty when the whole row is meant.
        message: what is doubtful, a French sentence; the value itself is not kept.
        que_faire: what to do, a French sentence.
    """

    depot: int
    fichier: str
    feuille: str
    ligne: int
    colonne: str
    message: str
    que_faire: str


@dataclass(frozen=True)
class Douteux:
    """What was doubtful in the deposits that a gestionnaire's figures come from.

    Attributes:
        siens: the doubts of the deposits that are about it only.
        partages: how many doubts the others had, by deposit: their words may name others.
    """

    siens: tuple[Doute, ...] = ()
    partages: Mapping[int, int] = field(default_factory=dict)


def record_doubts(connection: Connection, depot: int, doutes: Sequence[Faute]) -> None:
    """Keep doubts with a deposit, in the transaction that writes it."""
    kept = list(doutes[:GARDES])
    if len(doutes) > GARDES:
        more = f"Et {len(doutes) - GARDES} autres doutes, non gardés un par un."
        kept.append(Faute(doutes[GARDES].fichier, 0, "", "", more))
    rows = [
        {
            "depot": depot,
            "rang": rank,
            "ligne": each.ligne,
            "fichier": each.fichier,
            "feuille": each.feuille,
            "colonne": each.colonne,
            "message": each.message,
            "que_faire": each.que_faire,
        }
        for rank, each in enumerate(kept, 1)
    ]
    if rows:
        connection.execute(text(_INSERT), rows)


def doutes(engine: Engine, depots: Iterable[int]) -> list[Doute]:
    """Return what was doubtful in some deposits, in their order.

    On a shared server, those of a deposit that goes beyond the perimeter of the role connected
    are not shown: they may speak of others.
    """
    statement = text(
        "SELECT depot, fichier, feuille, ligne, colonne, message, que_faire FROM doutes "
        "WHERE depot IN :depots ORDER BY depot, rang"
    ).bindparams(bindparam("depots", list(depots), expanding=True))
    with engine.connect() as connection:
        return [Doute(*row) for row in connection.execute(statement)]


def doutes_du_gestionnaire(
    engine: Engine, gestionnaire: str, depots: Iterable[int], etat: int
) -> Douteux:
    """Return what was doubtful in the deposits that a gestionnaire's figures come from.

    Args:
        engine: an open base.
        gestionnaire: whose figures they are.
        depots: the deposits.
        etat: the number of the state, which says what its establishments are.
    """
    found = doutes(engine, depots)
    if not found:
        return Douteux()
    query = text("SELECT DISTINCT depot, entite FROM lots WHERE depot IN :depots")
    asked = query.bindparams(bindparam("depots", sorted({d.depot for d in found}), expanding=True))
    with engine.connect() as connection:
        mine = {gestionnaire, *etablissements_de(connection, etat, [gestionnaire])}
        shared = {depot for depot, entite in connection.execute(asked) if entite not in mine}
    own = tuple(doubt for doubt in found if doubt.depot not in shared)
    return Douteux(own, Counter(doubt.depot for doubt in found if doubt.depot in shared))


def counts(doubts: Iterable[Doute]) -> dict[tuple[int, str, str, str], int]:
    """Count doubts alike: deposit, column, message and advice, in the order they came."""
    return dict(Counter((d.depot, d.colonne, d.message, d.que_faire) for d in doubts))


def written(absentes: Mapping[str, Iterable[str]]) -> str:
    """Write the columns that a file did not have, as a deposit keeps them."""
    plain = {name: sorted(columns) for name, columns in absentes.items() if columns}
    return json.dumps(plain, ensure_ascii=False) if plain else ""


def absent_columns(connection: Connection, depot: int) -> dict[str, frozenset[str]]:
    """Return the columns that the file of a deposit did not have, by table."""
    query = text("SELECT absentes FROM depots WHERE id = :depot")
    kept = connection.execute(query, {"depot": depot}).scalar()
    return {name: frozenset(columns) for name, columns in json.loads(kept or "{}").items()}
