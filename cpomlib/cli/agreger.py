"""``cpom agreger``: what a gestionnaire sends of its publics, its stays staying at home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.etat import etat_voulu, jour_voulu, option_jour, options_etat

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine

    from cpomlib.calcul.agregats import Agregats
    from cpomlib.socle import Periode


@click.command()
@click.option("--gestionnaire", metavar="ID", help="Identifiant ou nom du gestionnaire.")
@click.option(
    "--region", metavar="R", help="Un paquet par gestionnaire de la région (code ou nom)."
)
@click.option(
    "--annee", required=True, type=int, metavar="AAAA", help="Dernière des trois années du paquet."
)
@click.option(
    "-o",
    "--sortie",
    required=True,
    type=click.Path(path_type=Path),
    metavar="CHEMIN",
    help="Paquet à écrire (.zip) ; le dossier, avec --region.",
)
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@option_jour
@options_etat
def agreger(
    gestionnaire: str | None,
    region: str | None,
    annee: int,
    sortie: Path,
    base: str | None,
    **quand: Any,
) -> None:
    """Écrit les agrégats d’un gestionnaire, à transmettre à la place de ses séjours.

    Le paquet donne les indicateurs par établissement et par année. Aucune ligne ne porte sur un
    ménage ; les petits effectifs sont masqués. Au retour : « cpom importer agregats FICHIER ».
    """
    from cpomlib.base import open_base
    from cpomlib.cli.portees import demandes
    from cpomlib.socle.periode import periode

    engine = open_base(base)
    state = etat_voulu(engine, quand["au"], quand["etat"])
    period = periode(annee, jour_voulu(quand["jour"], quand["au"]))
    owners = demandes(engine, gestionnaire, region, state)
    if gestionnaire:
        _one(engine, gestionnaire, annee, state, period, sortie)
        return
    sortie.mkdir(parents=True, exist_ok=True)
    made = sum(
        _tried(engine, code, annee, state, period, sortie / f"agregats-{annee}-{code}.zip")
        for code in owners
    )
    click.echo(f"{made} paquets sur {len(owners)} gestionnaires, dans {sortie}.")


def _tried(
    engine: Engine, gestionnaire: str, annee: int, etat: int, period: Periode, sortie: Path
) -> bool:
    """Write the package of one of a region; one who has no stay does not stop the others."""
    from cpomlib.socle import CommandeError

    try:
        _one(engine, gestionnaire, annee, etat, period, sortie)
    except CommandeError as error:
        click.echo(f"{gestionnaire}\u00a0: {error}", err=True)
        return False
    return True


def _one(
    engine: Engine, gestionnaire: str, annee: int, state: int, period: Periode, sortie: Path
) -> None:
    from cpomlib.base import lots_digest
    from cpomlib.entree import agregats

    made = calculer(engine, gestionnaire, annee, state, period.jour)
    entities = sorted({gestionnaire, *made.structures["id_etablissement"]})
    origin = agregats.OrigineAgregats(state, lots_digest(engine, entities, state))
    warning = agregats.avis_de_remplacement(sortie, made)
    digest = agregats.ecrire(made, origin, sortie)
    told = (period.avertissement, resume(made, sortie, digest), warning)
    click.echo("\n".join(filter(None, told)))


def calculer(
    engine: Engine, gestionnaire: str, annee: int, etat: int, jour: date | None
) -> Agregats:
    """Compute the aggregates of a gestionnaire in a state of the base, its year as it is known.

    Raises:
        CommandeError: the gestionnaire is unknown, or has no stay to aggregate.
    """
    from cpomlib.base import read
    from cpomlib.calcul.agregats import agreger as compute
    from cpomlib.calcul.indicateurs import conventions_des_seuils
    from cpomlib.cli.indicateurs import refuse_unknown

    refuse_unknown(engine, gestionnaire, etat)
    frames = read(engine, gestionnaires=[gestionnaire], etat=etat)
    return compute(frames, gestionnaire, annee, conventions_des_seuils(jour))


def resume(made: Agregats, sortie: Path, digest: str) -> str:
    """Say what the package holds, and how much of it is masked."""
    from cpomlib.socle import nombre, pluriel

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
