"""Does a plan de retour à l'équilibre land before the contract ends?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cpomlib.calcul.budget.regle import Nombre, Regle

RETOUR = Regle("Plan de retour à l’équilibre", "CASF, art. L. 313-11-2 et R. 314-42, III")


@dataclass(frozen=True)
class RetourEquilibre:
    """Where a trajectory of results leads a cumulative deficit.

    Attributes:
        resorbe: the deficit is absorbed at the end of the contract.
        annee: the year from which it stays absorbed; None when it is not, or when there was
            none at any time.
        soldes: by year, what remains in euros (a deficit is negative).
    """

    resorbe: bool
    annee: int | None
    soldes: Mapping[int, Decimal]


def plan_retour_equilibre(
    resultats: Mapping[int, Nombre], deficit_cumule: Nombre
) -> RetourEquilibre:
    """Tell whether a trajectory absorbs a deficit before the contract ends, and when.

    Args:
        resultats: result expected each year of the contract, euros (a deficit is negative); the
            years follow one another.
        deficit_cumule: deficit at the start, euros, written as a positive amount.

    Returns:
        A ``RetourEquilibre``. A year in which the deficit is absorbed and comes back later does
        not count: the year returned is the one from which it stays absorbed.

    Raises:
        RegleBudgetaireError: no year, a gap between years, a missing result or a negative
            deficit.

    Source: CASF, art. L. 313-11-2 (the contract includes the plan) and R. 314-42, III.
    """
    deficit = RETOUR.positif(deficit_cumule, "déficit cumulé")
    annees = _years(resultats)
    soldes: dict[int, Decimal] = {}
    solde = -deficit
    for annee in annees:
        solde += RETOUR.montant(resultats[annee], f"résultat de {annee}")
        soldes[annee] = solde
    en_deficit = [annee for annee in annees if soldes[annee] < 0]
    if solde < 0:
        return RetourEquilibre(resorbe=False, annee=None, soldes=soldes)
    if en_deficit:
        return RetourEquilibre(resorbe=True, annee=en_deficit[-1] + 1, soldes=soldes)
    return RetourEquilibre(resorbe=True, annee=annees[0] if deficit else None, soldes=soldes)


def _years(resultats: Mapping[int, Nombre]) -> list[int]:
    annees = sorted(RETOUR.entier(annee, "année", 1990, 2100) for annee in resultats)
    if not annees:
        raise RETOUR.erreur(
            "la trajectoire n’a aucune année.",
            "Donnez le résultat attendu pour chaque année du contrat.",
            resultats={},
        )
    manque = sorted(set(range(annees[0], annees[-1] + 1)) - set(annees))
    if manque:
        raise RETOUR.erreur(
            f"il manque le résultat de {manque[0]}.",
            "Les années du contrat se suivent : complétez la trajectoire.",
            annees=annees,
        )
    return annees
