"""``cpom exemple``: an invented region, to try everything without anybody's data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from sqlalchemy import Engine

    from cpomlib.base import Depot

FORMAT = "exemple"
"""Format of the deposit: every report made from it says that the region is invented."""
_AUTEUR = "cpom exemple"
_TERRITOIRE = "insertion"
"""The folder of the invented département, and what its deposit is named after."""


@click.command()
@click.option("--region", required=True, metavar="CODE", help="Code ou nom de la région (52).")
@click.option(
    "--gestionnaires", default=12, show_default=True, metavar="N", help="Nombre de gestionnaires."
)
@click.option(
    "--graine", default=1, show_default=True, metavar="N", help="Même graine, mêmes données."
)
@click.option(
    "--sejours",
    type=int,
    metavar="N",
    help="Nombre exact de séjours : les capacités des établissements s’y adaptent.",
)
@click.option(
    "--annee", default=2025, show_default=True, metavar="AAAA", help="Dernière des trois années."
)
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@click.option(
    "--dossier",
    type=click.Path(path_type=Path, file_okay=False),
    help="Écrit des fichiers CSV dans ce dossier, sans toucher à la base.",
)
@click.option(
    "--insertion",
    is_flag=True,
    help="Ajoute un département inventé (45) : insertion, schéma, conventions, gouvernance.",
)
@click.option(
    "--forcer", is_flag=True, help="Accepte une base, ou un dossier, qui contient déjà des données."
)
def exemple(
    region: str,
    gestionnaires: int,
    graine: int,
    sejours: int | None,
    annee: int,
    **ou: Any,
) -> None:
    """Dépose une région inventée : trois années de toutes les tables.

    Les départements, les communes et les dotations sont réels ; les gestionnaires, les
    personnes et les montants sont inventés et calés sur les statistiques publiées.
    Certains gestionnaires sont en difficulté exprès.
    """
    from cpomlib.droit import code_region

    _check_year(annee)
    asked = (code_region(region), gestionnaires, graine, sejours, annee)
    base, dossier = ou["base"], ou["dossier"]
    if dossier is not None:
        _write(asked, dossier, ou["forcer"])
    else:
        _deposit(asked, base, ou["forcer"])
    if ou["insertion"]:
        _add_territory(annee, base, dossier)


def _check_year(annee: int) -> None:
    """Refuse a year that is not over: stays would end in the future."""
    from datetime import date

    from cpomlib.socle import CommandeError

    last = date.today().year - 1
    if annee > last:
        raise CommandeError(
            f"L’année {annee} n’est pas terminée.",
            ou="option « --annee »",
            que_faire=f"Donnez {last} ou une année plus ancienne.",
        )


def _write(asked: tuple[str, int, int, int | None, int], dossier: Path, forcer: bool) -> None:
    from cpomlib.entree import write_folder
    from cpomlib.exemple.build import build

    frames = build(*asked)
    if not forcer:
        _refuse_overwriting(dossier, frames)
    write_folder(frames, dossier)
    click.echo(f"Région inventée écrite dans « {dossier} ».")
    click.echo(_summary(asked, frames))


def _refuse_overwriting(dossier: Path, names: Iterable[str]) -> None:
    """Refuse to write over tables that may be somebody's own."""
    from cpomlib.socle import CommandeError

    there = [f"{name}.csv" for name in names if (dossier / f"{name}.csv").exists()]
    if there:
        raise CommandeError(
            f"Ce dossier contient déjà {', '.join(there[:3])}{'…' * (len(there) > 3)} : rien n’a "
            "été écrit.",
            ou=str(dossier),
            que_faire="Donnez un dossier neuf, ou ajoutez « --forcer » si c’est voulu.",
        )


def _deposit(asked: tuple[str, int, int, int | None, int], base: str | None, forcer: bool) -> None:
    from cpomlib.base import SANS_CHOIX, Choix, Origine, deposit, deposits_used, open_base
    from cpomlib.exemple import contracts, programming
    from cpomlib.exemple.build import build
    from cpomlib.exemple.fingerprint import fingerprint

    engine = open_base(base, creer=True)
    used = deposits_used(engine)
    if not forcer:
        _refuse_mixing(used)
    digest, label = fingerprint(*asked), _label(asked[0])
    same = [depot for depot in used if depot.format == FORMAT and depot.fichier == label]
    if same and same[-1].sha256 == digest:
        click.echo(f"Cette région inventée est déjà dans la base (dépôt n° {same[-1].id}).")
        return
    frames = build(*asked)
    # An example takes the place of an example; nothing real is taken out, even forced.
    invented = all(depot.format == FORMAT for depot in used)
    choix = Choix("remplacer", exemple=True) if invented else SANS_CHOIX
    agreed = contracts(frames, asked[-1])
    agreed |= programming(frames, asked[-1])
    whole = {**frames, **agreed, "declarations": _scenarios(engine, frames)}
    number = deposit(engine, whole, Origine(_AUTEUR, label, digest, FORMAT), choix=choix)
    click.echo(f"Dépôt n° {number} : région inventée, « {label} ».")
    if same:
        _tell_leftovers(engine, asked[0], frames)
    click.echo(_summary(asked, {**frames, **agreed}))


def _add_territory(annee: int, base: str | None, dossier: Path | None) -> None:
    """Add the invented département: insertion structures, a scheme, agreements, governance."""
    from cpomlib.base import Choix, Origine, deposit, deposits_used, open_base
    from cpomlib.entree import write_folder
    from cpomlib.exemple import territory
    from cpomlib.exemple.fingerprint import fingerprint
    from cpomlib.tables import folder_names

    frames = territory(annee)
    if dossier is not None:
        ours = {name: frame for name, frame in frames.items() if name in folder_names()}
        write_folder(ours, dossier / _TERRITOIRE)
        rest = {name: frame for name, frame in frames.items() if name not in ours}
        write_folder(rest, dossier / f"{_TERRITOIRE}-contrats")
        click.echo(
            f"Département inventé écrit dans « {dossier / _TERRITOIRE} » et, pour ses "
            f"contrats, dans « {dossier / _TERRITOIRE}-contrats »."
        )
        return
    engine = open_base(base)
    digest = fingerprint(_TERRITOIRE, 0, 0, None, annee)
    if any(one.sha256 == digest for one in deposits_used(engine)):
        return
    origine = Origine(_AUTEUR, f"département 45 ({_TERRITOIRE}, exemple)", digest, FORMAT)
    number = deposit(engine, frames, origine, choix=Choix("remplacer", exemple=True))
    click.echo(f"Dépôt n° {number} : département inventé (insertion, schéma, gouvernance).")


def _scenarios(engine: Engine, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the scenarios that the project ships for this region, but those somebody saved."""
    from cpomlib.base import declarations
    from cpomlib.exemple import declarees

    known = {(one.gestionnaire, one.document) for one in declarations(engine)}
    return declarees(frames["gestionnaires"]["id_gestionnaire"].tolist(), known)


def _label(region: str) -> str:
    from cpomlib.droit import nom_region

    return f"région {region} {nom_region(region)} (exemple)"


def _refuse_mixing(used: Sequence[Depot]) -> None:
    from cpomlib.socle import CommandeError

    real = [depot for depot in used if depot.format != FORMAT]
    if real:
        raise CommandeError(
            f"La base contient de vraies données (dépôt n° {real[-1].id}, "
            f"« {real[-1].fichier} ») : la région inventée s’y mêlerait.",
            que_faire="Donnez une autre adresse avec « --base », ou ajoutez « --forcer » "
            "si c’est voulu.",
        )


def _tell_leftovers(engine: Engine, region: str, frames: Mapping[str, pd.DataFrame]) -> None:
    """Say when the base keeps establishments of an earlier, different example of the région."""
    from cpomlib.base import read
    from cpomlib.socle import pluriel

    structure = read(engine, ["etablissements"])["etablissements"]
    there = set(structure.loc[structure["region"] == region, "id_etablissement"])
    extra = len(there - set(frames["etablissements"]["id_etablissement"]))
    if extra:
        click.echo(
            f"Attention : la base garde {pluriel(extra, 'établissement')} d’un exemple "
            "antérieur de cette région. Pour une région nette, donnez une base neuve."
        )


def _summary(
    asked: tuple[str, int, int, int | None, int], frames: Mapping[str, pd.DataFrame]
) -> str:
    """Return what was invented, and which gestionnaires are troubled on purpose."""
    from cpomlib.exemple import PROFILS
    from cpomlib.exemple.profiles import profiles
    from cpomlib.socle import pluriel

    region, gestionnaires, *_, annee = asked
    lines = [f"Années {annee - 2} à {annee}."]
    lines += [f"  {name} : {pluriel(len(frame), 'ligne')}" for name, frame in frames.items()]
    lines.append("En difficulté exprès :")
    troubled = [
        f"  {ident} : {PROFILS[profil]}"
        for ident, profil in profiles(region, gestionnaires).items()
        if profil != "sain"
    ]
    shown = troubled[:12] or ["  aucun"]
    if len(troubled) > len(shown):
        shown.append(f"  … et {len(troubled) - len(shown)} autres")
    return "\n".join([*lines, *shown])
