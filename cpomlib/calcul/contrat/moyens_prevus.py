"""The means of a contract, added up: by establishment, by year, for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpomlib.calcul.contrat.convenu import Convenu
from cpomlib.calcul.contrat.modele import Ligne
from cpomlib.calcul.grandeurs import somme_connue

GROUPES = ("groupe_1", "groupe_2", "groupe_3")


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
    """Return the base of the first year that has means."""
    rows = convenu.moyens()
    columns = ("base_budgetaire", *GROUPES)
    return BaseBudgetaire(
        convenu.premiere_annee if rows else None,
        rows,
        {name: somme_connue([row[name] for row in rows]) for name in columns},
    )


def trajectoire(convenu: Convenu) -> dict[str, dict[int, int | None]]:
    """Return, for each establishment, the amount planned each year; under "" those of all."""
    rows = convenu.contrat.de("moyens")
    years = sorted({int(row["annee"]) for row in rows})
    houses = sorted({str(row["id_etablissement"]) for row in rows}, key=convenu.nom)
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
