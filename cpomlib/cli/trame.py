"""``cpom trame``: the workbook that a gestionnaire fills in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.portees import Exercices
from cpomlib.cli.trame_departement import ecrire_departement

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Engine

    from cpomlib.entree.trame import IdentiteTrame

_LONGUEUR = 60
"""Characters of a name kept in that of its workbook."""


@click.command()
@click.option("--gestionnaire", metavar="ID", help="Identifiant ou nom du gestionnaire.")
@click.option(
    "--departement",
    metavar="CODE",
    help="Département : ses structures d’insertion, ses territoires, sa gouvernance.",
)
@click.option(
    "--region", metavar="R", help="Une trame pour chaque gestionnaire de la région (code ou nom)."
)
@click.option(
    "--annee",
    "annees",
    required=True,
    type=Exercices(),
    metavar="AAAA",
    help="Exercice que la trame demande, ou plusieurs : 2023-2025.",
)
@click.option(
    "-o",
    "--sortie",
    required=True,
    type=click.Path(path_type=Path),
    metavar="CHEMIN",
    help="Classeur à écrire (.xlsx), qui ne doit pas exister ; le dossier, avec --region.",
)
@click.option("--echeance", default="", metavar="TEXTE", help="Date de retour, sur la couverture.")
@click.option("--contact", default="", metavar="TEXTE", help="Qui appeler, sur la couverture.")
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
def trame(
    gestionnaire: str | None,
    departement: str | None,
    region: str | None,
    annees: range,
    sortie: Path,
    base: str | None,
    **dit: str,
) -> None:
    """Écrit le classeur qu’un gestionnaire remplit, avec ce qui est déjà connu de lui.

    Une feuille par table, des listes déroulantes, un glossaire et des totaux. Au retour :
    « cpom importer trame FICHIER », ou « cpom importer DOSSIER » pour tout ce qui est revenu.
    Celui d’un département a une feuille par table de l’insertion et de la gouvernance ; au
    retour : « cpom importer tables FICHIER ».
    """
    from cpomlib.base import open_base
    from cpomlib.socle import pluriel

    _refuse_several(gestionnaire, departement, region)
    engine = open_base(base)
    if gestionnaire:
        _refuse_unknown(engine, gestionnaire)
        _tell(_write(engine, _identity(gestionnaire, annees), sortie, dit), sortie)
        return
    if departement:
        _tell(ecrire_departement(engine, departement, annees, sortie), sortie)
        return
    owners = _of_region(engine, str(region))
    paths = {code: sortie.joinpath(_file_name(code, name, annees)) for code, name in owners.items()}
    _refuse_there(sortie, [path for path in paths.values() if path.exists()])
    sortie.mkdir(parents=True, exist_ok=True)
    for code, path in paths.items():
        _write(engine, _identity(code, annees), path, dit)
        click.echo(f"  {path.name}")
    click.echo(f"{pluriel(len(paths), 'trame écrite', 'trames écrites')} dans {sortie}.")


def _refuse_several(*dites: str | None) -> None:
    if len([one for one in dites if one]) != 1:
        raise click.UsageError(
            "Choisissez «\u00a0--gestionnaire\u00a0», «\u00a0--departement\u00a0» ou "
            "«\u00a0--region\u00a0»."
        )


def _tell(counts: dict[str, int], sortie: Path) -> None:
    from cpomlib.socle import pluriel

    click.echo(f"Trame écrite : {sortie}")
    for name, count in counts.items():
        click.echo(f"  {name} : {pluriel(count, 'ligne')}")


def _identity(gestionnaire: str, annees: range) -> IdentiteTrame:
    from cpomlib.entree.trame import IdentiteTrame

    first = annees[0] if len(annees) > 1 else None
    return IdentiteTrame(gestionnaire, annees[-1], depuis=first)


def _write(
    engine: Engine, identity: IdentiteTrame, path: Path, words: dict[str, str]
) -> dict[str, int]:
    from datetime import date

    from cpomlib.base import read
    from cpomlib.entree.trame import ecrire_trame

    frames = read(engine, gestionnaires=[identity.gestionnaire])
    return ecrire_trame(frames, identity, path, le=date.today(), **words)


def _of_region(engine: Engine, region: str) -> dict[str, str]:
    """Return the gestionnaires that have an establishment in a région: id → name.

    Raises:
        CommandeError: there is none.
    """
    from cpomlib.cli.portees import de_la_region

    return de_la_region(engine, region)


def _file_name(code: str, name: str, annees: range) -> str:
    """Return the name of a workbook: that of who gets it, and the id, which alone is unique."""
    said = re.sub(r"[^\w-]+", " ", name).strip()[:_LONGUEUR].strip()
    years = str(annees[0]) if len(annees) == 1 else f"{annees[0]}-{annees[-1]}"
    return f"Trame {years} {said} {code}.xlsx"


def _refuse_there(folder: Path, there: list[Path]) -> None:
    from cpomlib.socle import CommandeError, pluriel

    if there:
        raise CommandeError(
            f"{pluriel(len(there), 'trame est déjà', 'trames sont déjà')} dans ce dossier, dont "
            f"«\u00a0{there[0].name}\u00a0» : rien n’a été écrit.",
            ou=str(folder),
            que_faire="Donnez un autre dossier.",
        )


def _refuse_unknown(engine: Engine, gestionnaire: str) -> None:
    from cpomlib.base import read
    from cpomlib.socle import CommandeError, suggestion

    held: pd.DataFrame = read(engine, ["gestionnaires"])["gestionnaires"]
    ids = held["id_gestionnaire"].tolist()
    if gestionnaire not in ids:
        raise CommandeError(
            f"Le gestionnaire « {gestionnaire} » n’est pas en base.",
            que_faire=suggestion(gestionnaire, ids, "cpom gestionnaires")
            or "Déposez d’abord sa structure (gestionnaires et établissements).",
        )
