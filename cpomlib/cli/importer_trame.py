"""``cpom importer trame``: the workbook that a gestionnaire filled in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.depot import Demande, deposer_lecture, options_depot

if TYPE_CHECKING:
    from cpomlib.socle import DonneesError


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option("--gestionnaire", default="", metavar="ID", help="Si la trame ne le dit plus.")
@click.option("--annee", type=int, metavar="AAAA", help="Si la trame ne le dit plus.")
@click.option("--sans-copie", is_flag=True, help="N’écrit pas de copie annotée des fautes.")
@options_depot
def trame(
    fichier: Path, gestionnaire: str, annee: int | None, sans_copie: bool, demande: Demande
) -> None:
    """Dépose une trame remplie par un gestionnaire.

    Toutes les fautes sont données à la fois. S’il y en a, une copie « …-a-corriger.xlsx »
    les montre dans le classeur même ; l’original n’est pas touché, rien n’est déposé.
    """
    from cpomlib.cli.session import known_structure
    from cpomlib.entree.trame import lire_trame
    from cpomlib.socle import DonneesError

    known, jour = known_structure(demande.base), demande.jour
    try:
        read = lire_trame(fichier, known, gestionnaire=gestionnaire, annee=annee, jour=jour)
    except DonneesError as error:
        dire_fautes(fichier, error, sans_copie or demande.essai)
        raise click.exceptions.Exit(1) from error
    click.echo(f"Trame du gestionnaire {read.identite.gestionnaire}, {read.identite.exercice}.")
    filled = {name: frame for name, frame in read.lecture.frames.items() if len(frame)}
    deposer_lecture(replace(read.lecture, frames=filled), [fichier], demande)


def dire_fautes(fichier: Path, error: DonneesError, without_copy: bool) -> None:
    """Tell the faults, and where the copy that shows them is."""
    from cpomlib.tables import told

    click.echo(told(error), err=True)
    if not without_copy:
        click.echo(_copy(fichier, error), err=True)


def _copy(fichier: Path, error: DonneesError) -> str:
    from cpomlib.entree import FichierError
    from cpomlib.entree.trame import annoter
    from cpomlib.socle import EcritureError

    try:
        copy = annoter(fichier, error.fautes)
    except FichierError:
        return "La copie annotée n’a pas pu être faite : une partie du classeur est abîmée."
    except EcritureError as refus:
        return f"La copie annotée n’a pas pu être écrite à côté de {fichier.name}. {refus.pourquoi}"
    if copy is None:
        return "Ce classeur est trop gros pour une copie annotée."
    return f"Copie à corriger, où chaque faute est montrée : {copy}"
