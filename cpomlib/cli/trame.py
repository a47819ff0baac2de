"""``cpom trame``: the workbook that a gestionnaire fills in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Engine


@click.command()
@click.option("--gestionnaire", metavar="ID", help="Identifiant du gestionnaire.")
@click.option(
    "--departement",
    metavar="CODE",
    help="Département : ses structures d’insertion, ses territoires, sa gouvernance.",
)
@click.option(
    "--annee", required=True, type=int, metavar="AAAA", help="Exercice que la trame demande."
)
@click.option(
    "-o",
    "--sortie",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Classeur à écrire (.xlsx) ; il ne doit pas exister.",
)
@click.option("--echeance", default="", metavar="TEXTE", help="Date de retour, sur la couverture.")
@click.option("--contact", default="", metavar="TEXTE", help="Qui appeler, sur la couverture.")
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
def trame(
    gestionnaire: str | None, departement: str | None, annee: int, sortie: Path, base: str | None,
    **dit: str,
) -> None:  # fmt: skip
    """Écrit le classeur qu’un gestionnaire remplit, avec ce qui est déjà connu de lui.

    Une feuille par table, des listes déroulantes, un glossaire et des totaux. Au retour :
    « cpom importer trame FICHIER ». Celui d’un département a une feuille par table de
    l’insertion et de la gouvernance ; au retour : « cpom importer tables FICHIER ».
    """
    from datetime import date

    from cpomlib.base import open_base, read
    from cpomlib.entree.trame import IdentiteTrame, ecrire_trame
    from cpomlib.socle import pluriel

    _refuse_year(annee)
    _refuse_both(gestionnaire, departement)
    engine = open_base(base)
    if gestionnaire is None:
        _of_a_departement(engine, str(departement), annee, sortie)
        return
    _refuse_unknown(read(engine, ["gestionnaires"])["gestionnaires"], gestionnaire)
    counts = ecrire_trame(
        read(engine, gestionnaires=[gestionnaire]),
        IdentiteTrame(gestionnaire, annee),
        sortie,
        le=date.today(),
        echeance=dit["echeance"],
        contact=dit["contact"],
    )
    click.echo(f"Trame écrite : {sortie}")
    for name, count in counts.items():
        click.echo(f"  {name} : {pluriel(count, 'ligne')}")


def _refuse_both(gestionnaire: str | None, departement: str | None) -> None:
    from cpomlib.socle import CommandeError

    if (gestionnaire is None) == (departement is None):
        raise CommandeError(
            "Une trame est celle d’un gestionnaire ou celle d’un département.",
            que_faire="Donnez l’un ou l’autre\u00a0: «\u00a0--gestionnaire ID\u00a0» ou "
            "«\u00a0--departement CODE\u00a0».",
        )


def _of_a_departement(engine: Engine, departement: str, annee: int, sortie: Path) -> None:
    """Write the sheets of the insertion and the governance of a département, for a year."""
    from cpomlib.base import read
    from cpomlib.entree.trame import ecrire_trame_contrat
    from cpomlib.socle import pluriel
    from cpomlib.tables import territory_names

    names = [*territory_names(), "financements"]
    held = read(engine, ["etablissements", *names])
    houses = held["etablissements"]
    here = set(houses.loc[houses["departement"] == departement, "id_etablissement"])
    here &= set(held["structures_insertion"]["id_etablissement"])
    kept = {}
    for name in names:
        frame = held[name]
        mine = frame["departement"] == departement if "departement" in frame \
            else frame["id_etablissement"].isin(here)  # fmt: skip
        kept[name] = frame[mine & (frame["annee"] == annee if "annee" in frame else True)]
    for name, count in ecrire_trame_contrat(kept, sortie, names).items():
        click.echo(f"  {name} : {pluriel(count, 'ligne')}")
    click.echo(f"Trame écrite : {sortie}")


def _refuse_year(annee: int) -> None:
    from cpomlib.socle import CommandeError

    if not 1990 <= annee <= 2100:
        raise CommandeError(
            f"L’année {annee} n’est pas vraisemblable.", que_faire="Elle est entre 1990 et 2100."
        )


def _refuse_unknown(known: object, gestionnaire: str) -> None:
    from cpomlib.socle import CommandeError, suggestion

    ids = known["id_gestionnaire"].tolist()  # type: ignore[index]
    if gestionnaire not in ids:
        raise CommandeError(
            f"Le gestionnaire « {gestionnaire} » n’est pas en base.",
            que_faire=suggestion(gestionnaire, ids)
            or "Déposez d’abord sa structure (gestionnaires et établissements).",
        )
