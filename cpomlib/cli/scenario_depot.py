"""``cpom scenario deposer``, ``sortir``, ``lister``…: the scenarios that the base keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cpomlib.cli import declarees
from cpomlib.cli.depot import options_base
from cpomlib.cli.natures import SCENARIO, lire_fichier
from cpomlib.cli.session import session_name
from cpomlib.socle import CommandeError

_nom = click.argument("nom", metavar="NOM")


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path), metavar="FICHIER.yaml")
@click.option("--nom", default="", metavar="NOM", help="Son nom dans la base (sinon son titre).")
@declarees.options_deposer
def deposer(fichier: Path, nom: str, **options: Any) -> None:
    """Dépose un scénario dans la base, s’il n’a aucune faute. Le texte est gardé tel quel.

    Si une autre version y est déjà, la différence est dite, et rien n’est écrit avant que l’on
    choisisse.
    """
    read = lire_fichier(SCENARIO, fichier)
    key = (read.gestionnaire, SCENARIO.document(nom or read.nom))
    if "/" in nom:
        raise CommandeError("Un nom de scénario ne contient pas «\u00a0/\u00a0».", ou="--nom")
    click.echo(declarees.deposer(read, key, **options))


@click.command()
@_nom
@declarees.option_qui_exigee
@declarees.options_sortir
def sortir(nom: str, gestionnaire: str, **options: Any) -> None:
    """Ressort un scénario de la base, au signe près, à l’écran ou dans un fichier."""
    declarees.sortir((gestionnaire, SCENARIO.document(nom)), **options)


@click.command()
@declarees.options_lister
def lister(**options: Any) -> None:
    """Liste les scénarios de la base, par qui et quand."""
    click.echo(declarees.lister(SCENARIO, **options), nl=False)


@click.command()
@_nom
@click.argument("titre", metavar="TITRE")
@declarees.option_qui_exigee
@options_base
def renommer(nom: str, titre: str, gestionnaire: str, base: str | None, auteur: str | None) -> None:
    """Donne un autre titre à un scénario de la base ; l’historique garde l’ancien."""
    from cpomlib.base import open_base
    from cpomlib.dossier import scenarios_deposes

    who, engine = auteur or session_name(), open_base(base)
    held = scenarios_deposes.renommer(engine, gestionnaire, nom, titre, who)
    click.echo(f"Dépôt n°\u00a0{held.depot}\u00a0: «\u00a0{nom}\u00a0» s’appelle maintenant "
               f"«\u00a0{held.nom}\u00a0».")  # fmt: skip


@click.command()
@_nom
@declarees.option_qui_exigee
@declarees.options_retirer
def supprimer(nom: str, gestionnaire: str, **options: Any) -> None:
    """Retire un scénario de l’état courant ; l’historique le garde."""
    click.echo(declarees.retirer((gestionnaire, SCENARIO.document(nom)), **options))


COMMANDES = (deposer, sortir, lister, renommer, supprimer)
