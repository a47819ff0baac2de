"""``cpom base rattachements``: who manages each establishment, as a server’s owner accepts it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.depot import choix_de, options_choix
from cpomlib.cli.depot_sortie import dire_effet

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.base import Proposition

_base = click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
_auteur = click.option("--auteur", metavar="NOM", help="Qui agit (sinon le nom de session).")
_numero = click.argument("numero", type=int, metavar="N")


@click.group(subcommand_metavar="ACTION [OPTIONS]…")
def rattachements() -> None:
    """Montre, accepte ou refuse ce que des rôles proposent de rattacher.

    Le périmètre d’un rôle vient des rattachements : quel gestionnaire tient un établissement,
    et où. Seul le rôle qui tient la base les change. Un dépôt qui en change attend.
    """


@rattachements.command()
@_base
def lister(base: str | None) -> None:
    """Liste les rattachements proposés, que la base attend d’accepter ou de refuser."""
    from cpomlib.base import propositions, unattached

    engine = _server(base)
    found, astray = propositions(engine), unattached(engine)
    if not found:
        click.echo("Aucun rattachement n’est proposé.")
    for line in _told(found):
        click.echo(line)
    if found:
        click.echo("Tout ce que contient un dépôt\u00a0: «\u00a0cpom depots montrer N\u00a0».")
    if astray:
        click.echo("En vigueur sans être rattaché ainsi, donc vu d’aucun rôle à ce titre\u00a0:")
    for line in _told(astray):
        click.echo(f"  {line}")


@rattachements.command()
@_numero
@_auteur
@_base
@options_choix
def accepter(numero: int, auteur: str | None, base: str | None, **options: Any) -> None:
    """Accepte ce que propose le dépôt N, qui prend effet maintenant.

    S’il retirait des lignes de l’état courant, il le dit et demande de choisir.
    """
    from cpomlib.base import known_deposit, propositions, validation
    from cpomlib.cli.session import session_name

    choix, essai = choix_de(options), options["essai"]
    engine = _owned(base, "accepter un rattachement")
    known_deposit(engine, numero)
    found = propositions(engine, numero)
    who = auteur or session_name()
    effet = validation(engine, numero, who, choix, essai=essai, rattacher=True)
    for line in _told(found):
        click.echo(line)
    click.echo(dire_effet(effet, choix, f"Dépôt n°\u00a0{numero} accepté et validé.", essai))


@rattachements.command()
@_numero
@click.option("--motif", required=True, metavar="TEXTE", help="Pourquoi\u00a0; qui dépose le lira.")
@_auteur
@_base
def refuser(numero: int, motif: str, auteur: str | None, base: str | None) -> None:
    """Refuse ce que propose le dépôt N, qui reste sans effet."""
    from cpomlib.base import known_deposit
    from cpomlib.base import refuser as refuse
    from cpomlib.cli.session import session_name
    from cpomlib.socle import CommandeError

    if not motif.strip():
        raise CommandeError("Le motif est vide.", ou="--motif", que_faire="Dites pourquoi.")
    engine = _owned(base, "refuser un rattachement")
    known_deposit(engine, numero)
    refuse(engine, numero, auteur or session_name(), motif.strip())
    click.echo(f"Dépôt n°\u00a0{numero} refusé\u00a0: {motif.strip()}")


def _server(base: str | None) -> Engine:
    from cpomlib.base import open_base
    from cpomlib.socle import CommandeError

    engine = open_base(base)
    if engine.dialect.name == "sqlite":
        raise CommandeError(
            "Une base dans un fichier n’a pas de rattachements à accepter : "
            "tout dépôt validé y prend effet.",
            que_faire="Donnez l’adresse d’une base PostgreSQL avec « --base ».",
        )
    return engine


def _owned(base: str | None, quoi: str) -> Engine:
    from cpomlib.base import refuse_bound

    engine = _server(base)
    refuse_bound(engine, quoi)
    return engine


def _told(found: Sequence[Proposition]) -> list[str]:
    """Say each proposition: the deposit, the establishment, from whom to whom."""
    return [
        f"Dépôt n°\u00a0{one.depot}\u00a0: établissement {one.etablissement}, {one.propose} "
        f"({f'aujourd’hui {one.actuel}' if one.actuel else 'nouveau'})"
        for one in found
    ]
