"""What chance alone does: exact tests of counts, and their correction when there are many.

Every p-value is a two-sided mid-p: twice the smaller tail, in which what was seen counts for half.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

_ECARTS_TYPES = 12
"""How far from its mean a count is followed: beyond, nothing is left that a double tells."""
_WILSON = 1.959963984540054
RISQUE = 0.05
"""Share of false findings accepted among those stated (Benjamini–Hochberg)."""


def binomiale(k: int, n: int, p: float) -> float:
    """Return the mid-p of ``k`` among ``n`` when each has the probability ``p``."""
    if not 0 < p < 1:
        return 0.0 if n and k != n * p else 1.0
    spread = math.sqrt(n * p * (1 - p))
    seen = _fenetre(n * p, spread, k, (0, n))
    logs = _parmi(n, seen) + seen * math.log(p) + (n - seen) * math.log1p(-p)
    return _deux_cotes(seen, logs, k)


def hypergeometrique(k: int, n: int, succes: int, total: int) -> float:
    """Return the mid-p of ``k`` among ``n`` drawn from ``total``, ``succes`` of which succeed.

    It is that of a unit against the rest of its région, and Fisher's between two years.
    """
    if not 0 < n < total:
        return 1.0
    part = succes / total
    spread = math.sqrt(n * part * (1 - part) * (total - n) / max(total - 1, 1))
    seen = _fenetre(n * part, spread, k, (max(0, n + succes - total), min(n, succes)))
    logs = _parmi(n, seen) + _parmi(total - n, succes - seen)
    return _deux_cotes(seen, logs, k)


def fisher(avant: tuple[int, int], apres: tuple[int, int]) -> float:
    """Return the mid-p of the same rate in two years, each told by its count and its total."""
    (k, n), (before, among) = apres, avant
    return hypergeometrique(k, n, k + before, n + among)


def tendance(annees: Sequence[tuple[int, int]]) -> float:
    """Return the mid-p of a rate without trend over three years (Cochran–Armitage, exact).

    Given the total of the successes, the statistic is those of the last year less those of the
    first; every table of that total is weighed.
    """
    (k1, n1), (k2, n2), (k3, n3) = annees
    succes, total = k1 + k2 + k3, n1 + n2 + n3
    if not 0 < succes < total:
        return 1.0
    first, last = (_possibles(k, n, succes, total) for k, n in ((k1, n1), (k3, n3)))
    left = succes - first[:, None] - last[None, :]
    there = (left >= 0) & (left <= n2)
    logs = np.full(left.shape, -np.inf)
    logs[there] = (_parmi(n1, first)[:, None] + _parmi(n3, last)[None, :])[there]
    logs[there] += _parmi(n2, left[there])
    return _deux_cotes(last[None, :] - first[:, None], logs, k3 - k1)


def mover(avant: tuple[int, int], apres: tuple[int, int], correlation: float) -> float:
    """Return the p-value of the same rate in two years of a stock whose households overlap.

    It is the level at which the interval of the difference (MOVER on Wilson's intervals, with the
    correlation of the two rates) reaches zero.

    Args:
        avant: count and total of the first year.
        apres: those of the last.
        correlation: that of the two rates, ``φ·m/√(n₁n₂)`` for ``m`` common households.
    """
    gap = apres[0] / apres[1] - avant[0] / avant[1]
    if gap == 0:
        return 1.0
    low, high = 0.0, 40.0
    for _ in range(60):
        z = (low + high) / 2
        low, high = (z, high) if abs(gap) > _marge(avant, apres, correlation, z, gap) else (low, z)
    return math.erfc(low / math.sqrt(2))


def _marge(
    avant: tuple[int, int], apres: tuple[int, int], correlation: float, z: float, gap: float
) -> float:
    """Return how far the difference reaches towards zero at a level told by its ``z``."""
    (low1, high1), (low2, high2) = wilson(*avant, z), wilson(*apres, z)
    first, last = avant[0] / avant[1], apres[0] / apres[1]
    one, two = (high1 - first, last - low2) if gap > 0 else (first - low1, high2 - last)
    return math.sqrt(max(one**2 + two**2 - 2 * correlation * one * two, 0.0))


def wilson(k: int, n: int, z: float = _WILSON) -> tuple[float, float]:
    """Return Wilson's interval of a rate."""
    part, square = k / n, z * z / n
    middle = part + square / 2
    half = z * math.sqrt(part * (1 - part) / n + square / (4 * n))
    return (middle - half) / (1 + square), (middle + half) / (1 + square)


def retenues(p: Sequence[float], risque: float = RISQUE) -> list[bool]:
    """Tell which of many tests hold once there are so many (Benjamini–Hochberg)."""
    order = sorted(range(len(p)), key=p.__getitem__)
    last = 0
    for rank, place in enumerate(order, 1):
        if p[place] <= risque * rank / len(p):
            last = rank
    kept = set(order[:last])
    return [place in kept for place in range(len(p))]


def _possibles(k: int, n: int, succes: int, total: int) -> np.ndarray:
    """Return the counts of a year that weigh something, given the successes of all."""
    part = succes / total
    spread = math.sqrt(n * part * (1 - part) * (total - n) / max(total - 1, 1))
    return _fenetre(n * part, spread, k, (max(0, n + succes - total), min(n, succes)))


def _fenetre(mean: float, spread: float, seen: int, bornes: tuple[int, int]) -> np.ndarray:
    reach = max(_ECARTS_TYPES * (spread + 1), abs(seen - mean) + 2)
    low, high = max(bornes[0], math.floor(mean - reach)), min(bornes[1], math.ceil(mean + reach))
    return np.arange(low, high + 1)


def _deux_cotes(values: np.ndarray, logs: np.ndarray, seen: int) -> float:
    weights = np.exp(logs - logs.max())
    below, here = weights[values < seen].sum(), weights[values == seen].sum()
    tail = min(below, weights.sum() - below - here) + here / 2
    return float(min(1.0, max(0.0, 2 * tail / weights.sum())))


def _parmi(n: int, k: np.ndarray) -> np.ndarray:
    """Return the logarithm of the number of ways to choose ``k`` among ``n``."""
    table = _factorielles(max(1024, 1 << (n + 1).bit_length()))
    found: np.ndarray = table[n] - table[k] - table[n - k]
    return found


@cache
def _factorielles(taille: int) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, taille)))])
