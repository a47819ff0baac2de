"""The commands of a nature of which a gestionnaire has one declaration: plan, operator sheet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli import declarees
from cpomlib.cli.natures import lire_fichier
from cpomlib.socle import CommandeError

if TYPE_CHECKING:
    from cpomlib.cli.natures import Nature


def groupe(nature: Nature, nom: str, aide: str) -> click.Group:
    """Make the commands of a nature.

    Args:
        nature: what is declared.
        nom: the name of the group.
        aide: its help.
    """

    @click.group(name=nom, help=aide, subcommand_metavar="ACTION [OPTIONS]…")
    def made() -> None:
        pass

    @made.command(help="Dépose un fichier, s’il n’a aucune faute. Le texte est gardé tel quel.")
    @click.argument("fichier", type=click.Path(path_type=Path), metavar="FICHIER.yaml")
    @declarees.option_qui
    @declarees.options_deposer
    def deposer(fichier: Path, gestionnaire: str | None, **options: Any) -> None:
        read = lire_fichier(nature, fichier)
        who = gestionnaire or _nomme(fichier)
        click.echo(declarees.deposer(read, (who, nature.document()), **options))

    @made.command(help="Ressort le texte, au signe près, à l’écran ou dans un fichier.")
    @declarees.option_qui_exigee
    @declarees.options_sortir
    def sortir(gestionnaire: str, **options: Any) -> None:
        declarees.sortir((gestionnaire, nature.document()), **options)

    @made.command(help="Liste ce qui est déposé, par qui et quand.")
    @declarees.options_lister
    def lister(**options: Any) -> None:
        click.echo(declarees.lister(nature, **options), nl=False)

    @made.command(help="Retire de l’état courant ; l’historique le garde.")
    @declarees.option_qui_exigee
    @declarees.options_retirer
    def supprimer(gestionnaire: str, **options: Any) -> None:
        click.echo(declarees.retirer((gestionnaire, nature.document()), **options))

    return made


def _nomme(fichier: Path) -> str:
    """Return the gestionnaire whose number is the name of a file."""
    from cpomlib.tables import table

    if re.match(table("gestionnaires").champ("id_gestionnaire").motif, fichier.stem):
        return fichier.stem
    raise CommandeError(
        "De quel gestionnaire est-ce\u00a0? Le nom du fichier ne le dit pas.",
        ou=str(fichier),
        que_faire="Ajoutez «\u00a0--gestionnaire ID\u00a0», ou nommez le fichier ID.yaml.",
    )
