"""``cpom trame``: the workbook that a gestionnaire fills in."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--gestionnaire", required=True, metavar="ID", help="Identifiant du gestionnaire.")
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
    gestionnaire: str, annee: int, sortie: Path, echeance: str, contact: str, base: str | None
) -> None:
    """Écrit le classeur qu’un gestionnaire remplit, avec ce qui est déjà connu de lui.

    Une feuille par table, des listes déroulantes, un glossaire et des totaux. Au retour :
    « cpom importer trame FICHIER ».
    """
    from datetime import date

    from cpomlib.base import open_base, read
    from cpomlib.entree.trame import IdentiteTrame, ecrire_trame
    from cpomlib.socle import pluriel

    _refuse_year(annee)
    engine = open_base(base)
    _refuse_unknown(read(engine, ["gestionnaires"])["gestionnaires"], gestionnaire)
    counts = ecrire_trame(
        read(engine, gestionnaires=[gestionnaire]),
        IdentiteTrame(gestionnaire, annee),
        sortie,
        le=date.today(),
        echeance=echeance,
        contact=contact,
    )
    click.echo(f"Trame écrite : {sortie}")
    for name, count in counts.items():
        click.echo(f"  {name} : {pluriel(count, 'ligne')}")


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
