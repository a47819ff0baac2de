"""The same file twice is noticed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from cpomlib.base.deposits import Origine
from cpomlib.base.etats import REFUS, VALIDATION, natures, superseded
from cpomlib.base.lots import SCOPE, counted, own_lots
from cpomlib.base.reading import read_deposit
from cpomlib.socle import MAX_LISTED, CommandeError
from cpomlib.tables import table

if TYPE_CHECKING:
    import pandas as pd


_NOMMENT = ("tables", "exemple")
"""Formats whose files say themselves whose their rows are: no option reads them otherwise."""


def twin(
    engine: Engine,
    connection: Connection,
    frames: Mapping[str, pd.DataFrame],
    origine: Origine,
) -> int:
    """Return the number of the deposit that holds the same file and still counts, else 0."""
    for number in _same_file(connection, origine):
        if _counts(connection, number) and _same(engine, connection, frames, number):
            return int(number)
    return 0


def lu_autrement(
    connection: Connection,
    frames: Mapping[str, pd.DataFrame],
    origine: Origine,
    vides: Sequence[Mapping[str, object]],
) -> CommandeError | None:
    """Return the refusal of a file that is there already for others: it would count twice.

    A ledger given to one establishment, then to another, would be the accounts of both.
    """
    import pandas as pd

    known = [] if origine.format in _NOMMENT else _same_file(connection, origine)
    if not known:
        return None
    scopes = [counted(name, frame).assign(nom_table=name) for name, frame in frames.items()]
    named = pd.concat([*scopes, pd.DataFrame(list(vides))])[["nom_table", *SCOPE]]
    covered = set(named.itertuples(index=False, name=None))
    for number in known:
        lots = own_lots(connection, number)[["nom_table", *SCOPE]]
        beside = sorted(set(lots.itertuples(index=False, name=None)) - covered)
        if beside and _counts(connection, number):
            return _read_otherwise(number, sorted({each[1] for each in beside}))
    return None


def _read_otherwise(number: int, entites: Sequence[str]) -> CommandeError:
    named = ", ".join(entites[:MAX_LISTED])
    return CommandeError(
        f"Ce fichier est déjà dans la base pour {named} (dépôt n°\u00a0{number})\u00a0: il "
        "compterait deux fois. Rien n’a été écrit.",
        que_faire="S’il y était par erreur, ajoutez «\u00a0--remplacer --portee "
        f"{entites[0]}\u00a0» pour l’en retirer\u00a0; si c’est voulu, «\u00a0--forcer\u00a0».",
    )


def _same_file(connection: Connection, origine: Origine) -> Sequence[int]:
    query = text(
        "SELECT id FROM depots WHERE sha256 = :sha256 AND format = :format ORDER BY id DESC"
    )
    asked = {"sha256": origine.sha256, "format": origine.format}
    return connection.execute(query, asked).scalars().all()


def _counts(connection: Connection, depot: int) -> bool:
    """Whether a deposit still counts: in force, or waiting to be validated."""
    done = natures(connection, depot)
    if VALIDATION in done:
        return not superseded(connection, depot)
    return REFUS not in done


def _same(
    engine: Engine, connection: Connection, frames: Mapping[str, pd.DataFrame], depot: int
) -> bool:
    import pandas as pd

    scopes = [counted(name, frame).assign(nom_table=name) for name, frame in frames.items()]
    if not _same_rows(pd.concat(scopes), own_lots(connection, depot)):
        return False
    there = read_deposit(engine, depot)
    given = {name: frame for name, frame in frames.items() if len(frame)}
    return all(_by_key(name, given[name]).equals(_by_key(name, there[name])) for name in given)


def _same_rows(given: pd.DataFrame, there: pd.DataFrame) -> bool:
    columns = ["nom_table", *SCOPE, "lignes"]
    return set(given[columns].itertuples(index=False, name=None)) == set(
        there[columns].itertuples(index=False, name=None)
    )


def _by_key(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(list(table(name).cle), ignore_index=True)
