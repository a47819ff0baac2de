"""What every import shares: how a deposit is given, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Engine

    from cpomlib.store import Origine, Statut

Command = TypeVar("Command", bound=Callable[..., object])


def options_depot(command: Command) -> Command:
    """Give an import the options ``statut`` and ``forcer``, to be passed to :func:`deposer`."""
    statut = click.option(
        "--statut",
        type=click.Choice(["brouillon", "transmis", "valide"]),
        default="valide",
        show_default=True,
        help="Un brouillon ou un dépôt transmis n’a d’effet qu’une fois validé.",
    )
    forcer = click.option(
        "--forcer", is_flag=True, help="Dépose même si le même fichier est déjà dans la base."
    )
    return statut(forcer(command))


def deposer(
    engine: Engine,
    frames: Mapping[str, pd.DataFrame],
    origine: Origine,
    statut: Statut = "valide",
    forcer: bool = False,
) -> str:
    """Deposit checked tables, unless the same file is there already; return what to say.

    Args:
        engine: an open base.
        frames: checked, typed tables.
        origine: who and what they come from.
        statut: ``brouillon`` and ``transmis`` change nothing before they are validated.
        forcer: write a new deposit even so.

    Raises:
        StoreError: there is nothing to deposit.
    """
    from cpomlib.store import deposit, deposit_once

    if forcer:
        return _written(engine, frames, deposit(engine, frames, origine, statut), statut)
    recu = deposit_once(engine, frames, origine, statut)
    if recu.deja:
        return already(engine, recu.depot)
    return _written(engine, frames, recu.depot, statut)


def _written(
    engine: Engine, frames: Mapping[str, pd.DataFrame], number: int, statut: Statut
) -> str:
    """Say what was deposited, and whether the owner of a server has to accept it."""
    from cpomlib.store import waits_for_owner

    if statut != "valide" or not waits_for_owner(engine, number):
        return summary(frames, number, statut)
    *told, _ = summary(frames, number, "transmis").splitlines()
    return "\n".join([*told, to_accept(number)])


def summary(frames: Mapping[str, pd.DataFrame], number: int, statut: Statut = "valide") -> str:
    """Return what was deposited: the number of the deposit, then the rows of each table."""
    from cpomlib.typography import pluriel

    lines = [f"Dépôt n°\u00a0{number} enregistré{_SUITES[statut]}."]
    lines += [f"  {name}\u00a0: {pluriel(len(frame), 'ligne')}" for name, frame in frames.items()]
    if statut != "valide":
        lines.append(_to_validate(number))
    return "\n".join(lines)


def already(engine: Engine, number: int) -> str:
    """Say that the same file is in the base, in which deposit, and what may be done."""
    from cpomlib.store import fiche_depot, local, waits_for_owner
    from cpomlib.typography import date_fr

    fiche = fiche_depot(engine, number)
    waits = waits_for_owner(engine, number)
    when = date_fr(local(fiche.depot.horodatage))
    told = (
        f"Ce fichier est déjà dans la base (dépôt n°\u00a0{number} du {when}"
        f"{_SUITES.get(fiche.statut, '')})\u00a0: rien n’a été écrit."
    )
    if fiche.statut != "valide":
        return f"{told}\n{to_accept(number) if waits else _to_validate(number)}"
    return f"{told}\nPour le déposer quand même, ajoutez «\u00a0--forcer\u00a0»."


_SUITES = {"valide": "", "transmis": ", transmis", "brouillon": ", en brouillon"}


def _to_validate(number: int) -> str:
    return (
        "Les données partagées ne changent pas tant qu’il n’est pas validé\u00a0: "
        f"«\u00a0cpom depots valider {number}\u00a0»."
    )


def to_accept(number: int) -> str:
    """Say that a deposit waits for the owner of the base, and how it is accepted."""
    return (
        "Il rattache un établissement ou un gestionnaire\u00a0; il prendra effet quand le service "
        "qui tient la base l’aura accepté\u00a0: "
        f"«\u00a0cpom base rattachements accepter {number}\u00a0»."
    )
