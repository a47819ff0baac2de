"""``cpom importer trame``: the workbook that a gestionnaire filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.depot import deposer, options_depot

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Engine

    from cpomlib.errors import DonneesError
    from cpomlib.sources.trame.lecture import Trame
    from cpomlib.store import Statut


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option("--gestionnaire", default="", metavar="ID", help="Si la trame ne le dit plus.")
@click.option("--annee", type=int, metavar="AAAA", help="Si la trame ne le dit plus.")
@click.option("--sans-copie", is_flag=True, help="N’écrit pas de copie annotée des fautes.")
@click.option("--essai", is_flag=True, help="Lit et contrôle, sans rien déposer.")
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@click.option("--auteur", metavar="NOM", help="Qui dépose (sinon le nom de session).")
@options_depot
def trame(  # noqa: PLR0913, PLR0917 - one argument per option
    fichier: Path,
    gestionnaire: str,
    annee: int | None,
    sans_copie: bool,
    essai: bool,
    base: str | None,
    auteur: str | None,
    statut: Statut,
    forcer: bool,
) -> None:
    """Dépose une trame remplie par un gestionnaire.

    Toutes les fautes sont données à la fois. S’il y en a, une copie « …-a-corriger.xlsx »
    les montre dans le classeur même ; l’original n’est pas touché, rien n’est déposé.
    """
    from cpomlib.cli.importer import known_structure, session_name
    from cpomlib.errors import DonneesError
    from cpomlib.sources.lecture import resume
    from cpomlib.sources.texte import sha256
    from cpomlib.sources.trame.lecture import lire_trame
    from cpomlib.store import Origine, open_base

    try:
        read = lire_trame(fichier, known_structure(base), gestionnaire=gestionnaire, annee=annee)
    except DonneesError as error:
        _tell(fichier, error, sans_copie)
        raise click.exceptions.Exit(1) from error
    click.echo(f"Trame du gestionnaire {read.identite.gestionnaire}, {read.identite.annee}.")
    click.echo(resume(read.lecture))
    filled = {name: frame for name, frame in read.lecture.frames.items() if len(frame)}
    if essai:
        click.echo("Essai : rien n’a été déposé.")
        return
    engine = open_base(base, creer=True)
    click.echo(_lost_stays(engine, filled, read), nl=False)
    origine = Origine(auteur or session_name(), fichier.name, sha256(fichier), read.lecture.format)
    click.echo(deposer(engine, filled, origine, statut, forcer))


def _tell(fichier: Path, error: DonneesError, without_copy: bool) -> None:
    """Tell the faults, and where the copy that shows them is."""
    from cpomlib.tables.affichage import told

    click.echo(told(error), err=True)
    if not without_copy:
        click.echo(_copy(fichier, error), err=True)


def _copy(fichier: Path, error: DonneesError) -> str:
    from cpomlib.fichiers import EcritureError
    from cpomlib.sources.garde import FichierError
    from cpomlib.sources.trame.annotation import annoter

    try:
        copy = annoter(fichier, error.fautes)
    except FichierError:
        return "La copie annotée n’a pas pu être faite : une partie du classeur est abîmée."
    except EcritureError as refus:
        return f"La copie annotée n’a pas pu être écrite à côté de {fichier.name}. {refus.pourquoi}"
    if copy is None:
        return "Ce classeur est trop gros pour une copie annotée."
    return f"Copie à corriger, où chaque faute est montrée : {copy}"


def _lost_stays(engine: Engine, frames: Mapping[str, pd.DataFrame], read: Trame) -> str:
    """Say how many known stays the trame no longer has: the deposit withdraws them."""
    from cpomlib.store import read as read_base
    from cpomlib.typography import pluriel

    if "sejours" not in frames:
        return ""
    owner = read.identite.gestionnaire
    known = read_base(engine, ["sejours"], gestionnaires=[owner])["sejours"]["id_sejour"]
    lost = len(set(known) - set(frames["sejours"]["id_sejour"]))
    if not lost:
        return ""
    stays = pluriel(lost, "séjour connu n’y est plus", "séjours connus n’y sont plus")
    return f"{stays} : le dépôt {'le retire' if lost == 1 else 'les retire'} de l’état courant.\n"
