"""A value of a hypothesis, year by year: within its period, outside of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from cpomlib.calcul.scenarios.champ import TAUX_PAR_AN, ChampHypothese, Taux

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.effets import Cadre, Tableau

Etale = Mapping[int, float | None]
"""Projected year, from 1 → its value; None where the hypothesis says nothing of that year."""


def etaler(hypothese: Any, cadre: Cadre, declare: ChampHypothese) -> Etale | None:
    """Return the value of each year of a field that has one per year, None for any other."""
    value, years = getattr(hypothese, declare.nom), range(1, cadre.horizon + 1)
    if declare.genre == TAUX_PAR_AN:
        rates = taux_par_annee(cadre, value, hypothese.de, hypothese.a)
        return {t: float(rates[t]) for t in years}
    if not declare.par_an:
        return None
    period = cadre.periode(hypothese.de, hypothese.a)
    inside = range(period.start, period.stop)
    return {t: value if t in inside else declare.dehors for t in years}


def taux_par_annee(cadre: Cadre, taux: Taux, de: int | None, a: int | None) -> Tableau:
    """Return the rate of each year (T,), 0 outside the period."""
    rates = np.zeros(cadre.horizon + 1)
    period = cadre.periode(de, a)
    if isinstance(taux, tuple):
        for year, rate in taux:
            rates[cadre.colonne(year)] = rate
        outside = np.ones(cadre.horizon + 1, bool)
        outside[period] = False
        rates[outside] = 0
    else:
        rates[period] = taux
    return rates
