"""What the parties agreed, as the clauses of their contract look at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cpomlib.calcul.contrat.modele import Contrat, Ligne
from cpomlib.calcul.contrat.perimetre_du_contrat import (
    chrs_oublies,
    membres,
    subventionnes,
)
from cpomlib.calcul.contrat.vue import signataires
from cpomlib.tables import CATEGORIE_CHRS


@dataclass(frozen=True, eq=False)
class Convenu:
    """A contract and what its clauses need beside its tables.

    Attributes:
        contrat: the contract.
        jour: the day it is written.
        etablissements: the establishments that the base shows, by id.
        raison_sociale: name of its gestionnaire.
        statut: what the gestionnaire is (association, public…).
        capacites: places authorised of each establishment, where they are known.
    """

    contrat: Contrat
    jour: date
    etablissements: Mapping[str, Ligne]
    raison_sociale: str = ""
    statut: str = ""
    capacites: Mapping[str, int] = field(default_factory=dict)

    @property
    def public(self) -> bool:
        """Whether the gestionnaire is a public body."""
        return self.statut == "public"

    def nom(self, etablissement: str) -> str:
        """Return the name of an establishment, its id where the base does not show it."""
        known = self.etablissements.get(etablissement)
        return str(known["nom"]) if known else etablissement

    def trait(self, etablissement: str, colonne: str) -> str:
        """Return what the structure says of an establishment, empty where it is not shown."""
        known = self.etablissements.get(etablissement)
        return str(known[colonne] or "") if known else ""

    @property
    def tenus(self) -> Sequence[Ligne]:
        """Its rows of establishments, the CHRS first, then by name."""
        return sorted(
            self.contrat.de("contrat_etablissements"),
            key=lambda row: self.rang(str(row["id_etablissement"])),
        )

    def rang(self, etablissement: str) -> tuple[bool, str]:
        """Return what an establishment is sorted by wherever the contract lists them."""
        return self.trait(etablissement, "categorie") != CATEGORIE_CHRS, self.nom(etablissement)

    def ayant(self, colonne: str, *valeurs: str) -> list[Ligne]:
        """Return its rows whose establishment has one of these values."""
        return [
            row for row in self.tenus if self.trait(row["id_etablissement"], colonne) in valeurs
        ]

    @property
    def subventionnees(self) -> list[Ligne]:
        """Its subsidised activities."""
        regimes = {ident: str(house["regime"]) for ident, house in self.etablissements.items()}
        paid = subventionnes(self.contrat, regimes)
        return [row for row in self.tenus if row["id_etablissement"] in paid]

    @property
    def chrs_oublies(self) -> list[str]:
        """The names of the CHRS that it should hold and does not."""
        return [str(one["nom"]) for one in chrs_oublies(self.contrat, self.etablissements)]

    @property
    def chrs(self) -> list[Ligne]:
        """Its CHRS."""
        return self.ayant("categorie", CATEGORIE_CHRS)

    @property
    def departements(self) -> list[str]:
        """The départements of its establishments, sorted."""
        places = {self.trait(row["id_etablissement"], "departement") for row in self.tenus}
        return sorted(places - {""})

    @property
    def premiere_annee(self) -> int | None:
        """The first year that has means, else that of its first day."""
        years = [int(row["annee"]) for row in self.contrat.de("moyens")]
        effet = self.contrat.effet
        return min(years, default=effet.year if effet else None)

    def moyens(self, annee: int | None = None) -> list[Ligne]:
        """Return the rows of means of a year, the first one where none is given.

        Those of an establishment that is not in the contract that year are not the contract's.
        """
        wanted = self.premiere_annee if annee is None else annee
        held = set() if wanted is None else {*membres(self.contrat, wanted)}
        rows = [
            row for row in self.contrat.de("moyens")
            if row["annee"] == wanted and row["id_etablissement"] in held
        ]  # fmt: skip
        return sorted(rows, key=lambda row: self.rang(str(row["id_etablissement"])))

    def actes(self, nature: str) -> list[Ligne]:
        """Return its acts of a kind, oldest first."""
        rows = [row for row in self.contrat.de("actes") if row["nature"] == nature]
        return sorted(rows, key=lambda row: row["fait_le"] or date.max)

    def groupes(self, colonne: str) -> dict[str, list[str]]:
        """Return its groups of several establishments, by code."""
        found: dict[str, list[str]] = {}
        for row in self.tenus:
            if row[colonne]:
                found.setdefault(str(row[colonne]), []).append(str(row["id_etablissement"]))
        return {code: held for code, held in sorted(found.items()) if len(held) > 1}

    @property
    def signataires(self) -> list[Ligne]:
        """The parties that sign, the authority first, then the gestionnaire."""
        order = {"prefet_region": 0, "gestionnaire": 1, "prefet_departement": 2}
        return sorted(
            signataires(self.contrat),
            key=lambda row: (order.get(str(row["nature"]), 3), str(row["partie"])),
        )
