"""``cpom contrat dossier`` and ``relire``: the documents of a contract, made and read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.contrats_lus import lus, options_contrats, un_contrat
from cpomlib.cli.etat import option_jour, options_etat

if TYPE_CHECKING:
    from datetime import date

    from cpomlib.calcul.contrat import Contrat
    from cpomlib.campagne import DemandeLiasse
    from cpomlib.dossier import ContratsLus

ECARTS = {
    "sorte": "Ce qui diffère", "objet": "Où", "document": "Dans le document",
    "donnees": "Dans les données",
}  # fmt: skip


@click.command()
@click.option("--contrat", "code", required=True, metavar="ID", help="Son code ou son nom.")
@click.option(
    "-o",
    "--sortie",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DOSSIER",
    help="Dossier à remplir, nouveau ou vide.",
)
@click.option("--annee", type=int, metavar="AAAA", help="Année des documents ; la dernière finie.")
@click.option(
    "--formats",
    default="pdf,docx",
    show_default=True,
    metavar="LISTE",
    help="Formats, entre virgules : html, pdf, docx, odt, xlsx.",
)
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@option_jour
@options_etat
def dossier(
    code: str, sortie: Path, annee: int | None, formats: str, base: str | None, **quand: Any
) -> None:
    """Réunit le dossier d’un contrat : tous ses documents, le diagnostic et son annexe.

    Les fichiers sont numérotés, et un sommaire les liste : prêts à annexer et à signer.
    """
    from cpomlib.campagne import reunir
    from cpomlib.cli.avancement import Avancement
    from cpomlib.socle import pluriel

    found = lus(base, quand)
    asked = _asked(found, un_contrat(found, code), annee, formats, base)
    suivi = Avancement(len(asked.modeles))
    try:
        made = reunir(asked, sortie, suivi)
    finally:
        suivi.ferme()
    done = [one for one in made if one.fichiers]
    click.echo(f"{pluriel(len(done), 'document réuni', 'documents réunis')}\u00a0: {sortie}")
    for one in made:
        if not one.fichiers:
            click.echo(f"{one.titre}\u00a0: pas établi. {one.raison}")
    if len(done) < len(made):
        raise click.exceptions.Exit(1)


def _asked(
    found: ContratsLus, one: Contrat, annee: int | None, formats: str, base: str | None
) -> DemandeLiasse:
    from cpomlib.campagne import DemandeLiasse
    from cpomlib.rendu.documents import HTML, choisis

    houses, owners = found.frames["etablissements"], found.frames["gestionnaires"]
    held = {row["id_etablissement"] for row in one.de("contrat_etablissements")}
    here = houses[houses["id_etablissement"].isin(held)]
    name = owners.loc[owners["id_gestionnaire"] == one.gestionnaire, "raison_sociale"]
    year = annee or found.jour.year - 1
    wanted = choisis(formats)
    return DemandeLiasse(
        one.id,
        one.gestionnaire,
        str(name.iloc[0]) if len(name) else one.gestionnaire,
        str(here["region"].iloc[0]) if len(here) else "",
        year,
        int(one.ligne["annee_diagnostic"] or year),
        found.jour,
        (*wanted, HTML) if HTML in formats else wanted,
        base,
        found.etat,
        _models(one, year, found.jour),
        one.signe,
    )


def _models(one: Contrat, annee: int, jour: date) -> list[str]:
    """Return what there is something to say in: no document of a contract is empty."""
    from cpomlib.calcul.contrat import etat_du_contrat
    from cpomlib.campagne import CONTRACTUELS

    state = etat_du_contrat(one, jour)
    begun = one.signe and (one.effet is None or one.effet.year <= annee)
    empty = {
        "fiches_actions": not one.de("actions"),
        "compte_rendu": not any(row["date"] <= jour for row in one.de("rencontres")),
        "preparation_comite": state not in {"en_vigueur", "a_venir"},
        "bilan": not begun,
    }
    return [name for name in CONTRACTUELS if not empty.get(name)]


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path, dir_okay=False), metavar="FICHIER.docx")
@click.option("--contrat", "code", metavar="ID", help="Code du contrat, s’il n’y est plus lisible.")
@options_contrats("table", "json")
def relire(
    fichier: Path, code: str | None, base: str | None, forme: str, sortie: str | None, **quand: Any
) -> None:
    """Compare un contrat Word modifié à ce que disent les données.

    Dit les montants, les dates, les établissements et les cibles qui diffèrent, et les clauses
    réécrites ou retirées. Rien n’est écrit dans la base.
    """
    from cpomlib.cli.formes import rendre
    from cpomlib.rapports.contractuel import relecture

    text = relecture.lu(fichier)
    found = lus(base, quand)
    known = list(found.contrats)
    asked = un_contrat(found, code).id if code else text.contrat(known)
    one = un_contrat(found, text.celui(asked, known))
    address = found.engine.url.render_as_string(hide_password=False)
    rows = [each.record() for each in relecture.ecarts(text, _dossier(found, one, address))]
    if rows or forme == "json":
        rendre(forme, rows, ECARTS, sortie)
    else:
        click.echo(f"{one.id}\u00a0: le document dit ce que disent les données.")


def _dossier(found: ContratsLus, one: Contrat, address: str) -> Any:
    from cpomlib.rapports.contractuel import load

    year = one.effet.year if one.effet else found.jour.year
    return load(address, one.id, year, "", found.etat, found.jour.isoformat())
