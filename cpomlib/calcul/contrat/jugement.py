"""What is expected in a year, and how a measure is judged. No judgement enters a tariff."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cpomlib.calcul.contrat.cibles import DESCENDENT, MONTENT, VERS, CibleSuivie

ATTEINTE, PROCHE, NON_ATTEINTE = "atteinte", "proche", "non_atteinte"
NON_MESURABLE, A_VENIR, SUIVI = "non_mesurable", "a_venir", "suivi"
JUGEMENTS = {
    ATTEINTE: "atteinte", PROCHE: "proche", NON_ATTEINTE: "non atteinte",
    NON_MESURABLE: "non mesurable", A_VENIR: "à venir", SUIVI: "suivi, sans cible",
}  # fmt: skip
"""Judgement → in words."""
JUGEES = (ATTEINTE, PROCHE, NON_ATTEINTE)
"""What is said of a measure set beside what was expected of it."""
DECIMALES = 9
Z_90 = 1.6448536269514722
"""Half-width, in standard errors, of a 90 % interval."""


@dataclass(frozen=True)
class Repere:
    """What is expected in a year; ``interpolee``: a landmark between two targets, not one."""

    valeur: float | None
    interpolee: bool = False


@dataclass(frozen=True)
class Usages:
    """What the parties' thresholds say of a judgement (``seuils.yaml``).

    Attributes:
        tolerance: part of the way from the reference to the last target.
        maintien: part of the target, for what is to be kept as it is.
        effectif: denominator under which a rate is written in counts.
    """

    tolerance: float = 0.1
    maintien: float = 0.05
    effectif: float = 20


def attendu(cible: CibleSuivie, reference: float | None, annee: int) -> Repere:
    """Return the value expected in a year.

    Linear from the reference to the next target for a rise or a fall; for the other directions,
    the next given target; after the last target, the last one. None until the year of reference.
    """
    if annee <= cible.annee_reference or not cible.points:
        return Repere(None)
    later = [point for point in cible.points if point[0] >= annee]
    if not later:
        return Repere(cible.points[-1][1])
    year, value = later[0]
    if year == annee or cible.sens not in VERS:
        return Repere(value)
    before = [point for point in cible.points if point[0] < annee]
    start = before[-1] if before else (cible.annee_reference, reference)
    if start[1] is None:
        return Repere(None)
    share = (annee - start[0]) / (year - start[0])
    return Repere(start[1] + share * (value - start[1]), True)


def tolerance_de(cible: CibleSuivie, reference: float | None, usages: Usages) -> float | None:
    """Return the difference allowed, None where it cannot be known."""
    if cible.tolerance is not None:
        return cible.tolerance
    if cible.derniere is None:
        return None
    last = cible.derniere[1]
    if cible.sens == "maintien":
        return usages.maintien * abs(last)
    return None if reference is None else usages.tolerance * abs(last - reference)


def juger_mesure(sens: str, mesure: float, valeur: float, tolerance: float | None) -> str:
    """Judge a measure against what is expected; compared on values rounded to 1e-9."""
    got, wanted = round(mesure, DECIMALES), round(valeur, DECIMALES)
    margin = tolerance or 0.0
    if sens == "maintien":
        return ATTEINTE if round(abs(mesure - valeur), DECIMALES) <= round(margin, DECIMALES) \
            else NON_ATTEINTE  # fmt: skip
    if sens in MONTENT:
        reached, near = got >= wanted, got >= round(valeur - margin, DECIMALES)
    else:
        assert sens in DESCENDENT, sens
        reached, near = got <= wanted, got <= round(valeur + margin, DECIMALES)
    return ATTEINTE if reached else PROCHE if near else NON_ATTEINTE


def avancement(cible: CibleSuivie, reference: float | None, mesure: float | None) -> float | None:
    """Return the part of the way that is done, not clipped; None where there is no way."""
    if cible.sens not in VERS or cible.derniere is None or reference is None or mesure is None:
        return None
    way = cible.derniere[1] - reference
    if not round(way, DECIMALES) or (way > 0) != (cible.sens == "hausse"):
        return None
    return (mesure - reference) / way


def wilson(k: float, n: float) -> tuple[float, float]:
    """Return the 90 % interval of Wilson of k out of n."""
    share, z2 = k / n, Z_90**2
    middle = share + z2 / (2 * n)
    half = Z_90 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)


def est_fragile(k: float | None, n: float | None, valeur: float | None) -> bool:
    """Whether what is expected is within what chance alone would give."""
    if k is None or not n or valeur is None or not 0 <= k <= n:
        return False
    low, high = wilson(k, n)
    return low <= valeur <= high


@dataclass(frozen=True)
class Pente:
    """Where the last measures go, a plain extension, never a forecast.

    Attributes:
        par_an: change per year.
        annee: the year the last target would be met at that pace; None when it would not.
        atteinte: the last measure meets it; ``annee`` is then its own.
    """

    par_an: float
    annee: int | None
    atteinte: bool = False


def pente(cible: CibleSuivie, mesures: Sequence[tuple[int, float]]) -> Pente | None:
    """Return the least-squares line of the last three to five measures, None with fewer."""
    last = sorted(mesures)[-5:]
    if len(last) < 3 or cible.derniere is None or cible.sens not in VERS:
        return None
    years, values = [year for year, _ in last], [value for _, value in last]
    mean_year, mean = sum(years) / len(last), sum(values) / len(last)
    spread = sum((year - mean_year) ** 2 for year in years)
    slope = sum((y - mean_year) * (v - mean) for y, v in last) / spread
    goal, year = cible.derniere[1], years[-1]
    # a line passes beside its points: whether the target is met is for the measure to say
    if juger_mesure(cible.sens, values[-1], goal, 0) == ATTEINTE:
        return Pente(slope, year, True)
    if not round(slope, DECIMALES) or (slope > 0) != (cible.sens == "hausse"):
        return Pente(slope, None)
    left = goal - mean - slope * (year - mean_year)
    return Pente(slope, year + max(1, math.ceil(round(left / slope, DECIMALES))))
