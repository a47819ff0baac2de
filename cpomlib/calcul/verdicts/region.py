"""The units of a région, each beside the rest of it: who is further than chance explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.verdicts.essais import Essai, a_la_region, lisible
from cpomlib.calcul.verdicts.hasard import retenues
from cpomlib.calcul.verdicts.releves import Autres, Releve


@dataclass(frozen=True)
class Detache:
    """A unit beyond the rest of its région.

    Attributes:
        cote: 1 above, -1 below.
        repere: the rate of the rest.
    """

    cote: int
    repere: float


def detaches(indicateur: str, comptes: Mapping[str, tuple[int, int]]) -> dict[str, Detache]:
    """Find the units beyond the rest by a useful gap, beyond chance; their tests are one family.

    Args:
        indicateur: a rate of households or persons.
        comptes: unit → its count and its total.
    """
    known = {unit: (k, n) for unit, (k, n) in comptes.items() if n}
    tried = {unit: one for unit in known if (one := _essai(indicateur, unit, known)) is not None}
    kept = retenues([one.p or 0.0 for one in tried.values()])
    return {
        unit: Detache(one.cote, one.repere or 0.0)
        for (unit, one), holds in zip(tried.items(), kept, strict=True)
        if one.tient(holds)
    }


def _essai(indicateur: str, unit: str, known: Mapping[str, tuple[int, int]]) -> Essai | None:
    sheet, (k, n) = fiches()[indicateur], known[unit]
    mine = Releve(k / n, k, n)
    others = [pair for name, pair in known.items() if name != unit]
    if not lisible(sheet, mine) or not others:
        return None
    rates = tuple(above / below for above, below in others)
    above, below = (sum(one) for one in zip(*others, strict=True))
    return a_la_region(sheet, mine, Autres(above, below, 0, rates))
