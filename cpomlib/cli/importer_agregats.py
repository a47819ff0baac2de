"""``cpom importer agregats``: what a gestionnaire sent in place of its stays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.depot import Demande, deposer, options_depot

if TYPE_CHECKING:
    from cpomlib.entree.agregats import Paquet


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@options_depot
def agregats(fichier: Path, demande: Demande) -> None:
    """Dépose les agrégats qu’un gestionnaire transmet à la place de ses séjours.

    Toutes les fautes sont données à la fois ; rien n’est écrit s’il en reste une. Les séjours
    d’un établissement, s’ils sont en base, comptent avant ses agrégats.
    """
    from cpomlib.base import open_base, read
    from cpomlib.calcul.agregats import avis
    from cpomlib.cli.depot import exists
    from cpomlib.cli.session import known_structure
    from cpomlib.entree import sha256
    from cpomlib.entree.agregats import lire
    from cpomlib.tables import aggregate_names

    paquet = lire(fichier, known_structure(demande.base))
    first, last = paquet.annees[0], paquet.annees[-1]
    click.echo(f"Agrégats du gestionnaire {paquet.gestionnaire}, {first} à {last}.")
    click.echo(_conventions(paquet), nl=False)
    if exists(demande.base):
        held = read(open_base(demande.base), aggregate_names(), gestionnaires=[paquet.gestionnaire])
        if warning := avis(held, paquet.frames):
            click.echo(warning)
    origine = demande.origine(fichier.name, sha256(fichier), "agregats")
    click.echo(deposer(paquet.frames, origine, demande))


def _conventions(paquet: Paquet) -> str:
    """Say where the package was made with other conventions: its indicators will not be shown."""
    from cpomlib.droit import seuil

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
