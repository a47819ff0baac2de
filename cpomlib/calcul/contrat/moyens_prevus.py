"""The means of a contract, added up: by establishment, by year, for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpomlib.calcul.contrat.convenu import Convenu
from cpomlib.calcul.contrat.modele import Ligne
from cpomlib.calcul.contrat.perimetre_du_contrat import membres
from cpomlib.calcul.grandeurs import somme_connue

GROUPES = ("groupe_1", "groupe_2", "groupe_3")
_BLANC: Ligne = dict.fromkeys(("regime", "modalite", "taux", "base_budgetaire", *GROUPES))
"""What a row of means says of an establishment that has none."""


@dataclass(frozen=True, eq=False)
class BaseBudgetaire:
    """The base of a year: the rows, and their sums; a sum is None where one of its terms is.

    Attributes:
        annee: the year, None where the contract has no means.
        lignes: one row per establishment.
        totaux: column → sum of the column.
    """

    annee: int | None
    lignes: Sequence[Ligne]
    totaux: dict[str, int | None]


def base_budgetaire(convenu: Convenu) -> BaseBudgetaire:
    """Return the base of the first year that has means, of whom is in the contract that year.

    One of them that has none is there, its amounts unknown: then so is the sum.
    """
    rows, year = convenu.moyens(), convenu.premiere_annee
    known = {row["id_etablissement"] for row in rows}
    blank = [
        {**_BLANC, "id_etablissement": row["id_etablissement"]}
        for row in convenu.tenus
        if rows and year is not None
        and row["id_etablissement"] in {*membres(convenu.contrat, year)} - known
    ]  # fmt: skip
    columns = ("base_budgetaire", *GROUPES)
    held = sorted([*rows, *blank], key=lambda row: convenu.rang(str(row["id_etablissement"])))
    return BaseBudgetaire(
        year if rows else None,
        held,
        {name: somme_connue([row[name] for row in held]) for name in columns},
    )


def trajectoire(convenu: Convenu) -> dict[str, dict[int, int | None]]:
    """Return, for each establishment, the amount planned each year; under "" those of all."""
    known = {int(row["annee"]) for row in convenu.contrat.de("moyens")}
    rows = [row for year in sorted(known) for row in convenu.moyens(year)]
    years = sorted({int(row["annee"]) for row in rows})
    houses = sorted({str(row["id_etablissement"]) for row in rows}, key=convenu.rang)
    found: dict[str, dict[int, int | None]] = {
        house: {
            int(row["annee"]): row["montant_prevu"]
            for row in rows
            if row["id_etablissement"] == house
        }
        for house in houses
    }
    whole = {
        year: somme_connue([known[year] for known in found.values() if year in known])
        for year in years
    }
    return {**found, "": whole}
