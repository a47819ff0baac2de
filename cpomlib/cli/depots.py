"""``cpom depots``: the register of deposits, and what may be done with each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.depot import choix_de, option_avenant, options_choix
from cpomlib.cli.depot_sortie import dire_effet
from cpomlib.cli.formes import option_forme
from cpomlib.cli.session import session_name

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.base import Effet


_STATUTS = ["brouillon", "transmis", "refuse", "valide", "remplace"]


def _base(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")(
        command
    )


def _auteur(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--auteur", metavar="NOM", help="Qui agit (sinon le nom de session).")(
        command
    )


_numero = click.argument("numero", type=int, metavar="N")


@click.group(invoke_without_command=True, subcommand_metavar="[ACTION N] [OPTIONS]…")
@click.option("--gestionnaire", metavar="ID", help="Seulement les dépôts de ce gestionnaire.")
@click.option("--statut", type=click.Choice(_STATUTS), help="Seulement ceux de ce statut.")
@_base
@option_forme("table", "json")
@click.pass_context
def depots(
    ctx: click.Context,
    gestionnaire: str | None,
    statut: str | None,
    base: str | None,
    forme: str,
) -> None:
    """Liste les dépôts, le plus récent d’abord, ou agit sur l’un d’eux.

    Rien n’est jamais effacé : un dépôt remplacé se lit encore, et se rétablit.
    """
    from cpomlib.base import open_base
    from cpomlib.base.registre import registre
    from cpomlib.cli import depots_sortie

    ctx.obj = base
    if ctx.invoked_subcommand:
        return
    engine = open_base(base)
    if gestionnaire:
        _refuse_unknown(engine, gestionnaire)
    found = [each for each in registre(engine, gestionnaire) if statut in {None, each.statut}]
    names = _names(engine)
    click.echo(depots_sortie.LISTES[forme](found, names), nl=False)


@depots.command()
@_numero
@_base
@option_forme("table", "json")
@click.pass_obj
def montrer(commune: str | None, numero: int, base: str | None, forme: str) -> None:
    """Montre un dépôt : son contenu, ce qu’il est devenu."""
    from cpomlib.base import fiche_depot, open_base, successors
    from cpomlib.base.doutes import doutes
    from cpomlib.cli import depots_sortie

    engine = open_base(base or commune)
    fiche = fiche_depot(engine, numero)
    names, suite = _names(engine), successors(engine, numero)
    doubts = doutes(engine, [numero])
    click.echo(depots_sortie.FICHES[forme](fiche, names, suite, doubts), nl=False)


@depots.command()
@click.argument("avant", type=int, metavar="N")
@click.argument("apres", type=int, metavar="M")
@_base
@option_forme("table", "json", "csv")
@click.pass_obj
def comparer(commune: str | None, avant: int, apres: int, base: str | None, forme: str) -> None:
    """Dit ce qui change du dépôt N au dépôt M, ligne par ligne.

    Les lignes sont rapprochées par leur clé. À l’écran, les longues listes sont abrégées ;
    « --format csv » donne tout.
    """
    from cpomlib.base import comparer as compare
    from cpomlib.base import known_deposit, open_base
    from cpomlib.cli import depots_ecarts

    engine = open_base(base or commune)
    found = compare(engine, known_deposit(engine, avant), known_deposit(engine, apres))
    click.echo(depots_ecarts.FORMES[forme](found, avant, apres), nl=False)


@depots.command()
@_numero
@_base
@_auteur
@click.pass_obj
def transmettre(commune: str | None, numero: int, base: str | None, auteur: str | None) -> None:
    """Transmet un brouillon à qui doit le valider."""
    from cpomlib.base import transmettre as transmit

    transmit(_known(base or commune, numero), numero, auteur or session_name())
    click.echo(
        f"Dépôt n°\u00a0{numero} transmis. Il prendra effet quand il sera validé\u00a0: "
        f"«\u00a0cpom depots valider {numero}\u00a0»."
    )


@depots.command()
@_numero
@_base
@_auteur
@options_choix
@option_avenant
@click.pass_obj
def valider(
    commune: str | None, numero: int, base: str | None, auteur: str | None, **options: Any
) -> None:
    """Valide un dépôt, qui prend effet maintenant.

    S’il retirait des lignes de l’état courant, il le dit et demande de choisir.
    """
    from cpomlib.base import validation

    engine = _known(base or commune, numero)
    done = f"Dépôt n°\u00a0{numero} validé."
    click.echo(_entre(validation, engine, (numero, auteur or session_name()), done, options))


@depots.command()
@_numero
@_base
@_auteur
@options_choix
@option_avenant
@click.pass_obj
def retablir(
    commune: str | None, numero: int, base: str | None, auteur: str | None, **options: Any
) -> None:
    """Remet un dépôt en vigueur ; les autres restent lisibles.

    S’il retirait des lignes de l’état courant, il le dit et demande de choisir.
    """
    from cpomlib.base import retablissement

    engine = _known(base or commune, numero)
    done = f"Dépôt n°\u00a0{numero} rétabli."
    click.echo(_entre(retablissement, engine, (numero, auteur or session_name()), done, options))


def _entre(
    acte: Callable[..., Effet], engine: Engine, qui: tuple[int, str], fait: str,
    options: dict[str, Any],
) -> str:  # fmt: skip
    """Bring a deposit into force, and say what it does to the state in force."""
    choix, essai = choix_de(options), options["essai"]
    return dire_effet(acte(engine, *qui, choix, essai=essai), choix, fait, essai)


@depots.command()
@_numero
@_base
@_auteur
@click.option("--essai", is_flag=True, help="Dit tout, sans rien écrire.")
@click.pass_obj
def annuler(
    commune: str | None, numero: int, base: str | None, auteur: str | None, essai: bool
) -> None:
    """Défait un dépôt de déclarations (scénarios, plans, fiches, commentaires).

    Ce qu’il a déposé redevient ce qui était là avant, ou n’est plus en vigueur ; ce que quelqu’un a
    déposé depuis n’est pas touché.
    """
    from cpomlib.base import annuler as undo
    from cpomlib.base import intitule

    engine = _known(base or commune, numero)
    done = undo(engine, numero, auteur or session_name(), essai=essai)
    for who, document in sorted(done.ecrites):
        click.echo(f"  {intitule(document)} de {who}\u00a0: comme avant.")
    for who, document in sorted(done.retirees):
        click.echo(f"  {intitule(document)} de {who}\u00a0: retiré.")
    click.echo(
        "Essai\u00a0: rien n’a été écrit."
        if essai
        else f"Dépôt n°\u00a0{done.depot}\u00a0: le dépôt n°\u00a0{numero} est annulé."
    )


def _known(base: str | None, numero: int) -> Engine:
    from cpomlib.base import known_deposit, open_base

    engine = open_base(base)
    known_deposit(engine, numero)
    return engine


def _names(engine: Engine) -> dict[str, str]:
    """Return the name of each gestionnaire in the current state."""
    from cpomlib.base import read

    known = read(engine, ["gestionnaires"])["gestionnaires"]
    return dict(zip(known["id_gestionnaire"], known["raison_sociale"], strict=True))


def _refuse_unknown(engine: Engine, gestionnaire: str) -> None:
    from cpomlib.base.registre import registre
    from cpomlib.socle import CommandeError, suggestion

    known = sorted({each for fiche in registre(engine) for each in fiche.gestionnaires})
    if gestionnaire not in known:
        raise CommandeError(
            f"Aucun dépôt ne porte sur le gestionnaire «\u00a0{gestionnaire}\u00a0».",
            que_faire=suggestion(gestionnaire, known, "cpom gestionnaires"),
        )
