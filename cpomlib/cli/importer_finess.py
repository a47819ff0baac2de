"""``cpom importer finess``: the register of establishments into the base."""

from __future__ import annotations

from pathlib import Path

import click

from cpomlib.cli.depot import Demande, deposer_lecture, options_depot


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option("--toutes-categories", is_flag=True, help="Garde toutes les catégories.")
@options_depot
def finess(fichier: Path, toutes_categories: bool, demande: Demande) -> None:
    """Dépose une extraction FINESS : gestionnaires et établissements.

    FICHIER est l’extraction historique « etalab-cs1100502 » ou « cs1100507 » (CSV), la même
    passée par un tableur, ou le flux JSON « structures ». Seules les catégories du secteur sont
    gardées. Un établissement déjà en base garde son gestionnaire, son nom, son régime, son
    autorité et son programme ; ce que FINESS en dit d’autre est signalé.
    """
    from cpomlib.cli.session import known_structure
    from cpomlib.entree.finess import read_finess
    from cpomlib.socle import DonneesError
    from cpomlib.tables.check import check

    known = known_structure(demande.base)
    lecture = read_finess(fichier, known, toutes_categories=toutes_categories)
    faults = check(lecture.frames, known, dict.fromkeys(lecture.frames, fichier.name))
    if faults:
        raise DonneesError(faults)
    deposer_lecture(lecture, [fichier], demande)
