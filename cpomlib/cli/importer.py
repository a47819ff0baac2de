"""``cpom importer``: deposit data in the base."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.aide import aider
from cpomlib.cli.depot import Demande, deposer, options_depot
from cpomlib.cli.nommer import nommer
from cpomlib.cli.suites import conclure

if TYPE_CHECKING:
    from cpomlib.entree import DossierLu

FORMATS = {
    "agregats": ("importer_agregats", "Dépose les agrégats transmis à la place des séjours."),
    "auto": ("importer_auto", "Dit ce qu’est un fichier, et la commande qui le dépose."),
    "dossier": ("importer_dossier", "Dépose tout ce qu’un dossier contient, dans l’ordre."),
    "contrat": ("importer_contrat", "Dépose un contrat\u00a0: un dossier de fichiers CSV."),
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
        from cpomlib.socle import suggestion

        if cmd_name in FORMATS:
            module = import_module(f"cpomlib.cli.{FORMATS[cmd_name][0]}")
            command = getattr(module, cmd_name)
            path = f"cpom importer {cmd_name}"
            return conclure(aider(nommer(command), path), path)
        command = super().get_command(ctx, cmd_name)
        if command is None:
            known = self.list_commands(ctx)
            ctx.fail(
                f"Le format «\u00a0{cmd_name}\u00a0» n’existe pas. "
                f"{suggestion(cmd_name, known)} Un dossier de ce nom n’est pas non plus ici."
            )
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a path for a folder of whatever came: ``cpom importer DOSSIER``."""
        # a path that is mistyped is a folder that is not there, and no format
        path = bool(args) and (Path(args[0]).exists() or Path(args[0]).name != args[0])
        if path and args[0] not in self.list_commands(ctx):
            return "dossier", self.get_command(ctx, "dossier"), args
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the formats without importing them."""
        own = {name: command.get_short_help_str(100) for name, command in self.commands.items()}
        told = own | {name: line for name, (_, line) in FORMATS.items()}
        with formatter.section("Formats\u00a0"):
            formatter.write_dl(sorted(told.items()))


@click.group(cls=Formats, subcommand_metavar="FORMAT [OPTIONS]…")
def importer() -> None:
    """Dépose des données dans la base, si elles n’ont aucune faute.

    « cpom importer DOSSIER » reconnaît et dépose tout ce qui a été reçu.

    Un dépôt ne touche que les établissements, années et documents que ses lignes nomment. Ce qu’il
    retirerait est dit, et refusé tant que l’on n’a pas choisi « --completer » ou « --remplacer » ;
    « --essai » dit tout sans rien écrire.
    """


@importer.command()
@click.argument("chemin", metavar="DOSSIER|CLASSEUR", type=click.Path(path_type=Path))
@options_depot
def tables(chemin: Path, demande: Demande) -> None:
    """Dépose un dossier de fichiers CSV, un par table partagée, ou un classeur.

    Chaque fichier porte le nom de sa table (gestionnaires.csv, sejours.csv, programmation.csv…).
    Toutes les fautes sont données à la fois ; rien n’est écrit s’il en reste une. Le classeur
    est celui d’une programmation, ou d’un département (« cpom trame --departement »).

    Exemple : cpom importer tables donnees/
    """
    read, digest = _tables(chemin, demande)
    origine = demande.origine(chemin.resolve().name, digest, "tables")
    click.echo(deposer(read.frames, replace(origine, absentes=read.absentes), demande))


def _tables(chemin: Path, demande: Demande) -> tuple[DossierLu, str]:
    from cpomlib.calcul.gouvernance import questions_connues
    from cpomlib.calcul.programmation import territoires_connus
    from cpomlib.cli.session import known_region
    from cpomlib.entree import folder_sha256, lire_dossier, sha256
    from cpomlib.entree.trame import lire_trame_contrat
    from cpomlib.tables import folder_names, regional_names, territory_names

    names, known = (*folder_names(), *regional_names()), known_region(demande.base)
    checks = [territoires_connus, questions_connues]
    if chemin.suffix.lower() == ".xlsx":
        sheets = (*regional_names(), *territory_names(), "financements")
        read = lire_trame_contrat(chemin, known, demande.jour, checks, sheets)
        return read, sha256(chemin)
    read = lire_dossier(chemin, known, demande.jour, names, checks)
    return read, folder_sha256(chemin, names)
