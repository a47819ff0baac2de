"""Hypotheses on charges and products: rates, savings, investment, funders."""

# ``champ`` returns what ``dataclasses.field`` does: one object per field, nothing shared.
# ruff: noqa: RUF009

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cpomlib.calcul.scenarios.champ import TAUX_PAR_AN, Taux, champ, en_centimes
from cpomlib.calcul.scenarios.declaration import (
    MILLIARD,
    Hypothese,
    partout,
    periode_a,
    periode_de,
    une_annee,
)
from cpomlib.socle import vers_euros


@dataclass(frozen=True, kw_only=True)
class Actualisation(Hypothese):
    """The dotation grows by ``taux`` each year, compounding."""

    type: ClassVar[str] = "actualisation"
    libelle: ClassVar[str] = "Actualisation de la dotation"
    famille: ClassVar[str] = "dotation"
    taux: Taux = champ("Taux d’actualisation", TAUX_PAR_AN, minimum=-0.5, maximum=0.5)
    de: int | None = periode_de()
    a: int | None = periode_a()
    etablissement: str | None = partout()


@dataclass(frozen=True, kw_only=True)
class Inflation(Hypothese):
    """The charges of a groupe grow by ``taux``; in groupe 2, what is not in ``salaries``."""

    type: ClassVar[str] = "inflation"
    libelle: ClassVar[str] = "Inflation"
    famille: ClassVar[str] = "charges"
    groupe: int = champ("Groupe fonctionnel", "code", choix=(1, 2, 3))
    taux: Taux = champ("Taux d’inflation", TAUX_PAR_AN, minimum=-0.5, maximum=0.5)
    de: int | None = periode_de()
    a: int | None = periode_a()
    etablissement: str | None = partout()


@dataclass(frozen=True, kw_only=True)
class MasseSalariale(Hypothese):
    """Cost per ETP: GVT and point compound each year; ``segur_etp`` adds euros per ETP."""

    type: ClassVar[str] = "masse_salariale"
    libelle: ClassVar[str] = "Masse salariale"
    famille: ClassVar[str] = "personnel"
    gvt: Taux = champ("GVT", TAUX_PAR_AN, 0.0, minimum=-0.2, maximum=0.2)
    point: Taux = champ("Évolution du point", TAUX_PAR_AN, 0.0, minimum=-0.2, maximum=0.2)
    segur_etp: float = champ(
        "Prime par ETP et par an, chargée", "euros", 0.0, minimum=-50_000, maximum=50_000
    )
    de: int | None = periode_de()
    a: int | None = periode_a()
    etablissement: str | None = partout()


@dataclass(frozen=True, kw_only=True)
class HypotheseFraisSiege(Hypothese):
    """The tariffed establishments' share of the frais de siège moves to ``cible`` by ``pas``.

    Source: guide « Élaborer un CPOM », step 3 (Revivre 53, 5 points a year until 70/30).
    """

    type: ClassVar[str] = "frais_siege"
    libelle: ClassVar[str] = "Frais de siège portés par les établissements tarifés"
    famille: ClassVar[str] = "siege"
    cible: float = champ("Part visée", "taux", minimum=0, maximum=1)
    pas: float = champ("Pas annuel", "pas", minimum=0.001, maximum=1)
    annee: int | None = champ("Année du premier pas", "annee", None, minimum=2000, maximum=2100)


@dataclass(frozen=True, kw_only=True)
class Mutualisation(Hypothese):
    """Saving on a groupe: euros a year, or a share of its charges when below 1."""

    type: ClassVar[str] = "mutualisation"
    libelle: ClassVar[str] = "Mutualisation"
    famille: ClassVar[str] = "charges"
    groupe: int = champ("Groupe fonctionnel", "code", choix=(1, 2, 3))
    economie: float = champ(
        "Économie annuelle (euros, ou part si < 1)", "euros", minimum=0, maximum=MILLIARD,
        part_sous_un=True,
    )  # fmt: skip
    annee: int = une_annee()
    cout_de_transition: float = champ(
        "Coût de transition, une fois", "euros", 0.0, minimum=0, maximum=MILLIARD
    )
    etablissement: str | None = partout()


@dataclass(frozen=True, kw_only=True)
class Emprunt:
    """A loan: what is not given by the subsidy when ``montant`` is left out."""

    taux: float = champ("Taux d’intérêt", "taux", minimum=0, maximum=0.3)
    duree: int = champ("Durée de l’emprunt", "duree", minimum=1, maximum=60)
    montant: float | None = champ("Capital emprunté", "euros", None, minimum=0, maximum=MILLIARD)


@dataclass(frozen=True, kw_only=True)
class Investissement(Hypothese):
    """Depreciation, interest and subsidy taken to income, from the year of use (R. 314-20)."""

    type: ClassVar[str] = "investissement"
    libelle: ClassVar[str] = "Investissement"
    famille: ClassVar[str] = "investissement"
    montant: float = champ("Montant", "euros", minimum=0, maximum=MILLIARD)
    annee: int = une_annee()
    duree: int = champ("Durée d’amortissement", "duree", minimum=1, maximum=60)
    subvention: float = champ("Subvention", "euros", 0.0, minimum=0, maximum=MILLIARD)
    emprunt: Emprunt | None = champ("Emprunt", "emprunt", None)
    etablissement: str | None = partout()

    @property
    def capital(self) -> float:
        """Amount borrowed, euros; 0 without a loan.

        What the subsidy leaves is taken in cents, as the plan reads amounts: in binary fractions
        the two could exceed the price by a cent.
        """
        if self.emprunt is None:
            return 0.0
        known = self.emprunt.montant
        if known is not None:
            return known
        left = en_centimes(self.montant) - en_centimes(self.subvention)
        return float(vers_euros(left))

    @property
    def depassement(self) -> float:
        """What the subsidy and the loan exceed the price by, euros; negative where they do not."""
        financed = en_centimes(self.subvention) + en_centimes(self.capital)
        return float(vers_euros(financed - en_centimes(self.montant)))


@dataclass(frozen=True, kw_only=True)
class Cofinancement(Hypothese):
    """A funder's yearly amount (negative when it leaves), in the products of groupe 2."""

    type: ClassVar[str] = "cofinancement"
    libelle: ClassVar[str] = "Cofinancement"
    famille: ClassVar[str] = "cofinancements"
    financeur: str = champ("Financeur", "code", choix="financeur")
    montant: float = champ("Montant annuel", "euros", minimum=-MILLIARD, maximum=MILLIARD)
    de: int | None = periode_de()
    a: int | None = periode_a()
    etablissement: str | None = partout()


@dataclass(frozen=True, kw_only=True)
class Convergence(Hypothese):
    """What remains to converge is taken off the dotation, in equal parts from ``de`` to ``a``.

    Source: CASF, art. L. 314-4; arrêté du 12 avril 2022, art. 5 (F − residual), in force until
    2022: after, this is a hypothesis and no rule.
    """

    type: ClassVar[str] = "convergence"
    libelle: ClassVar[str] = "Convergence tarifaire"
    famille: ClassVar[str] = "dotation"
    mode: str = champ("Convergence", "code", choix=("avec", "sans"))
    reste_a_converger: float = champ("Reste à converger", "euros", 0.0, minimum=0, maximum=MILLIARD)
    de: int | None = periode_de()
    a: int | None = periode_a()
    etablissement: str | None = partout()


@dataclass(frozen=True, kw_only=True)
class NonReconductible(Hypothese):
    """One charge or product of one year only."""

    type: ClassVar[str] = "non_reconductible"
    libelle: ClassVar[str] = "Mesure non reconductible"
    famille: ClassVar[str] = "charges"
    sens: str = champ("Sens", "code", choix=("charge", "produit"))
    montant: float = champ("Montant", "euros", minimum=0, maximum=MILLIARD)
    annee: int = une_annee()
    groupe: int | None = champ("Groupe fonctionnel", "code", None, choix=(1, 2, 3))
    etablissement: str | None = partout()

    @property
    def rang(self) -> int:
        """Groupe it is entered in: 3 for a charge, 1 (credits of the authority) for a product."""
        return self.groupe or (3 if self.sens == "charge" else 1)
