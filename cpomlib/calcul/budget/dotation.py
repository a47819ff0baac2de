"""Base budgétaire and its actualisation."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cpomlib.calcul.budget.regle import Nombre, Regle, centimes
from cpomlib.socle import euros

BASE = Regle(
    "Base budgétaire",
    "arrêté du 25 octobre 2019, annexe II, III 1 a ; guide « Élaborer un CPOM », étape 3",
)
ACTUALISATION = Regle("Actualisation de la dotation", "CASF, art. R. 314-40")


def base_budgetaire(
    charges_brutes: Nombre,
    charges_non_reconductibles: Nombre,
    recettes_attenuation: Nombre,
    report_a_nouveau: Nombre,
) -> Decimal:
    """Return the recurrent net expenditure on which the dotation of the contract is built.

    Args:
        charges_brutes: total of the three groups of charges of the last granted budget, euros.
        charges_non_reconductibles: the part of them paid by non-recurrent credits, euros.
        recettes_attenuation: usual products of groups II and III, euros.
        report_a_nouveau: surplus carried forward in that budget, euros; a deficit is negative.

    Returns:
        Euros, rounded to the cent.

    Raises:
        RegleBudgetaireError: a value is missing or negative, the non-recurrent part is larger
            than the whole, or the base would be negative.

    Source: model contract (arrêté du 25 octobre 2019, annexe II, III 1 a) and the example of the
    guide "Élaborer un CPOM dans le secteur AHI", step 3.
    """
    brutes = BASE.positif(charges_brutes, "charges brutes")
    cnr = BASE.positif(charges_non_reconductibles, "charges non reconductibles")
    recettes = BASE.positif(recettes_attenuation, "recettes en atténuation")
    report = BASE.montant(report_a_nouveau, "report à nouveau")
    if cnr > brutes:
        raise BASE.erreur(
            f"les charges non reconductibles ({euros(cnr)}) dépassent les charges brutes "
            f"({euros(brutes)}).",
            "Elles en sont une partie : vérifiez les deux montants.",
            charges_brutes=brutes,
            charges_non_reconductibles=cnr,
        )
    base = brutes - cnr - recettes + report
    if base < 0:
        raise BASE.erreur(
            f"la base serait négative : {euros(brutes)} − {euros(cnr)} − {euros(recettes)} "
            f"+ ({euros(report)}) = {euros(base)}.",
            "Vérifiez que les charges qui correspondent aux recettes sont bien au budget.",
            base=base,
        )
    return base


def actualiser(base: Nombre, taux: Iterable[Nombre]) -> tuple[Decimal, ...]:
    """Return the dotation of each year of the contract, each rate applied to the year before.

    Args:
        base: base budgétaire, euros.
        taux: one rate per year, as fractions (0.012 is 1.2 %), the first year first.

    Returns:
        One amount per rate, in euros, each rounded to the cent before the next one is computed,
        because each year's dotation is an amount notified to the cent.

    Raises:
        RegleBudgetaireError: the base is negative, or a rate is missing or not a fraction.

    Source: CASF, art. R. 314-40, 1° and 2°.
    """
    montant = ACTUALISATION.positif(base, "base")
    if isinstance(taux, str) or not isinstance(taux, Iterable):
        raise ACTUALISATION.erreur(
            f"les taux doivent être une liste, un par année : « {taux} ».",
            "Écrivez par exemple [0.01, 0.012].",
            taux=taux,
        )
    montants = []
    for rang, valeur in enumerate(taux, start=1):
        lu = ACTUALISATION.taux(valeur, f"taux de l’année {rang}")
        montant = centimes(montant * (1 + lu))
        montants.append(montant)
    return tuple(montants)
