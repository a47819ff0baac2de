"""Taking back a réserve de trésorerie that has become too large."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cpomlib.calcul.budget.regle import ZERO, Nombre, Regle
from cpomlib.socle import pluriel

REPRISE = Regle("Reprise de la réserve de trésorerie", "CASF, art. R. 314-48")
EXERCICES = 3


def reprise_reserve_tresorerie(reserves: Sequence[Nombre], bfr: Sequence[Nombre]) -> Decimal:
    """Return the most that may be taken back from a réserve de trésorerie.

    A reprise is open when the reserve covered the besoin en fonds de roulement (BFR) at the end
    of three successive closed exercices; it is at most the largest of the three differences, and
    never more than the reserve itself (a negative BFR makes the difference larger than it). It
    still needs the authority's agreement, and may only finance investment.

    Args:
        reserves: réserve de trésorerie at the end of each closed exercice, euros, the oldest
            first, without a gap; the last three count.
        bfr: BFR at the same dates, euros, negative when it is a resource.

    Returns:
        Euros, 0.00 when no reprise is open.

    Raises:
        RegleBudgetaireError: fewer than three exercices, lists of different lengths, or a value
            missing or not a number.

    Source: CASF, art. R. 314-48, and art. R. 314-51, II, 2° for the use.
    """
    if len(reserves) != len(bfr) or len(reserves) < EXERCICES:
        raise REPRISE.erreur(
            f"il faut trois exercices clos et successifs, avec réserve et besoin en fonds de "
            f"roulement : {pluriel(len(reserves), 'réserve')} "
            f"et {pluriel(len(bfr), 'besoin')} transmis.",
            "Complétez les bilans financiers des exercices manquants.",
            reserves=list(reserves),
            bfr=list(bfr),
        )
    rangs = range(-EXERCICES, 0)
    soldes = [REPRISE.positif(reserves[r], f"réserve de l’exercice N{r}") for r in rangs]
    besoins = [REPRISE.montant(bfr[r], f"besoin en fonds de roulement N{r}") for r in rangs]
    ecarts = [solde - besoin for solde, besoin in zip(soldes, besoins, strict=True)]
    if min(ecarts) < 0:
        return ZERO
    return min(max(ecarts), soldes[-1])
