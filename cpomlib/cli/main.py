"""``cpom``: the commands, each loaded only when it is asked for."""

from __future__ import annotations

import gettext
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from cpomlib import __version__
from cpomlib.cli.aide import NOMS_AIDE, aider
from cpomlib.cli.ecran import prepare_screen
from cpomlib.cli.fin import conduire
from cpomlib.cli.nommer import nommer
from cpomlib.cli.suites import conclure
from cpomlib.socle import suggestion

COMMANDS = {
    "agreger": "écrit les agrégats qu’un gestionnaire transmet à la place de ses séjours",
    "anomalies": "liste les chiffres douteux d’un gestionnaire, et les justifie",
    "app": "ouvre une page à utiliser ensemble : les scénarios, en réunion",
    "base": "crée et met à jour une base, habilite des rôles, publie des références",
    "budget": "applique les règles budgétaires à un gestionnaire",
    "commentaire": "dépose et ressort les commentaires des parties",
    "contrat": "lit, suit et contrôle les contrats : objectifs, cibles, parties",
    "depots": "liste les dépôts, les compare, les valide, les rétablit",
    "echeances": "dit ce qui est dû pour les contrats, et ce que vaut le silence",
    "etat": "dit si tout va bien : base, versions, paramètres, disque, rapports à refaire",
    "exemple": "dépose une région inventée, pour essayer",
    "fiche": "dépose et ressort ce que les parties écrivent pour la fiche opérateur",
    "gestionnaires": "liste les gestionnaires de la base, et leurs établissements",
    "importer": "dépose des données dans la base",
    "indicateurs": "calcule les indicateurs d’un gestionnaire",
    "lab": "ouvre l’atelier des analystes : JupyterLab, en français, à plusieurs",
    "lignes": "donne les lignes derrière un chiffre, et qui les a déposées",
    "modele": "liste les modèles de rapport, ou en commence un à soi",
    "parametres": "montre et vérifie les paramètres (droit, seuils, conventions)",
    "plan": "dépose et ressort le plan financier des parties",
    "programmation": "programme les signatures des contrats d’une région",
    "rapports": "produit les diagnostics d’une région",
    "scenario": "projette, compare et dépose des scénarios",
    "tables": "explique les tables partagées et leurs colonnes",
    "trame": "écrit le classeur qu’un gestionnaire remplit",
}
"""The commands in alphabetical order, with the line that ``cpom --help`` shows."""

_LOCALE = Path(__file__).parent / "locale"


class LazyGroup(click.Group):
    """A group whose commands live in ``cpomlib.cli.<name>`` and are imported when used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; an unknown one is refused with the nearest names."""
        if cmd_name not in COMMANDS:
            ctx.fail(f"La commande « {cmd_name} » n’existe pas. {suggestion(cmd_name, COMMANDS)}")
        module = import_module(f"cpomlib.cli.{cmd_name}")
        path = f"cpom {cmd_name}"
        return conclure(aider(nommer(getattr(module, cmd_name)), path), path)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commandes\u00a0"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    subcommand_metavar="COMMANDE [OPTIONS]…",
    context_settings={"help_option_names": NOMS_AIDE},
)
@click.version_option(__version__, "--version", prog_name="cpom", help="Affiche la version.")
def cpom() -> None:
    """Le diagnostic partagé des CPOM des CHRS.

    Des données communes entrent, un diagnostic par gestionnaire sort, pour toute une région.
    La base est donnée par « --base », sinon par la variable CPOM_BASE, sinon c’est
    « sqlite:///cpom.db ».
    """


def main() -> None:
    """Run ``cpom``; what the user can mend is said in French, without a traceback."""
    prepare_screen()
    speak_french()
    sys.exit(conduire(cpom))


def speak_french() -> None:
    """Give click's own messages in French, whatever the language of the machine."""
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("messages", _LOCALE)
