"""``cpom importer agregats``: what a gestionnaire sent in place of its stays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.depot import deposer, options_depot

if TYPE_CHECKING:
    from cpomlib.agregats import Paquet
    from cpomlib.store import Statut


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@click.option("--auteur", metavar="NOM", help="Qui dépose (sinon le nom de session).")
@options_depot
def agregats(
    fichier: Path, base: str | None, auteur: str | None, statut: Statut, forcer: bool
) -> None:
    """Dépose les agrégats qu’un gestionnaire transmet à la place de ses séjours.

    Toutes les fautes sont données à la fois ; rien n’est écrit s’il en reste une. Les séjours
    d’un établissement, s’ils sont en base, comptent avant ses agrégats.
    """
    from cpomlib.agregats import lire
    from cpomlib.agregats.changements import avis
    from cpomlib.cli.importer import known_structure, session_name
    from cpomlib.errors import DonneesError
    from cpomlib.sources.texte import sha256
    from cpomlib.store import Origine, open_base, read
    from cpomlib.tables.affichage import told
    from cpomlib.tables.schema import aggregate_names

    try:
        paquet = lire(fichier, known_structure(base))
    except DonneesError as error:
        click.echo(told(error), err=True)
        raise click.exceptions.Exit(1) from error
    first, last = paquet.annees[0], paquet.annees[-1]
    click.echo(f"Agrégats du gestionnaire {paquet.gestionnaire}, {first} à {last}.")
    click.echo(_conventions(paquet), nl=False)
    engine = open_base(base, creer=True)
    already = read(engine, aggregate_names(), gestionnaires=[paquet.gestionnaire])
    if warning := avis(already, paquet.frames):
        click.echo(warning)
    origine = Origine(auteur or session_name(), fichier.name, sha256(fichier), "agregats")
    click.echo(deposer(engine, paquet.frames, origine, statut, forcer))


def _conventions(paquet: Paquet) -> str:
    """Say where the package was made with other conventions: its indicators will not be shown."""
    from cpomlib.parameters import seuil

    other = [
        seuil(name).libelle
        for name, theirs in paquet.conventions.items()
        if theirs != seuil(name).valeur
    ]
    if not other:
        return ""
    return (
        f"Attention : il a été fait avec une autre convention ({', '.join(other)}). Les "
        "indicateurs qui en dépendent seront non disponibles.\n"
    )
