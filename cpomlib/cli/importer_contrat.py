"""``cpom importer contrat``: what the parties agree, one file per table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.depot import Demande, deposer, option_avenant, options_depot

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.entree import DossierLu


@click.command()
@click.argument("chemin", metavar="DOSSIER|CLASSEUR", type=click.Path(path_type=Path))
@click.option("--sans-copie", is_flag=True, help="N’écrit pas de copie annotée du classeur.")
@option_avenant
@options_depot
def contrat(chemin: Path, sans_copie: bool, demande: Demande) -> None:
    """Dépose un contrat : un dossier de fichiers CSV (contrats.csv, cibles.csv…), ou un classeur.

    Toutes les fautes sont données à la fois ; rien n’est écrit s’il en reste une. Celles d’un
    classeur sont montrées dans une copie « …-a-corriger.xlsx ». Un contrat signé ne change que
    par « --avenant N » : la différence est dite.
    """
    read, digest = _read(chemin, sans_copie or demande.essai, demande)
    origine = demande.origine(chemin.resolve().name, digest, "contrat")
    click.echo(deposer(read.frames, replace(origine, absentes=read.absentes), demande))


def _read(chemin: Path, without_copy: bool, demande: Demande) -> tuple[DossierLu, str]:
    from cpomlib.calcul.contrat import AU_DEPOT
    from cpomlib.cli.importer_trame import dire_fautes
    from cpomlib.entree import folder_sha256, lire_dossier, sha256
    from cpomlib.entree.trame import lire_trame_contrat
    from cpomlib.socle import DonneesError
    from cpomlib.tables import contract_names

    names, known = contract_names(), known_contracts(demande.base)
    if chemin.suffix.lower() != ".xlsx":
        read = lire_dossier(chemin, known, demande.jour, names, AU_DEPOT)
        return read, folder_sha256(chemin, names)
    try:
        read = lire_trame_contrat(chemin, known, demande.jour, AU_DEPOT)
    except DonneesError as error:
        dire_fautes(chemin, error, without_copy)
        raise click.exceptions.Exit(1) from error
    return read, sha256(chemin)


def known_contracts(base: str | None) -> dict[str, pd.DataFrame]:
    """Return the structure and the contracts that the base holds; nothing where there is none."""
    from cpomlib.base import open_base, read
    from cpomlib.cli.depot import exists
    from cpomlib.cli.session import STRUCTURE
    from cpomlib.tables import contract_names

    if not exists(base):
        return {}
    return read(open_base(base, creer=True), [*STRUCTURE, *contract_names()])
