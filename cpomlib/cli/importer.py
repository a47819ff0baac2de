"""``cpom importer``: deposit data in the base."""

from __future__ import annotations

import getpass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.depot import deposer, options_depot, summary

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.store import Statut

__all__ = ["importer", "known_structure", "session_name", "summary"]

STRUCTURE = ("gestionnaires", "etablissements")
"""What the base must tell so that the references of a deposit can be resolved."""


FORMATS = {
    "agregats": ("importer_agregats", "Dépose les agrégats transmis à la place des séjours."),
    "auto": ("importer_auto", "Dit ce qu’est un fichier, et la commande qui le dépose."),
    "balance": ("importer_comptes", "Dépose une balance générale (CSV ou XLSX)."),
    "fec": ("importer_comptes", "Dépose un fichier des écritures comptables (FEC)."),
    "finess": ("importer_finess", "Dépose une extraction FINESS (CSV ou JSON)."),
    "siao": ("importer_siao", "Dépose un export d’un SIAO (CSV ou XLSX)."),
    "trame": ("importer_trame", "Dépose une trame remplie par un gestionnaire."),
}
"""The formats that live in a module of their own, and the line that the help shows."""


class Formats(click.Group):
    """A group whose formats are imported from ``cpomlib.cli.<module>`` when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the formats, in alphabetical order."""
        return sorted({*super().list_commands(ctx), *FORMATS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a format's command; an unknown one is refused with the nearest names."""
        from cpomlib.errors import suggestion

        if cmd_name in FORMATS:
            module = import_module(f"cpomlib.cli.{FORMATS[cmd_name][0]}")
            return getattr(module, cmd_name)
        command = super().get_command(ctx, cmd_name)
        if command is None:
            known = self.list_commands(ctx)
            ctx.fail(
                f"Le format «\u00a0{cmd_name}\u00a0» n’existe pas. {suggestion(cmd_name, known)}"
            )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the formats without importing them."""
        own = {name: command.get_short_help_str(100) for name, command in self.commands.items()}
        told = own | {name: line for name, (_, line) in FORMATS.items()}
        with formatter.section("Formats\u00a0"):
            formatter.write_dl(sorted(told.items()))


@click.group(cls=Formats, subcommand_metavar="FORMAT [OPTIONS]…")
def importer() -> None:
    """Dépose des données dans la base, si elles n’ont aucune faute."""


@importer.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@click.option("--auteur", metavar="NOM", help="Qui dépose (sinon le nom de session).")
@options_depot
def tables(
    dossier: Path, base: str | None, auteur: str | None, statut: Statut, forcer: bool
) -> None:
    """Dépose un dossier de fichiers CSV, un par table partagée.

    Chaque fichier porte le nom de sa table (gestionnaires.csv, sejours.csv…). Toutes les
    fautes sont données à la fois ; rien n’est écrit s’il en reste une.
    """
    from cpomlib.errors import DonneesError
    from cpomlib.sources.tables import folder_sha256, read_folder
    from cpomlib.store import Origine, open_base
    from cpomlib.tables.affichage import told

    try:
        frames = read_folder(dossier, known_structure(base))
    except DonneesError as error:
        click.echo(told(error), err=True)
        raise click.exceptions.Exit(1) from error
    origine = Origine(
        auteur or session_name(), dossier.resolve().name, folder_sha256(dossier), "tables"
    )
    click.echo(deposer(open_base(base, creer=True), frames, origine, statut, forcer))


def known_structure(base: str | None) -> dict[str, pd.DataFrame]:
    """Return the structure the base holds; a base that does not exist yet holds nothing.

    The file is not created here: a refused deposit leaves nothing behind.
    """
    from sqlalchemy.engine import make_url

    from cpomlib.store import base_address, open_base, read

    address = base_address(base)
    if address.startswith("sqlite:///") and not Path(make_url(address).database or "").exists():
        return {}
    return read(open_base(address, creer=True), STRUCTURE)


def session_name() -> str:
    """Return who is at the keyboard, for the record of a deposit."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "inconnu"
