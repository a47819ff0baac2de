"""``cpom importer contrat``: what the parties agree, one file per table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.depot import Demande, deposer, option_avenant, options_depot

if TYPE_CHECKING:
    import pandas as pd


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@option_avenant
@options_depot
def contrat(dossier: Path, demande: Demande) -> None:
    """Dépose un dossier de fichiers CSV, un par table du contrat (contrats.csv, cibles.csv…).

    Toutes les fautes sont données à la fois ; rien n’est écrit s’il en reste une. Un contrat
    signé ne change que par « --avenant N » : la différence est dite.
    """
    from cpomlib.calcul.contrat import noms_connus
    from cpomlib.entree import folder_sha256, lire_dossier
    from cpomlib.tables import contract_names

    names = contract_names()
    read = lire_dossier(dossier, known_contracts(demande.base), demande.jour, names, [noms_connus])
    origine = replace(
        demande.origine(dossier.resolve().name, folder_sha256(dossier, names), "contrat"),
        absentes=read.absentes,
    )
    click.echo(deposer(read.frames, origine, demande))


def known_contracts(base: str | None) -> dict[str, pd.DataFrame]:
    """Return the structure and the contracts that the base holds; nothing where there is none."""
    from cpomlib.base import open_base, read
    from cpomlib.cli.depot import exists
    from cpomlib.cli.session import STRUCTURE
    from cpomlib.tables import contract_names

    if not exists(base):
        return {}
    return read(open_base(base, creer=True), [*STRUCTURE, *contract_names()])
