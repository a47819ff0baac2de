"""A target that luck does not explain: rates drawn towards the région before the best are kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.verdicts.declaration import regles
from cpomlib.calcul.verdicts.essais import AUTRES_MIN, lisible
from cpomlib.calcul.verdicts.releves import Faits

QUART = 0.25


@dataclass(frozen=True)
class CibleProposee:
    """What a target could be, to be discussed.

    Attributes:
        taux: the rate: that of the best quarter of the région, once luck is taken away.
        menages: households that makes of the present ones.
        sur: how many these are.
        propre: the unit's own rate, luck taken away.
        milieu: the rate of the région as a whole.
    """

    taux: float
    menages: int
    sur: int
    propre: float
    milieu: float


def cible_proposee(faits: Faits, indicateur: str) -> CibleProposee | None:
    """Propose a target for a rate of households.

    The best quarter of twelve identical units is luck: each rate is first drawn towards that of
    the région, the more so as it rests on few households and as units differ little (beta-binomial
    law, its spread found by moments).

    Returns:
        None for what has no better side, for too few households or too few other units.
    """
    rule, sheet = regles().get(indicateur), fiches()[indicateur]
    mine, others = faits.sien(indicateur), faits.autre(indicateur)
    if rule is None or not rule.compte or sheet.sens == "aucun" or mine is None or others is None:
        return None
    if not lisible(sheet, mine) or len(others.comptes) < AUTRES_MIN:
        return None
    known = [mine.compte, *others.comptes]
    drawn, middle = retrecis(known), sum(k for k, _ in known) / sum(n for _, n in known)
    up = sheet.sens == "haut"
    best = quantile(sorted(drawn), 1 - QUART if up else QUART)
    rate = max(best, drawn[0]) if up else min(best, drawn[0])
    count = mine.compte[1]
    exact = round(rate * count, 9)
    return CibleProposee(
        taux=rate,
        menages=math.ceil(exact) if up else math.floor(exact),
        sur=count,
        propre=drawn[0],
        milieu=middle,
    )


def retrecis(comptes: Sequence[tuple[int, int]]) -> list[float]:
    """Draw each rate towards that of all, as far as chance could have moved it."""
    total = sum(n for _, n in comptes)
    middle = sum(k for k, _ in comptes) / total
    part = correlation(comptes, middle)
    if part <= 0:
        return [middle] * len(comptes)
    weight = (1 - part) / part
    return [(k + weight * middle) / (n + weight) for k, n in comptes]


def correlation(comptes: Sequence[tuple[int, int]], milieu: float) -> float:
    """Return how alike two households of one unit are (beta-binomial, by moments), from 0 to 1."""
    spread, units = milieu * (1 - milieu), len(comptes)
    total = sum(n for _, n in comptes)
    if not spread:
        return 0.0
    seen = sum(n * (k / n - milieu) ** 2 for k, n in comptes) / spread
    free = total - sum(n * n for _, n in comptes) / total - (units - 1)
    return min(max((seen - (units - 1)) / free, 0.0), 1.0) if free > 0 else 0.0


def quantile(ordered: Sequence[float], part: float) -> float:
    """Return a quantile of ordered values, between the two around it."""
    place = part * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
