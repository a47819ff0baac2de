"""``cpom base``: make a base, bring it up to date, say who sees what in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cpomlib.cli.base_rattachements import rattachements
from cpomlib.cli.base_reprendre import reprendre

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.base import Habilitation

Command = TypeVar("Command", bound=Callable[..., object])
MOT_DE_PASSE = "CPOM_MOT_DE_PASSE_ROLE"
"""Where a password may wait: never on the command line, which other users of a machine see."""


def _adresse(command: Command) -> Command:
    return click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")(
        command
    )


@click.group(subcommand_metavar="ACTION [OPTIONS]…")
def base() -> None:
    """Crée une base, la met à jour, y habilite des rôles, publie des références.

    Un fichier SQLite suffit à un poste. Sur un serveur PostgreSQL, chaque rôle ne voit et
    n’écrit que son périmètre.
    """


base.add_command(rattachements)
base.add_command(reprendre)


@base.command()
@_adresse
def creer(base: str | None) -> None:
    """Crée les tables dans une base vide."""
    from cpomlib.base import HEAD, migrate, open_as_is, shown
    from cpomlib.socle import CommandeError

    engine, version = open_as_is(base, creer=True)
    if version is not None:
        raise CommandeError(
            f"La base « {shown(engine.url)} » existe déjà (schéma {version}).",
            que_faire="Pour la mettre à jour : « cpom base migrer ».",
        )
    migrate(engine, None)
    click.echo(f"Base «\u00a0{shown(engine.url)}\u00a0» créée (schéma {HEAD}).")


@base.command()
@_adresse
def migrer(base: str | None) -> None:
    """Met à jour les tables d’une base faite par une version plus ancienne."""
    from cpomlib.base import HEAD, migrate, open_as_is, refuse_bound, shown
    from cpomlib.socle import CommandeError

    engine, version = open_as_is(base)
    if version is None:
        raise CommandeError(
            f"La base « {shown(engine.url)} » est vide.",
            que_faire="Pour y créer les tables : « cpom base creer ».",
        )
    refuse_bound(engine, "mettre la base à jour")
    migrate(engine, version)
    told = f"à jour (schéma {HEAD})" if version == HEAD else f"passée de {version} à {HEAD}"
    click.echo(f"Base «\u00a0{shown(engine.url)}\u00a0» {told}.")


@base.command()
@_adresse
def etat(base: str | None) -> None:
    """Montre la version d’une base, ses dépôts, et ce que votre rôle y voit."""
    from cpomlib.base import HEAD, open_as_is, shown

    engine, version = open_as_is(base)
    click.echo(f"Base\u00a0: {shown(engine.url)}")
    if version != HEAD:
        click.echo(f"Schéma\u00a0: {version or 'aucun'} (cette version de cpomlib attend {HEAD})")
        return
    click.echo(f"Schéma\u00a0: {version}")
    for line in [*_contents(engine), *_perimeter(engine)]:
        click.echo(line)


def _contents(engine: Engine) -> list[str]:
    from cpomlib.base import latest_deposit, latest_state, propositions, read

    waiting = len(propositions(engine))
    told = f"Rattachements proposés\u00a0: {waiting} («\u00a0cpom base rattachements lister\u00a0»)"
    frames = read(engine, ["gestionnaires", "etablissements"])
    return [
        f"Dernier dépôt\u00a0: {latest_deposit(engine) or 'aucun'}",
        f"État\u00a0: {latest_state(engine) or 'aucun'}",
        f"Gestionnaires\u00a0: {len(frames['gestionnaires'])}",
        f"Établissements\u00a0: {len(frames['etablissements'])}",
        *([told] if waiting else []),
    ]


def _perimeter(engine: Engine) -> list[str]:
    from cpomlib.base import bound, habilitations

    if engine.dialect.name == "sqlite":
        return ["Périmètre\u00a0: tout (un fichier n’a pas de rôles)"]
    known = habilitations(engine)
    if not bound(engine):
        lines = [f"  {one.role}\u00a0: {one}" for one in known] or ["  aucun"]
        return [
            "Périmètre\u00a0: tout (votre rôle tient la base)",
            "Rôles habilités\u00a0:",
            *lines,
        ]
    told = "\u00a0; ".join(map(str, known)) or "aucun"
    return [f"Périmètre du rôle «\u00a0{engine.url.username}\u00a0»\u00a0: {told}"]


@base.command()
@click.option("--region", required=True, metavar="CODE", help="Code ou nom de la région.")
@click.option("--annee", required=True, type=int, metavar="AAAA", help="Année des références.")
@click.option("--auteur", metavar="NOM", help="Qui publie (sinon le nom de session).")
@_adresse
def publier(region: str, annee: int, auteur: str | None, base: str | None) -> None:
    """Publie les références d’une région, pour ceux qui n’en voient pas les lignes.

    Les moyennes et médianes sont masquées là où le secret statistique le demande. Une nouvelle
    publication remplace celle de la même année.
    """
    from cpomlib.base import open_base
    from cpomlib.cli.etat import jour_voulu
    from cpomlib.cli.session import session_name
    from cpomlib.dossier import references as regional
    from cpomlib.droit import code_region, nom_region
    from cpomlib.socle import pluriel, refuser_en_cours

    code = code_region(region)
    refuser_en_cours(annee, jour_voulu(None))
    count = regional.publier(open_base(base), code, annee, auteur or session_name())
    click.echo(
        f"Références {annee} de la région {nom_region(code)} publiées, "
        f"sur {pluriel(count, 'gestionnaire')}."
    )


@base.group(subcommand_metavar="ACTION [OPTIONS]…")
def roles() -> None:
    """Habilite des rôles de PostgreSQL à un périmètre, ou retire leurs habilitations."""


@roles.command(name="creer")
@click.option("--role", required=True, metavar="NOM", help="Nom du rôle sur le serveur.")
@click.option("--gestionnaire", metavar="ID", help="Périmètre\u00a0: un gestionnaire.")
@click.option("--departement", metavar="D", help="Périmètre\u00a0: un département.")
@click.option("--region", metavar="R", help="Périmètre\u00a0: une région, code ou nom.")
@click.option("--insertion", is_flag=True, help="Du département, l’insertion seule.")
@click.option("--analyste", is_flag=True, help="Voit tous les comptes de la région, et publie.")
@click.option(
    "--connexion",
    type=click.Choice(["non", "mot-de-passe", "serveur"]),
    default="non",
    show_default=True,
    help="Comment on se connecte avec ce rôle\u00a0: pas (il est donné à des rôles de personnes), "
    "par mot de passe, ou comme le serveur l’entend (annuaire, certificat).",
)
@click.option("--existant", is_flag=True, help="Habilite un rôle qui existe déjà sur le serveur.")
@_adresse
def creer_role(
    role: str, connexion: str, existant: bool, base: str | None, **perimetre: Any
) -> None:
    """Crée un rôle qui ne voit et n’écrit qu’un périmètre.

    Le mot de passe est demandé, ou lu dans la variable CPOM_MOT_DE_PASSE_ROLE.
    """
    from cpomlib.base import create_role, open_base, refuse_bound

    wanted = _habilitation(role, **perimetre)
    engine = open_base(base)
    refuse_bound(engine, "habiliter des rôles")
    secret = _password() if connexion == "mot-de-passe" and not existant else ""
    logs_in = connexion != "non"
    create_role(engine, wanted, connexion=logs_in, mot_de_passe=secret, existant=existant)
    click.echo(f"Rôle «\u00a0{role}\u00a0» habilité\u00a0: {wanted}.")


def _habilitation(
    role: str,
    gestionnaire: str | None,
    departement: str | None,
    region: str | None,
    insertion: bool,
    analyste: bool,
) -> Habilitation:
    from cpomlib.base import Habilitation
    from cpomlib.droit import code_region
    from cpomlib.socle import CommandeError

    given = [one for one in (gestionnaire, departement, region) if one]
    if len(given) != 1:
        raise CommandeError(
            "Un rôle a un périmètre et un seul.",
            que_faire="Donnez « --gestionnaire », « --departement » ou « --region ».",
        )
    if analyste and not region:
        raise CommandeError(
            "Un analyste est celui d’une région.", que_faire="Ajoutez « --region »."
        )
    if insertion and not departement:
        raise CommandeError(
            "L’insertion est celle d’un département.", que_faire="Ajoutez « --departement »."
        )
    if gestionnaire:
        return Habilitation(role, "gestionnaire", gestionnaire)
    if departement:
        code = _departement(departement)
        return Habilitation(role, "insertion" if insertion else "departement", code)
    return Habilitation(role, "region", code_region(str(region)), analyste)


def _departement(code: str) -> str:
    from cpomlib.droit import departements
    from cpomlib.socle import CommandeError, suggestion

    known = departements()["code"].tolist()
    if code not in known:
        raise CommandeError(
            f"« {code} » n’est pas le code d’un département.", que_faire=suggestion(code, known)
        )
    return code


def _password() -> str:
    import os

    from cpomlib.socle import CommandeError

    waiting = os.environ.get(MOT_DE_PASSE)
    secret = waiting or click.prompt("Mot de passe", hide_input=True, confirmation_prompt=True)
    if len(secret) < 12:
        raise CommandeError("Ce mot de passe est trop court.", que_faire="Douze signes au moins.")
    return secret


@roles.command(name="retirer")
@click.option("--role", required=True, metavar="NOM", help="Nom du rôle sur le serveur.")
@_adresse
def retirer(role: str, base: str | None) -> None:
    """Retire ses habilitations à un rôle, qui ne voit plus rien de la base."""
    from cpomlib.base import open_base, refuse_bound, withdraw_role

    engine = open_base(base)
    refuse_bound(engine, "retirer des habilitations")
    withdraw_role(engine, role)
    click.echo(f"Le rôle «\u00a0{role}\u00a0» n’a plus d’habilitation sur cette base.")
