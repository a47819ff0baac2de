"""The one way into the base: looked at, then written, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from cpomlib.base.avenants import dire
from cpomlib.base.deposits import Origine, Statut, in_order, write_deposit
from cpomlib.base.doublons import lu_autrement, twin
from cpomlib.base.portee import SANS_CHOIX, BilanDepot, Choix, examiner, juger
from cpomlib.base.portee_dite import lignes, lignes_sommes
from cpomlib.base.rattachements import must_wait
from cpomlib.base.transaction import trying
from cpomlib.socle import CommandeError, Faute

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

__all__ = ["Recu", "deposit", "deposit_once"]
_VALIDATION = "Déposez-le sans ce choix : il se fait à la validation, « cpom depots valider N »."


@dataclass(frozen=True)
class Recu:
    """What became of an import.

    Attributes:
        depot: the number of the deposit that holds it.
        deja: it was there already, nothing has been written.
        retire: French lines that say what it takes out of the current state, or would.
        sommes: French lines that say the sums before and after, where a budget is recoded.
        doutes: what the comparison with the current state shows to be doubtful.
        lignes: how many rows of each table were written, those kept by completing included.
        changements: French lines that say what it changes of signed contracts.
        attend: it has no effect before the owner of a server's base accepts what it attaches.
    """

    depot: int
    deja: bool
    retire: tuple[str, ...] = field(default=(), compare=False)
    sommes: tuple[str, ...] = field(default=(), compare=False)
    doutes: tuple[Faute, ...] = field(default=(), compare=False)
    lignes: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    attend: bool = field(default=False, compare=False)
    changements: tuple[str, ...] = field(default=(), compare=False)


def deposit(
    engine: Engine,
    frames: Mapping[str, pd.DataFrame],
    origine: Origine,
    statut: Statut = "valide",
    choix: Choix = SANS_CHOIX,
) -> int:
    """Write checked tables as one deposit, in one transaction.

    Args:
        engine: an open base.
        frames: checked, typed tables; those absent are left as they are in the base.
        origine: who and what the deposit comes from.
        statut: ``valide`` takes effect at once; ``brouillon`` and ``transmis`` wait for
            :func:`cpomlib.base.valider`.
        choix: what becomes of the rows that it would take out of the current state.

    Returns:
        The number of the deposit.

    Raises:
        StoreError: ``frames`` holds no row or an unknown table.
        CommandeError: it would take rows out and nothing was chosen.
    """
    return deposit_once(engine, frames, origine, statut, choix, forcer=True).depot


def deposit_once(
    engine: Engine,
    frames: Mapping[str, pd.DataFrame],
    origine: Origine,
    statut: Statut = "valide",
    choix: Choix = SANS_CHOIX,
    *,
    forcer: bool = False,
    essai: bool = False,
) -> Recu:
    """Deposit checked tables, unless the same file is there already and nothing replaced it.

    The same file is one of the same SHA-256, format and scope, whose rows are the same (they
    differ when it is read with other options).

    Args:
        engine: an open base.
        frames: as for :func:`deposit`.
        origine: as for :func:`deposit`.
        statut: as for :func:`deposit`.
        choix: as for :func:`deposit`.
        forcer: write a new deposit even if the same file is there.
        essai: do everything, then undo it: nothing is written.

    Raises:
        StoreError: ``frames`` holds no row or an unknown table.
        CommandeError: it would take rows out and nothing was chosen, or the same file is there
            for others.
    """
    ordered = in_order(frames, vide=bool(choix.portees))
    if statut != "valide" and choix != SANS_CHOIX:
        raise CommandeError(
            "Un brouillon ou un dépôt transmis ne retire rien : il n’y a rien à choisir encore.",
            que_faire=_VALIDATION,
        )
    with trying(engine, essai) as connection:
        waits = statut == "valide" and must_wait(connection, ordered)
        if waits:
            # the choice is for whoever accepts it: the state may have moved by then
            statut, choix = "transmis", SANS_CHOIX
        known = 0 if forcer else twin(engine, connection, ordered, origine)
        if known:
            return Recu(known, deja=True)
        look = examiner if statut == "valide" else juger
        found = look(connection, ordered, origine.absentes, choix)
        if choix.mode == "completer" and not forcer:
            known = twin(engine, connection, found.frames, origine)
        if known:
            return Recu(known, deja=True)
        if not forcer and (refusal := lu_autrement(connection, ordered, origine, found.vides)):
            raise refusal
        origine = replace(origine, doutes=(*origine.doutes, *found.doutes))
        number = write_deposit(connection, found.frames, origine, statut, found.vides)
        return replace(_received(connection, number, found), attend=waits)


def _received(connection: Connection, number: int, found: BilanDepot) -> Recu:
    return Recu(
        number,
        False,
        tuple(lignes(connection, found.pertes)),
        tuple(lignes_sommes(found.sommes)),
        found.doutes,
        _counts(found.frames),
        changements=tuple(dire(found.changements)),
    )


def _counts(frames: Mapping[str, pd.DataFrame]) -> tuple[tuple[str, int], ...]:
    return tuple((name, len(frame)) for name, frame in frames.items())
