"""Loans, depreciation and what an investment costs each year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cpomlib.calcul.budget.regle import ZERO, Nombre, Regle, centimes, centimes_exacts
from cpomlib.calcul.budget.repartition import parts_egales
from cpomlib.socle import euros

EMPRUNT = Regle("Annuité d’emprunt", "CASF, art. R. 314-20")
PLAN = Regle(
    "Plan pluriannuel d’investissement",
    "CASF, art. R. 314-20 ; arrêté du 25 octobre 2019, annexe II, III 2",
)
DUREE_MAXIMUM = 60


@dataclass(frozen=True)
class Echeance:
    """One yearly payment of a loan, in euros: ``annuite`` = ``interets`` + ``capital``."""

    annuite: Decimal
    interets: Decimal
    capital: Decimal
    restant_du: Decimal


@dataclass(frozen=True)
class AnneeInvestissement:
    """What an investment weighs on the budget of one year, in euros.

    Attributes:
        annee: the exercice.
        amortissement: linear depreciation of the asset.
        quote_part_subvention: part of the subsidy taken to income, spread like the asset.
        interets: interest of the loan.
        surcout: depreciation + interest − part of the subsidy: the surcoût d'exploitation.
        capital_rembourse: principal paid back, which weighs on cash and not on the result.
    """

    annee: int
    amortissement: Decimal
    quote_part_subvention: Decimal
    interets: Decimal
    surcout: Decimal
    capital_rembourse: Decimal


def annuite(capital: Nombre, taux: Nombre, duree: int) -> Decimal:
    """Return the constant yearly payment of a loan, paid at the end of each year.

    Args:
        capital: amount borrowed, euros.
        taux: yearly rate, a fraction (0.03 is 3 %); at 0 the capital is split evenly.
        duree: number of years, 1 to 60.

    Returns:
        Euros, rounded to the cent: capital × taux ÷ (1 − (1 + taux)^−duree).

    Raises:
        RegleBudgetaireError: an amount or rate is negative or missing, or the duration is not a
            whole number of years.

    Source: financial mathematics; loans over one year are approved under CASF, art. R. 314-20.
    """
    emprunte = EMPRUNT.positif(capital, "capital emprunté")
    interet = Fraction(EMPRUNT.part(taux, "taux d’intérêt"))
    annees = EMPRUNT.entier(duree, "durée en années", 1, DUREE_MAXIMUM)
    if not interet:
        return centimes(emprunte / annees)
    croissance = (1 + interet) ** annees
    return centimes_exacts(Fraction(emprunte) * interet * croissance / (croissance - 1))


def tableau_emprunt(capital: Nombre, taux: Nombre, duree: int) -> tuple[Echeance, ...]:
    """Return the yearly payments of a loan, closed to zero by the last one.

    The last payment takes the few cents that rounding leaves; a payment never exceeds what is
    still owed.

    Args:
        capital: amount borrowed, euros.
        taux: yearly rate, a fraction.
        duree: number of years, 1 to 60.

    Returns:
        One ``Echeance`` per year; the principal paid back sums to ``capital``.

    Raises:
        RegleBudgetaireError: as ``annuite``.

    Source: as ``annuite``.
    """
    constante = annuite(capital, taux, duree)
    restant, interet = centimes(EMPRUNT.montant(capital, "capital")), EMPRUNT.part(taux, "taux")
    lignes = []
    for rang in range(int(duree)):
        interets = centimes(restant * interet)
        dernier = rang == int(duree) - 1
        rembourse = restant if dernier else min(restant, constante - interets)
        restant -= rembourse
        lignes.append(Echeance(interets + rembourse, interets, rembourse, restant))
    return tuple(lignes)


def plan_investissement(
    montant: Nombre,
    duree: int,
    annee: int,
    *,
    subvention: Nombre = 0,
    emprunt: Nombre = 0,
    taux: Nombre = 0,
    duree_emprunt: int | None = None,
) -> tuple[AnneeInvestissement, ...]:
    """Return the surcoûts d'exploitation of an investment, year by year.

    Linear depreciation over whole years from the year of use, subsidy spread like the asset, loan
    at constant annuity from the same year. What neither the subsidy nor the loan pays comes from
    own funds and costs nothing more.

    Args:
        montant: price of the asset, euros.
        duree: years of depreciation, 1 to 60.
        annee: first year of use, and of the loan.
        subvention: investment subsidy received, euros.
        emprunt: amount borrowed, euros.
        taux: yearly rate of the loan, a fraction.
        duree_emprunt: years of the loan; that of the depreciation when not given.

    Returns:
        One ``AnneeInvestissement`` per year, until both the depreciation and the loan end.

    Raises:
        RegleBudgetaireError: the subsidy and the loan exceed the price, or a value is missing,
            negative or out of bounds.

    Source: CASF, art. R. 314-20; model contract (arrêté du 25 octobre 2019, annexe II, III 2).
    """
    prix = PLAN.positif(montant, "montant de l’investissement")
    aide = PLAN.positif(subvention, "subvention")
    emprunte = PLAN.positif(emprunt, "emprunt")
    annees = PLAN.entier(duree, "durée d’amortissement", 1, DUREE_MAXIMUM)
    debut = PLAN.entier(annee, "année de mise en service", 1990, 2100)
    if aide + emprunte > prix:
        raise PLAN.erreur(
            f"la subvention ({euros(aide)}) et l’emprunt ({euros(emprunte)}) dépassent le prix "
            f"({euros(prix)}) de {euros(aide + emprunte - prix)}.",
            "Corrigez le plan de financement.",
            montant=prix,
            subvention=aide,
            emprunt=emprunte,
        )
    prets = tableau_emprunt(emprunte, taux, annees if duree_emprunt is None else duree_emprunt)
    amortissements, quotes = parts_egales(prix, annees), parts_egales(aide, annees)
    vide = Echeance(ZERO, ZERO, ZERO, ZERO)
    return tuple(
        _year(
            debut + rang,
            amortissements[rang] if rang < annees else ZERO,
            quotes[rang] if rang < annees else ZERO,
            prets[rang] if rang < len(prets) else vide,
        )
        for rang in range(max(annees, len(prets)))
    )


def _year(
    annee: int, amortissement: Decimal, quote_part: Decimal, pret: Echeance
) -> AnneeInvestissement:
    return AnneeInvestissement(
        annee=annee,
        amortissement=amortissement,
        quote_part_subvention=quote_part,
        interets=pret.interets,
        surcout=amortissement + pret.interets - quote_part,
        capital_rembourse=pret.capital,
    )
