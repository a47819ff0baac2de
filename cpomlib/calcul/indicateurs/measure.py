"""What a measure gives for every unit at once, before the rules of absence are applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

MOIS = 30.4375
"""Days in a month (contract of the indicators): 365.25 / 12."""


@dataclass(frozen=True, eq=False)
class Measure:
    """One indicator for every unit.

    The value is ``numerateur`` × ``facteur`` / ``denominateur``, or ``numerateur`` alone for
    a plain count or amount, or ``valeur`` where it is neither (a median).

    Attributes:
        numerateur: per unit; NaN where there is none (a median).
        denominateur: per unit; None for a plain count or amount.
        facteur: what the quotient is multiplied by (100 places, 365 days).
        valeur: per unit, where it is not a quotient.
        refus: further causes of absence, each a mask per unit and a French sentence.
        notes: per unit, what must be said with the value, in French; None where nothing must.
    """

    numerateur: np.ndarray
    denominateur: np.ndarray | None = None
    facteur: float = 1.0
    valeur: np.ndarray | None = None
    refus: tuple[tuple[np.ndarray, str], ...] = field(default=())
    notes: np.ndarray | None = None

    def values(self) -> np.ndarray:
        """Return the value per unit; NaN where the denominator is zero or missing."""
        if self.valeur is not None:
            return self.valeur
        if self.denominateur is None:
            return self.numerateur
        below = np.where(self.denominateur == 0, np.nan, self.denominateur)
        return self.numerateur * self.facteur / below

    def denominators(self) -> np.ndarray:
        """Return the denominator per unit, NaN for a plain count or amount."""
        if self.denominateur is None:
            return np.full(len(self.numerateur), np.nan)
        return self.denominateur


def median(unit: np.ndarray, values: np.ndarray, n: int) -> np.ndarray:
    """Return the median of ``values`` for each unit (mean of the two middle ones when even)."""
    order = np.lexsort((values, unit))
    ordered = np.append(values[order], np.nan)
    count = np.bincount(unit, minlength=n)
    first = np.cumsum(count) - count
    low = np.where(count, first + (count - 1) // 2, len(values))
    high = np.where(count, first + count // 2, len(values))
    return (ordered[low] + ordered[high]) / 2


def together(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Put sentences together, unit by unit."""
    if not any((part != "").any() for part in parts):
        return np.full(len(parts[0]), "", dtype=object)
    told = (" ".join(filter(None, each)) for each in zip(*parts, strict=True))
    return np.array(list(told), dtype=object)
