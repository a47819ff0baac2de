"""What weighs most on the result: each value ten per cent lower, then higher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cpomlib.calcul.scenarios.champ import ChampHypothese
from cpomlib.calcul.scenarios.declaration import Hypothese
from cpomlib.calcul.scenarios.effets import Cadre
from cpomlib.calcul.scenarios.etats import Etat
from cpomlib.calcul.scenarios.modele import calculer
from cpomlib.calcul.scenarios.recherche import avec, etendue, reglables
from cpomlib.calcul.scenarios.tableaux import appliquer


@dataclass(frozen=True)
class Barre:
    """One bar of the tornado: results when a value is 10 % lower, and 10 % higher, euros."""

    rang: int
    champ: ChampHypothese
    bas: float
    haut: float
    reference: float

    @property
    def amplitude(self) -> float:
        """Distance between the two results."""
        return abs(self.haut - self.bas)


def tornade(
    etat: Etat,
    hypotheses: Sequence[Hypothese],
    horizon: int,
    *,
    annee: int | None = None,
    ecart: float = 0.1,
) -> tuple[Barre, ...]:
    """Return what ± 10 % on each value does to the result, the widest bar first.

    A value stops where it would no longer be admitted: a price below what finances it, a share of
    more than the whole, more places closed than there are.

    Args:
        etat: the base year.
        hypotheses: those of the scenario.
        horizon: number of years projected.
        annee: year of the result; the sum of the years projected by default.
        ecart: the relative change, a fraction.
    """

    def result(changed: Sequence[Hypothese]) -> float:
        lines = calculer(etat, appliquer(Cadre(etat, horizon), changed))
        years = lines.resultat.sum(axis=-2)
        return float(years[1:].sum() if annee is None else years[annee - etat.annee])

    now = result(hypotheses)
    bars = []
    for rang, item in enumerate(hypotheses):
        for declared in reglables(item):
            value = getattr(item, declared.nom)
            if not _is_zero(value):
                bounds = etendue(etat, hypotheses, horizon, rang, declared)
                low, high = (
                    result(avec(hypotheses, rang, declared.nom, _scaled(value, scale, bounds)))
                    for scale in (1 - ecart, 1 + ecart)
                )
                bars.append(Barre(rang, declared, round(low, 2), round(high, 2), round(now, 2)))
    return tuple(sorted(bars, key=lambda bar: (-bar.amplitude, bar.rang, bar.champ.nom)))


def _scaled(value: Any, factor: float, bornes: tuple[float, float]) -> Any:
    if isinstance(value, tuple):
        return tuple((year, _scaled(rate, factor, bornes)) for year, rate in value)
    return min(max(value * factor, bornes[0]), bornes[1])


def _is_zero(value: Any) -> bool:
    return all(not rate for _, rate in value) if isinstance(value, tuple) else not value
