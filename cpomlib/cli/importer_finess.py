"""``cpom importer finess``: the register of establishments into the base."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.depot import Demande, deposer_lecture, options_depot

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.entree import LectureFichier


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
    if not demande.forcer and _known_already(lecture, known) and not _there(demande, fichier):
        click.echo(SANS_CHANGEMENT)
        return
    deposer_lecture(lecture, [fichier], demande)


SANS_CHANGEMENT = "Ce fichier ne change rien à ce que la base sait\u00a0: rien n’a été écrit."


def _there(demande: Demande, fichier: Path) -> bool:
    """Say whether this very file is what the base was given last: its deposit is then named."""
    from cpomlib.base import open_base, registre
    from cpomlib.entree import sha256

    known = registre(open_base(demande.base))
    return bool(known) and known[0].depot.sha256 == sha256(fichier)


def _known_already(lecture: LectureFichier, known: dict[str, pd.DataFrame]) -> bool:
    """Say whether every row that was read is in the base as it stands."""
    from cpomlib.tables import table

    for name, frame in lecture.frames.items():
        held, key = known.get(name), list(table(name).cle)
        if held is None:
            return False
        ours = held.set_index(key).reindex(frame.set_index(key).index)
        if not frame.set_index(key).equals(ours[[c for c in frame.columns if c not in key]]):
            return False
    return True
