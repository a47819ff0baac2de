"""What a target could be: figures to discuss, each said in ménages; nobody's proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor


@dataclass(frozen=True)
class Piste:
    """A level that a rate could be brought to.

    Attributes:
        taux: the level, a fraction.
        menages: how many ménages more (or less) than now that makes, for as many in all.
    """

    taux: float
    menages: int


def piste(taux: float, numerateur: float, denominateur: float) -> Piste:
    """Say in ménages what a level would change: whole ones, enough to reach it.

    Example: 45 of 125 are 36 %; 42 % of 125 is 52.5, so that 53 are needed: 8 more.
    """
    wanted = taux * denominateur
    # a product of fractions misses a whole number by a hair
    near = round(wanted)
    if abs(wanted - near) < 1e-9:
        return Piste(taux, near - round(numerateur))
    whole = ceil(wanted) if wanted > numerateur else floor(wanted)
    return Piste(taux, whole - round(numerateur))


def projete(taux: float, numerateur: float, denominateur: float) -> Piste:
    """Say in ménages where a course leads: the nearest whole number, for nothing is to be reached.

    Example: 45 of 123 brought to 32.5 % is 39.98: 40, 5 fewer.
    """
    return Piste(taux, round(taux * denominateur) - round(numerateur))


def tendance(annees: Sequence[int], taux: Mapping[int, float | None], annee: int) -> float | None:
    """Extend the least-squares line of the known years to another one, kept between 0 and 1.

    A plain extension, never a forecast; None under three known years.
    """
    known = [(year, rate) for year in annees if (rate := taux.get(year)) is not None]
    if len(known) < 3:
        return None
    middle = sum(year for year, _ in known) / len(known)
    mean = sum(rate for _, rate in known) / len(known)
    spread = sum((year - middle) ** 2 for year, _ in known)
    slope = sum((year - middle) * (rate - mean) for year, rate in known) / spread
    return min(1.0, max(0.0, mean + slope * (annee - middle)))


def reste(numerateur: float, denominateur: float) -> float:
    """Return how many of the whole are not counted above."""
    return denominateur - numerateur
