"""``cpom agreger``: what a gestionnaire sends of its publics, its stays staying at home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.etat import etat_voulu, options_etat

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine

    from cpomlib.agregats import Agregats


@click.command()
@click.option("--gestionnaire", required=True, metavar="ID", help="Identifiant du gestionnaire.")
@click.option(
    "--annee", required=True, type=int, metavar="AAAA", help="Dernière des trois années du paquet."
)
@click.option(
    "-o",
    "--sortie",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Paquet à écrire (.zip).",
)
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@options_etat
def agreger(
    gestionnaire: str,
    annee: int,
    sortie: Path,
    base: str | None,
    au: date | None,
    etat: int | None,
) -> None:
    """Écrit les agrégats d’un gestionnaire, à transmettre à la place de ses séjours.

    Le paquet donne les indicateurs par établissement et par année. Aucune ligne ne porte sur un
    ménage ; les petits effectifs sont masqués. Au retour : « cpom importer agregats FICHIER ».
    """
    from cpomlib import agregats
    from cpomlib.agregats.changements import avis_de_remplacement
    from cpomlib.store import lots_digest, open_base

    engine = open_base(base)
    state = etat_voulu(engine, au, etat)
    made = calculer(engine, gestionnaire, annee, state)
    entities = sorted({gestionnaire, *made.structures["id_etablissement"]})
    origin = agregats.Origine(state, lots_digest(engine, entities, state))
    warning = avis_de_remplacement(sortie, made)
    digest = agregats.ecrire(made, origin, sortie)
    click.echo(resume(made, sortie, digest))
    if warning:
        click.echo(warning)


def calculer(engine: Engine, gestionnaire: str, annee: int, etat: int) -> Agregats:
    """Compute the aggregates of a gestionnaire in a state of the base.

    Raises:
        CommandeError: the gestionnaire is unknown, or has no stay to aggregate.
    """
    from cpomlib.agregats import agreger as compute
    from cpomlib.cli.indicateurs import refuse_unknown
    from cpomlib.indicators import conventions_des_seuils
    from cpomlib.store import read

    refuse_unknown(engine, gestionnaire, etat)
    frames = read(engine, gestionnaires=[gestionnaire], etat=etat)
    return compute(frames, gestionnaire, annee, conventions_des_seuils())


def resume(made: Agregats, sortie: Path, digest: str) -> str:
    """Say what the package holds, and how much of it is masked."""
    from cpomlib.typography import nombre, pluriel

    houses = made.tables["agregats_etablissements"]["id_etablissement"].nunique()
    years = f"{made.annees[0]} à {made.annees[-1]}"
    return "\n".join(
        [
            f"Paquet écrit\u00a0: {sortie}",
            f"  {pluriel(houses, 'établissement')}, années {years}",
            f"  {pluriel(made.lignes, 'indicateur')}, dont {nombre(made.masques)} masqués "
            "par le secret statistique",
            f"  empreinte SHA-256\u00a0: {digest}",
            "Aucune ligne ne porte sur un ménage.",
        ]
    )
