"""``cpom importer auto``: says what a file is, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cpomlib.entree import Reconnu


@click.command()
@click.argument("fichiers", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--executer", is_flag=True, help="Dépose aussi les fichiers pour lesquels il ne manque rien."
)
@click.option("--essai", is_flag=True, help="Avec --executer : dit tout, n’écrit rien.")
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
def auto(fichiers: tuple[Path, ...], executer: bool, essai: bool, base: str | None) -> None:
    """Dit ce qu’est chaque fichier, pourquoi, et la commande qui le dépose.

    Seul le début du contenu est lu ; le nom du fichier ne compte pas.
    """
    from cpomlib.socle import CpomError

    suite = (*(("--base", base) if base else ()), *(["--essai"] if essai else []))
    failed = False
    for path in fichiers:
        try:
            failed |= not _one(path, executer, suite)
        except CpomError as error:
            click.echo(str(error), err=True)
            failed = True
    if failed:
        raise click.exceptions.Exit(1)


def _one(path: Path, execute: bool, suite: Sequence[str]) -> bool:
    """Tell what one file is; return False when it is unknown or its deposit failed."""
    from cpomlib.entree import INCONNU, reconnaitre

    found = reconnaitre(path)
    click.echo(f"{path.name} : c’est {found.nature}. {found.pourquoi}")
    if found.manque:
        click.echo(f"  {found.manque}")
    if found.commande:
        click.echo(f"  {found.commande}")
    if execute and found.commande and not found.manque:
        return _run(found, suite)
    return found.format != INCONNU


def _run(found: Reconnu, suite: Sequence[str]) -> bool:
    from cpomlib.cli.importer import FORMATS

    command = getattr(import_module(f"cpomlib.cli.{FORMATS[found.format][0]}"), found.format)
    words = [*found.arguments[1:], *suite]
    code = command.main(words, prog_name=f"cpom importer {found.format}", standalone_mode=False)
    return not code
