"""The one guard of a deposit: what it would take out of the current state, and by whose choice.

A deposit touches the scopes its rows name (an establishment, its year, its document). What it
would take out of them is told, and refused until one chooses: to complete (add and update by
key, remove nothing) or to replace (the file is the whole of its scope). It is looked at within
the writing transaction, so that nobody deposits in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, Text, bindparam, text

from cpomlib.base.ailleurs import doutes_des_sejours
from cpomlib.base.avenants import FIGEES, Changement, changements, exiger_avenant, signes
from cpomlib.base.entretemps import refuser_change
from cpomlib.base.etats import current_state
from cpomlib.base.lots import IN_FORCE, SCOPE, scope_of
from cpomlib.base.portee_dite import Perte, Somme, refus
from cpomlib.base.reading import rows_of_lots
from cpomlib.base.recodage import sommes
from cpomlib.socle import CommandeError, Faute
from cpomlib.tables import empty, table

if TYPE_CHECKING:
    import pandas as pd

Mode = Literal["", "completer", "remplacer"]
FUSIONNEES = ("gestionnaires", "etablissements")
"""Tables merged by key: a column the file does not have keeps what is known."""


@dataclass(frozen=True)
class Choix:
    """What was chosen for the rows that a deposit would take out.

    Attributes:
        mode: ``completer``, ``remplacer``, or nothing chosen yet.
        portees: ``ID`` or ``ID:ANNEE`` that the file empties though no row names them.
        avenant: the amendment by which a signed contract changes; None when there is none.
        exemple: invented contracts take the place of invented ones: nobody signed them.
        depuis: the state that the rows were written from: what others changed of them since is
            told, and nothing is written over it. None where nobody read them before.
    """

    mode: Mode = ""
    portees: tuple[str, ...] = ()
    avenant: int | None = None
    exemple: bool = False
    depuis: int | None = None


SANS_CHOIX = Choix()


@dataclass(frozen=True, eq=False)
class BilanDepot:
    """What a deposit does to the current state.

    Attributes:
        frames: the tables as they are to be written.
        pertes: rows of its scopes that the file does not hold.
        sommes: amounts of the scopes where both codings would stand side by side.
        vides: scopes emptied by name: nom_table, entite, annee, document.
        doutes: what the comparison shows to be doubtful.
        changements: what it changes of the contracts that are signed.
    """

    frames: Mapping[str, pd.DataFrame]
    pertes: tuple[Perte, ...] = ()
    sommes: tuple[Somme, ...] = ()
    vides: Sequence[Mapping[str, object]] = field(default=())
    doutes: tuple[Faute, ...] = ()
    changements: tuple[Changement, ...] = ()


def examiner(
    connection: Connection,
    frames: Mapping[str, pd.DataFrame],
    absentes: Mapping[str, frozenset[str]],
    choix: Choix,
) -> BilanDepot:
    """Compare a deposit with the current state; refuse what nobody chose.

    Args:
        connection: the writing transaction.
        frames: the checked tables of the deposit.
        absentes: columns that its file does not have, by table.
        choix: what was chosen.

    Raises:
        CommandeError: rows or values would be lost and nothing is chosen, what is to be
            emptied is not there, or a signed contract would change without an amendment.
        EntretempsError: others changed the same scopes since the rows were read.
    """
    if choix.depuis is not None:
        refuser_change(
            connection, frames, choix.depuis, [p.partition(":")[0] for p in choix.portees]
        )
    found = juger(connection, frames, absentes, choix)
    if not choix.exemple:
        etat = current_state(connection)
        exiger_avenant(connection, found.changements, choix.avenant, frames, etat)
    if found.pertes and not choix.mode:
        raise refus(connection, found.pertes, found.sommes)
    return found


def juger(
    connection: Connection,
    frames: Mapping[str, pd.DataFrame],
    absentes: Mapping[str, frozenset[str]],
    choix: Choix,
) -> BilanDepot:
    """Compare a deposit with the current state, as :func:`examiner` does, without refusing."""
    etat = current_state(connection)
    kept, pertes, sums = {}, [], []
    changed: list[Changement] = []
    for name, frame in frames.items():
        held = _held(connection, name, frame, etat)
        lacking = sorted(absentes.get(name, frozenset()))
        merged = name in FUSIONNEES or choix.mode == "completer"
        kept[name] = _filled(name, frame, held, lacking) if merged else frame
        lost = _lost(name, frame, held)
        pertes += _counted(name, lost)
        sums += sommes(name, frame, held, lost)
        if not merged:
            pertes += _emptied(name, frame, held, lacking)
        if choix.mode == "completer":
            kept[name] = _completed(name, kept[name], lost)
        if name in FIGEES and len(held):
            closed = signes(connection, held["id_contrat"].unique().tolist(), etat)
            changed += changements(name, kept[name], held, closed)
    emptied = _to_empty(connection, frames, choix.portees, etat)
    changed += _emptied_contracts(connection, emptied, etat)
    vides = [{"nom_table": loss.table, **_scope(loss)} for loss in emptied]
    doubts = doutes_des_sejours(connection, kept, vides)
    return BilanDepot(kept, (*pertes, *emptied), tuple(sums), vides, doubts, tuple(changed))


def _emptied_contracts(
    connection: Connection, emptied: Sequence[Perte], etat: int
) -> list[Changement]:
    losses = [loss for loss in emptied if loss.table in FIGEES]
    closed = signes(connection, [loss.entite for loss in losses], etat)
    return [
        Changement(loss.entite, f"{loss.table}, {loss.entite}\u00a0: toutes les lignes retirées")
        for loss in losses
        if loss.entite in closed
    ]


def _scope(loss: Perte) -> dict[str, object]:
    return {"entite": loss.entite, "annee": loss.annee, "document": loss.document}


def _held(connection: Connection, name: str, frame: pd.DataFrame, etat: int) -> pd.DataFrame:
    """Return the rows of the current state in the scopes that a table names."""
    import pandas as pd

    scopes = scope_of(name, frame).drop_duplicates()
    lots = _lots(connection, name, scopes["entite"].unique().tolist(), etat)
    if lots.empty:
        return empty(name)
    named = pd.MultiIndex.from_frame(scopes)
    touched = lots[pd.MultiIndex.from_frame(lots[SCOPE]).isin(named)]
    return rows_of_lots(connection, name, touched["source"])


def _lots(connection: Connection, name: str, entites: Sequence[str], etat: int) -> pd.DataFrame:
    import pandas as pd

    columns = ["source", *SCOPE, "lignes"]
    query = (
        f"SELECT l.source, l.entite, l.annee, l.document, l.lignes {IN_FORCE} AND l.lignes > 0 "
        "AND l.nom_table = :nom AND l.entite IN :entites"
    )
    statement = text(query).bindparams(bindparam("entites", expanding=True, type_=Text))
    values = {"nom": name, "entites": list(entites), "etat": etat}
    rows = connection.execute(statement, values).all() if entites else []
    return pd.DataFrame(rows, columns=columns).astype({"entite": "str", "document": "str"})


def _index(frame: pd.DataFrame, name: str) -> pd.Index:
    """Return the key of each row; an empty cell of a key is a value of it."""
    import pandas as pd

    key = list(table(name).cle)
    columns = [frame[column].astype("object") for column in key]
    plain = [column.where(column.notna(), "") for column in columns]
    return pd.MultiIndex.from_arrays(plain) if len(key) > 1 else pd.Index(plain[0])


def _lost(name: str, frame: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    return held[~_index(held, name).isin(_index(frame, name))] if len(held) else held


def _counted(name: str, lost: pd.DataFrame, colonne: str = "") -> list[Perte]:
    if lost.empty:
        return []
    sizes = scope_of(name, lost).groupby(SCOPE, sort=True).size()
    return [
        Perte(name, str(who), int(year), str(document), int(count), colonne)
        for (who, year, document), count in sizes.items()
    ]


def _emptied(
    name: str, frame: pd.DataFrame, held: pd.DataFrame, lacking: Sequence[str]
) -> list[Perte]:
    """Count the known values that a column the file does not have would empty."""
    if held.empty:
        return []
    same = held[_index(held, name).isin(_index(frame, name))]
    return [
        loss for column in lacking for loss in _counted(name, same[same[column].notna()], column)
    ]


def _filled(
    name: str, frame: pd.DataFrame, held: pd.DataFrame, lacking: Sequence[str]
) -> pd.DataFrame:
    """Give the columns that the file does not have what is known, row by row."""
    if held.empty or not lacking:
        return frame
    known = held.set_axis(_index(held, name), axis="index")
    filled = frame.copy()
    for column in lacking:
        values = known[column].reindex(_index(frame, name))
        filled[column] = values.set_axis(frame.index).astype(frame[column].dtype)
    return filled


def _completed(name: str, frame: pd.DataFrame, lost: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    if lost.empty:
        return frame
    both = pd.concat([frame, lost], ignore_index=True)
    return both.astype(frame.dtypes.to_dict()).sort_values(list(table(name).cle), ignore_index=True)


def _to_empty(
    connection: Connection,
    frames: Mapping[str, pd.DataFrame],
    portees: Sequence[str],
    etat: int,
) -> list[Perte]:
    """Return what is emptied by name: scopes of the tables of the file, in force, unnamed."""
    found: dict[Perte, None] = {}
    for portee in portees:
        entite, _, annee = portee.partition(":")
        scopes = [
            loss
            for name, frame in frames.items()
            if name not in FUSIONNEES
            for loss in _unnamed(connection, name, frame, (entite, annee), etat)
        ]
        if not scopes:
            raise CommandeError(
                f"Il n’y a rien à vider pour «\u00a0{portee}\u00a0»\u00a0: rien n’a été écrit.",
                pourquoi="Aucune table du fichier n’y a de lignes dans l’état courant, ou le "
                "fichier en a.",
                que_faire="Après «\u00a0--portee\u00a0», donnez l’identifiant de l’établissement, "
                "suivi au besoin de «\u00a0:\u00a0» et de l’année, par exemple "
                "«\u00a0440001234:2025\u00a0».",
            )
        found.update(dict.fromkeys(scopes))
    return list(found)


def _unnamed(
    connection: Connection, name: str, frame: pd.DataFrame, portee: tuple[str, str], etat: int
) -> list[Perte]:
    import pandas as pd

    entite, annee = portee
    lots = _lots(connection, name, [entite], etat)
    if annee:
        lots = lots[lots["annee"].astype("str") == annee]
    named = pd.MultiIndex.from_frame(scope_of(name, frame).drop_duplicates())
    if "document" in frame.columns and len(frame):
        lots = lots[lots["document"].isin(frame["document"].astype("str").unique())]
    rest = lots[~pd.MultiIndex.from_frame(lots[SCOPE]).isin(named)] if len(lots) else lots
    return [
        Perte(name, str(who), int(year), str(document), int(count))
        for who, year, document, count in rest[[*SCOPE, "lignes"]].itertuples(index=False)
    ]
