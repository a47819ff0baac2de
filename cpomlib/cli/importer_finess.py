"""``cpom importer finess``: the register of establishments into the base."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.depot import deposer, options_depot

if TYPE_CHECKING:
    from cpomlib.store import Statut


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option("--toutes-categories", is_flag=True, help="Garde toutes les catégories.")
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@click.option("--auteur", metavar="NOM", help="Qui dépose (sinon le nom de session).")
@options_depot
def finess(
    fichier: Path,
    toutes_categories: bool,
    base: str | None,
    auteur: str | None,
    statut: Statut,
    forcer: bool,
) -> None:
    """Dépose une extraction FINESS : gestionnaires et établissements.

    FICHIER est l’extraction historique « etalab-cs1100502 » ou « cs1100507 » (CSV), la même
    passée par un tableur, ou le flux JSON « structures ». Seules les catégories du secteur sont
    gardées. Un établissement déjà en base garde son gestionnaire, son nom, son régime, son
    autorité et son programme ; ce que FINESS en dit d’autre est signalé.
    """
    from cpomlib.cli.importer import known_structure, session_name
    from cpomlib.errors import DonneesError
    from cpomlib.sources.finess import read_finess
    from cpomlib.sources.lecture import resume
    from cpomlib.sources.texte import sha256
    from cpomlib.store import Origine, open_base
    from cpomlib.tables.check import check

    known = known_structure(base)
    lecture = read_finess(fichier, known, toutes_categories=toutes_categories)
    faults = check(lecture.frames, known, dict.fromkeys(lecture.frames, fichier.name))
    if faults:
        raise DonneesError(faults)
    click.echo(resume(lecture))
    origine = Origine(auteur or session_name(), fichier.name, sha256(fichier), lecture.format)
    click.echo(deposer(open_base(base, creer=True), lecture.frames, origine, statut, forcer))
