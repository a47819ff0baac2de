"""``cpom gestionnaires``: who is in the base, by id and by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.formes import options_forme

if TYPE_CHECKING:
    import pandas as pd

_COLONNES = {
    "id": "Identifiant", "nom": "Nom", "etablissements": "Établissements",
    "departements": "Départements", "annees": "Années",
}  # fmt: skip
_LEURS = {
    "gestionnaire": "Gestionnaire", "id": "Identifiant", "nom": "Nom", "categorie": "Catégorie",
    "departement": "Département", "ouvert": "Ouvert",
}  # fmt: skip


@click.command()
@click.option("--region", metavar="R", help="Seulement ceux de cette région (code ou nom).")
@click.option("--gestionnaire", metavar="ID", help="Seulement celui-là (identifiant ou nom).")
@click.option("--etablissements", is_flag=True, help="Liste plutôt leurs établissements.")
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@options_forme
def gestionnaires(
    region: str | None,
    gestionnaire: str | None,
    etablissements: bool,
    base: str | None,
    forme: str,
    sortie: str | None,
) -> None:
    """Liste les gestionnaires de la base, tous, avec l’identifiant que les commandes demandent.

    Exemple : cpom gestionnaires --region 52 --etablissements
    """
    from cpomlib.base import open_base, read
    from cpomlib.cli.formes import rendre
    from cpomlib.socle import pluriel

    engine = open_base(base)
    held = read(engine, ["gestionnaires", "etablissements"])
    owners, houses = _kept(held["gestionnaires"], held["etablissements"], region, gestionnaire)
    if etablissements:
        rendre(forme, _houses(houses), _LEURS, sortie)
    else:
        from cpomlib.base import years

        found = {code: years(engine, [code]) for code in owners["id_gestionnaire"].tolist()}
        rendre(forme, _owners(owners, houses, found), _COLONNES, sortie)
    if forme == "table" and sortie is None:
        counts = (pluriel(len(owners), "gestionnaire"), pluriel(len(houses), "établissement"))
        click.echo(f"{', '.join(counts)}.")


def _kept(
    owners: pd.DataFrame, houses: pd.DataFrame, region: str | None, gestionnaire: str | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    from cpomlib.droit import code_region

    if region:
        houses = houses[houses["region"] == code_region(region)]
        owners = owners[owners["id_gestionnaire"].isin(houses["id_gestionnaire"])]
    if gestionnaire:
        houses = houses[houses["id_gestionnaire"] == gestionnaire]
        owners = owners[owners["id_gestionnaire"] == gestionnaire]
    return owners.sort_values("raison_sociale"), houses


def _owners(
    owners: pd.DataFrame, houses: pd.DataFrame, annees: dict[str, Any]
) -> list[dict[str, Any]]:
    rows = []
    for row in owners.itertuples():
        mine = houses[houses["id_gestionnaire"] == row.id_gestionnaire]
        places = sorted(mine["departement"].dropna().unique())
        known = [str(year) for year in annees[row.id_gestionnaire]]
        rows.append({
            "id": row.id_gestionnaire, "nom": row.raison_sociale, "etablissements": len(mine),
            "departements": ", ".join(places), "annees": ", ".join(known),
        })  # fmt: skip
    return rows


def _houses(houses: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "gestionnaire": row.id_gestionnaire, "id": row.id_etablissement, "nom": row.nom,
            "categorie": row.categorie, "departement": row.departement,
            "ouvert": "non" if row.date_fermeture == row.date_fermeture else "oui",
        }
        for row in houses.sort_values(["id_gestionnaire", "nom"]).itertuples()
    ]  # fmt: skip
