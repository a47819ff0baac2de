"""``cpom programmation``: who signs a contract when, in a région."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.contrats_lus import options_contrats
from cpomlib.cli.entiers import Entier

if TYPE_CHECKING:
    from cpomlib.dossier import DossierRegion

_REGION = click.option("--region", required=True, metavar="R", help="Code INSEE ou nom.")
_ANNEE = click.option(
    "--annee", type=int, metavar="AAAA",
    help="Année des places et des comptes regardés (sinon l’année passée).",
)  # fmt: skip


@click.group(subcommand_metavar="ACTION [OPTIONS]…")
def programmation() -> None:
    """Programme les signatures des contrats (CPOM) d’une région.

    « recenser » dit qui doit un contrat et où il en est ; « proposer » donne une année à chacun ;
    « arrete » écrit l’arrêté, ses versions et ce qui change.
    """


@programmation.command()
@_REGION
@_ANNEE
@options_contrats("table", "json", "csv", "xlsx")
def recenser(
    region: str, annee: int | None, base: str | None, forme: str, sortie: str | None, **quand: Any
) -> None:
    """Recense les gestionnaires de CHRS : places, départements, contrat, ce qui pourrait entrer."""
    from cpomlib.cli import programmation_sortie
    from cpomlib.cli.formes import rendre

    found = ouvrir(region, annee, base, quand)
    raw = forme in {"json", "csv"}
    rows = [programmation_sortie.recense(one, raw=raw) for one in found.recenses]
    rows = [programmation_sortie.plat(row) for row in rows] if forme == "csv" else rows
    rendre(forme, rows, programmation_sortie.RECENSEMENT, sortie)
    if forme == "table" and sortie is None:
        click.echo(programmation_sortie.pied_recensement(found))


@programmation.command()
@_REGION
@_ANNEE
@click.option("--de", "premiere", type=int, metavar="AAAA", help="Première année.")
@click.option("--a", "derniere", type=int, metavar="AAAA", help="Dernière année (sinon 4 ans).")
@click.option(
    "--capacite",
    "capacites",
    multiple=True,
    metavar="DEP:N[,…]",
    help="Signatures par an dans un département (44:2), ou une année (44:2027:1) ; répétable.",
)
@click.option(
    "--volontaire",
    "volontaires",
    multiple=True,
    metavar="ID",
    help="Gestionnaire volontaire, par son identifiant ou son nom ; répétable.",
)
@click.option(
    "--fixe", "fixes", multiple=True, metavar="ID:AAAA", help="Année imposée ; répétable."
)
@click.option(
    "--forme-arrete",
    "forme_arrete",
    type=click.Choice(["nominative", "volume"]),
    default="nominative",
    show_default=True,
    help="Forme de l’arrêté écrit par « --dossier ».",
)
@click.option(
    "--dossier",
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Y écrit la version suivante de l’arrêté, que « cpom importer tables » dépose.",
)
@options_contrats("table", "json", "csv", "xlsx")
def proposer(
    region: str, annee: int | None, dossier: Path | None, forme_arrete: str,
    base: str | None, forme: str, sortie: str | None, **demande: Any,
) -> None:  # fmt: skip
    """Propose une année à chaque gestionnaire, sous les capacités, et dit pourquoi.

    La priorité vient des critères de parameters/contrat/programmation.yaml. L’optimum est exact :
    d’abord dépasser le moins possible les capacités, puis faire attendre le moins possible les
    plus prioritaires ; à égalité, l’ordre des noms.
    """
    from cpomlib.cli import programmation_sortie
    from cpomlib.cli.formes import rendre

    found = ouvrir(region, annee, base, demande)
    made = found.proposition(
        found.souhaits(
            (demande["premiere"] or 0, demande["derniere"] or 0), demande["capacites"],
            demande["fixes"],
        ),
        demande["volontaires"],
    )  # fmt: skip
    raw = forme in {"json", "csv"}
    rows = [programmation_sortie.proposee(one, raw=raw) for one in made.lignes]
    rows = [programmation_sortie.plat(row) for row in rows] if forme == "csv" else rows
    rendre(forme, rows, programmation_sortie.PROPOSITION, sortie)
    if forme == "table" and sortie is None:
        click.echo(programmation_sortie.pied_proposition(made))
    if dossier is not None:
        click.echo(programmation_sortie.ecrire_version(found, made, forme_arrete, dossier))


@programmation.command()
@_REGION
@click.option("--version", "numero", type=Entier(1), metavar="N", help="Sinon la dernière.")
@click.option(
    "--dossier",
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Écrit le document dans ce dossier, comme « cpom rapports ».",
)
@click.option(
    "--formats",
    default="docx",
    show_default=True,
    metavar="LISTE",
    help="Formats du document, entre virgules.",
)
@options_contrats("table", "json", "csv", "xlsx")
@click.pass_context
def arrete(
    ctx: click.Context, region: str, numero: int | None, dossier: Path | None, formats: str,
    base: str | None, forme: str, sortie: str | None, **quand: Any,
) -> None:  # fmt: skip
    """Montre une version de l’arrêté et ce qu’elle change ; « --dossier » écrit le document.

    Le document est un Word à relire et à signer, aussi en PDF, ODT, Excel (« --formats »).
    """
    from cpomlib.calcul.programmation import version_de
    from cpomlib.cli import programmation_sortie
    from cpomlib.cli.formes import rendre

    found = ouvrir(region, None, base, quand)
    one = version_de(found.versions, numero or 0)
    if dossier is not None:
        _document(ctx, found, one.version, dossier, formats, base, quand)
        return
    raw = forme in {"json", "csv"}
    rows = [programmation_sortie.programmee(row, found, raw=raw) for row in one.lignes]
    rendre(forme, rows, programmation_sortie.ARRETE, sortie)
    if forme == "table" and sortie is None:
        click.echo(programmation_sortie.pied_arrete(found, one))


@programmation.command()
@_REGION
@click.option(
    "-o", "--sortie", required=True, type=click.Path(path_type=Path), metavar="FICHIER",
    help="Classeur à écrire (.xlsx) ; il ne doit pas exister.",
)  # fmt: skip
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
def trame(region: str, sortie: Path, base: str | None) -> None:
    """Écrit le classeur de la programmation : arrêtés, lignes, enveloppes, avec ce qui est connu.

    Au retour : « cpom importer tables CLASSEUR ».
    """
    from cpomlib.entree.trame import ecrire_trame_contrat
    from cpomlib.socle import pluriel
    from cpomlib.tables import regional_names

    found = ouvrir(region, None, base, {"au": None, "etat": None, "jour": None})
    names = regional_names()
    rows = {name: found.frames[name] for name in names}
    mine = {name: frame[frame["region"] == found.region] for name, frame in rows.items()}
    counts = ecrire_trame_contrat(mine, sortie, names)
    click.echo(f"Classeur écrit\u00a0: {sortie} ({pluriel(len(counts), 'feuille')}).")


def ouvrir(
    region: str, annee: int | None, base: str | None, quand: dict[str, Any]
) -> DossierRegion:
    """Read a région in the state and on the day asked for."""
    from cpomlib.base import base_address, open_base
    from cpomlib.cli.etat import etat_voulu, jour_voulu
    from cpomlib.droit import code_region
    from cpomlib.rapports.region import load

    etat = etat_voulu(open_base(base), quand["au"], quand["etat"])
    jour = jour_voulu(quand["jour"], quand["au"])
    return load(
        base_address(base), code_region(region), annee or jour.year - 1, etat, jour.isoformat()
    )


def _document(
    ctx: click.Context, found: DossierRegion, numero: int, dossier: Path, formats: str,
    base: str | None, quand: dict[str, Any],
) -> None:  # fmt: skip
    from cpomlib.cli.rapports import rapports

    ctx.invoke(
        rapports, region=found.region, annee=found.annee, sortie=dossier, base=base,
        modele="arrete_programmation", formats=formats, parametres=(f"version={numero}",), **quand,
    )  # fmt: skip
