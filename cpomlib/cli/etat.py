"""Which state of the base a command reads: ``--au DATE`` or ``--etat N``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from cpomlib.cli.entiers import Entier
from cpomlib.socle import read_day

if TYPE_CHECKING:
    from sqlalchemy import Engine

Command = TypeVar("Command", bound=Callable[..., object])


class Jour(click.ParamType):
    """A day as it is written in France, or by a machine (ISO 8601)."""

    name = "date"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day; what is not one is refused with an example."""
        if isinstance(value, date):
            return value
        read = read_day(value)
        if read is None:
            self.fail(
                f"«\u00a0{value}\u00a0» n’est pas une date. Écrivez JJ/MM/AAAA, par exemple "
                "31/12/2025.",
                param,
                ctx,
            )
        return read


def options_etat(command: Command) -> Command:
    """Give a command the options ``au`` and ``etat``, to be passed to :func:`etat_voulu`."""
    au = click.option(
        "--au",
        type=Jour(),
        metavar="DATE",
        help="Données telles qu’à la fin de ce jour (JJ/MM/AAAA).",
    )
    return au(option_etat(command))


def option_etat(command: Command) -> Command:
    """Give a command the option ``etat`` alone."""
    return click.option(
        "--etat",
        type=Entier(1),
        metavar="N",
        help="Données dans cet état, dont un rapport porte le numéro.",
    )(command)


def etat_voulu(engine: Engine, au: date | None, etat: int | None) -> int:
    """Return the number of the state asked for, the current one by default.

    Raises:
        CommandeError: both options are given, or the base never had that state.
    """
    from cpomlib.base import known_state, latest_state, state_on
    from cpomlib.socle import CommandeError

    if au is not None and etat is not None:
        raise CommandeError(
            "«\u00a0--au\u00a0» et «\u00a0--etat\u00a0» disent tous deux quelles données lire.",
            que_faire="N’en gardez qu’un.",
        )
    if au is not None:
        return state_on(engine, au)
    return latest_state(engine) if etat is None else known_state(engine, etat)


def option_jour(command: Command) -> Command:
    """Give a command the option ``jour``, to be passed to :func:`jour_voulu`."""
    return click.option(
        "--jour",
        type=Jour(),
        metavar="DATE",
        help="Jour où les chiffres sont regardés (aujourd’hui)\u00a0: une année qui n’est pas "
        "finie ce jour-là est dite en cours.",
    )(command)


def jour_voulu(jour: date | None, au: date | None = None) -> date:
    """Return the day the figures are looked at: the one asked for, that of the data, or today."""
    return jour or au or date.today()


@click.command()
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@click.option(
    "--sortie",
    type=click.Path(path_type=Path),
    default="reports",
    show_default=True,
    metavar="DOSSIER",
    help="Dossier des rapports.",
)
def etat(base: str | None, sortie: Path) -> None:
    """Dit si tout va bien : base, versions, paramètres, disque, langue, rapports à refaire.

    Se termine en erreur si quelque chose empêche de travailler.

    Exemple : cpom etat
    """
    from cpomlib.cli.etat_machine import BIEN, MAL, constats

    found = list(constats(base, sortie))
    for one in found:
        mark = "" if one.sort == BIEN else f"{one.sort.upper()}\u00a0: "
        click.echo(f"{one.sujet:<11} {mark}{one.dit}")
        if one.que_faire:
            click.echo(f"{'':<11} {one.que_faire}")
    wrong = sum(one.sort == MAL for one in found)
    seen = sum(one.sort not in {BIEN, MAL} for one in found)
    click.echo("Tout va bien." if not wrong and not seen else f"{wrong} à corriger, {seen} à voir.")
    if wrong:
        raise click.exceptions.Exit(1)
