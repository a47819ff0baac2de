"""``cpom commentaire``: what each party says of a section of a report."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from cpomlib.cli import declarees
from cpomlib.cli.entiers import Entier
from cpomlib.cli.natures import COMMENTAIRE, Fichier, lire_fichier
from cpomlib.socle import CommandeError, suggestion

Command = TypeVar("Command", bound=Callable[..., Any])
_SECTION = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\Z")


@click.group(subcommand_metavar="ACTION [OPTIONS]…")
def commentaire() -> None:
    """Dépose et ressort les commentaires des parties, imprimés dans leur rapport.

    Un commentaire est d’une partie au contrat (le gestionnaire, l’État), sur une section d’un
    rapport : 1 500 signes au plus, sans rien qui désigne une personne. Sur un serveur partagé,
    personne ne parle au nom de l’autre partie.
    """


def _de_quoi(command: Command) -> Command:
    """Give a command what names a comment."""
    options = (
        click.option("--partie", required=True, type=click.Choice(["gestionnaire", "etat"]),
                     help="La partie au contrat qui parle."),
        click.option("--section", required=True, metavar="ANCRE",
                     help="La section du rapport, par son ancre (publics, activite…)."),
        click.option("--annee", required=True, type=Entier(1990, 2100), metavar="A",
                     help="L’année du rapport."),
        click.option("--modele", default="diagnostic", show_default=True, metavar="NOM",
                     help="Le rapport."),
        declarees.option_qui_exigee,
    )  # fmt: skip
    for option in options:
        command = option(command)
    return command


@commentaire.command()
@click.argument("fichier", type=click.Path(path_type=Path), required=False)
@click.option("--texte", metavar="TEXTE", help="Le commentaire, sans passer par un fichier.")
@_de_quoi
@declarees.options_deposer
def deposer(
    fichier: Path | None, texte: str | None, gestionnaire: str, modele: str, annee: int,
    section: str, partie: str, **options: Any,
) -> None:  # fmt: skip
    """Dépose un commentaire, d’un fichier texte ou par --texte."""
    if (fichier is None) == (texte is None):
        raise CommandeError("Donnez un fichier, ou «\u00a0--texte\u00a0», et un seul des deux.")
    if fichier is not None:
        read = lire_fichier(COMMENTAIRE, fichier)
    else:
        COMMENTAIRE.lire(texte or "", "--texte")
        read = Fichier(texte or "", "", "", "")
    _refuse_unprinted(modele, section)
    _refuse_other_party(options["base"], gestionnaire, partie)
    click.echo(
        declarees.deposer(read, _cle(gestionnaire, modele, annee, section, partie), **options)
    )


@commentaire.command()
@_de_quoi
@declarees.options_sortir
def sortir(
    gestionnaire: str, modele: str, annee: int, section: str, partie: str, **options: Any
) -> None:
    """Ressort un commentaire, au signe près."""
    declarees.sortir(_cle(gestionnaire, modele, annee, section, partie), **options)


@commentaire.command()
@declarees.options_lister
def lister(**options: Any) -> None:
    """Liste les commentaires déposés, par qui et quand."""
    click.echo(declarees.lister(COMMENTAIRE, **options), nl=False)


@commentaire.command()
@_de_quoi
@declarees.options_retirer
def supprimer(
    gestionnaire: str, modele: str, annee: int, section: str, partie: str, **options: Any
) -> None:
    """Retire un commentaire de l’état courant ; l’historique le garde."""
    _refuse_other_party(options["base"], gestionnaire, partie)
    click.echo(declarees.retirer(_cle(gestionnaire, modele, annee, section, partie), **options))


def _cle(gestionnaire: str, modele: str, annee: int, section: str, partie: str) -> tuple[str, str]:
    from cpomlib.campagne.modeles import modeles

    if modele not in modeles():
        raise CommandeError(
            f"Le rapport «\u00a0{modele}\u00a0» n’existe pas.",
            ou="--modele",
            que_faire=suggestion(modele, modeles()),
        )
    if not _SECTION.match(section):
        raise CommandeError(
            f"«\u00a0{section}\u00a0» n’est pas l’ancre d’une section.",
            ou="--section",
            que_faire="Écrivez ce qui suit «\u00a0#\u00a0» dans l’adresse de la section, par "
            "exemple «\u00a0publics\u00a0».",
        )
    return gestionnaire, COMMENTAIRE.document(f"{modele}/{annee}/{section}/{partie}")


def _refuse_unprinted(modele: str, section: str) -> None:
    """Refuse a section that the diagnostic has not; say that other reports print none yet."""
    from cpomlib.rapports.diagnostic.signe import SECTIONS_COMMENTEES

    if modele != "diagnostic":
        click.echo("Gardé, mais seul le diagnostic imprime les commentaires.", err=True)
    elif section not in SECTIONS_COMMENTEES:
        raise CommandeError(
            f"Le diagnostic n’a pas de section «\u00a0{section}\u00a0».",
            ou="--section",
            que_faire=suggestion(section, SECTIONS_COMMENTEES),
        )


def _refuse_other_party(base: str | None, gestionnaire: str, partie: str) -> None:
    """Refuse to speak for the other party, in words; the server refuses it anyway."""
    from cpomlib.base import bound, habilitations, open_base

    engine = open_base(base)
    if not bound(engine):
        return
    kinds = {one.nature: one.code for one in habilitations(engine)}
    own = kinds.get("gestionnaire") == gestionnaire
    service = bool(set(kinds) - {"gestionnaire", "insertion"})
    if (partie == "gestionnaire" and not own) or (partie == "etat" and not service):
        raise CommandeError(
            "Votre rôle ne parle pas au nom de cette partie\u00a0: rien n’a été écrit.",
            ou="--partie",
            que_faire="«\u00a0cpom base etat\u00a0» montre votre périmètre.",
        )
