"""What a target comes to: in households on the last year measured, and at the present pace."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cpomlib.calcul.contrat.cibles import CibleSuivie
from cpomlib.calcul.contrat.jugement import DECIMALES, Pente
from cpomlib.calcul.contrat.mesures import Mesuree, Mesures
from cpomlib.calcul.contrat.modele import Contrat

POINT = 0.01
ANNEES_MONTREES = 10
"""Years of one drawing, at most."""
PEU_DE_COMPARABLES = 10
"""Comparables under which nothing is said of them."""


@dataclass(frozen=True)
class PorteeCible:
    """What a target comes to.

    Attributes:
        annee: the year of the target.
        valeur: what is aimed at.
        mesuree_en: the last year measured, None where there is none.
        mesure: what was measured then.
        effectif: how many the target would count, on the denominator of that year.
        de_plus: how many more a year than that year; negative for fewer.
        ecart: the target less the measure.
    """

    annee: int
    valeur: float
    mesuree_en: int | None = None
    mesure: float | None = None
    effectif: int | None = None
    de_plus: int | None = None
    ecart: float | None = None


def dernieres_mesures(
    contrat: Contrat, cible: CibleSuivie, mesures: Mesures, jour: date
) -> list[tuple[int, Mesuree]]:
    """Return the measures of the years that are over, oldest first."""
    known = [(year, mesures.de(contrat.id, cible, year)) for year, _ in
             mesures.suite(contrat.id, cible)]  # fmt: skip
    return [(year, one) for year, one in known if year < jour.year]


def portee_de(annee: int, valeur: float, mesurees: Sequence[tuple[int, Mesuree]]) -> PorteeCible:
    """Return what a target comes to, on the last year measured.

    Args:
        annee: the year of the target.
        valeur: what is aimed at.
        mesurees: the years that are over, oldest first.
    """
    if not mesurees:
        return PorteeCible(annee, valeur)
    year, last = mesurees[-1]
    gap = None if last.valeur is None else valeur - last.valeur
    count = effectif_vise(valeur, last)
    more = None if count is None else count - round(last.numerateur or 0)
    return PorteeCible(annee, valeur, year, last.valeur, count, more, gap)


def effectif_vise(valeur: float, mesure: Mesuree) -> int | None:
    """Return how many a rate counts on a denominator; None for what is not a rate of people."""
    if not mesure.effectif or not mesure.denominateur or mesure.numerateur is None:
        return None
    return math.floor(round(valeur * mesure.denominateur, DECIMALES) + 0.5)


def en_points(ecart: float) -> float:
    """Return the gap between two rates in points: 0.1 is 10 points."""
    return ecart / POINT


def au_rythme(pente: Pente | None, depuis: tuple[int, float], annee: int) -> float | None:
    """Return where the present pace leads in a year, a plain extension, never a forecast."""
    return None if pente is None else depuis[1] + pente.par_an * (annee - depuis[0])


@dataclass(frozen=True)
class Milieu:
    """Between what and what half of the comparables stand; whole points for a rate."""

    bas: float
    haut: float
    nombre: int


def milieu(valeurs: Sequence[float], unite: str) -> Milieu | None:
    """Return the middle half of comparables, None where they are too few to be told.

    Rounded, so that no value of theirs is told exactly.
    """
    import numpy as np

    if len(valeurs) < PEU_DE_COMPARABLES:
        return None
    low, high = (float(v) for v in np.quantile(list(valeurs), [0.25, 0.75]))
    step = POINT if unite == "taux" else _pas(high)
    return Milieu(round(low / step) * step, round(high / step) * step, len(valeurs))


def _pas(valeur: float) -> float:
    """Return a hundredth of a value, as a power of ten; at least one where it is large."""
    return float(10 ** math.floor(math.log10(abs(valeur) / 10))) if valeur else 1.0


def au_dela(valeurs: Sequence[float], cible: float, sens: str) -> int | None:
    """Count the comparables that already do as well as a target; None where they are too few."""
    if len(valeurs) < PEU_DE_COMPARABLES:
        return None
    up = sens in {"hausse", "plancher"}
    return sum(value >= cible if up else value <= cible for value in valeurs)


def annees_du_dessin(
    mesurees: Sequence[tuple[int, Mesuree]], cible: CibleSuivie, fin: int
) -> range:
    """Return the years of the drawing: from the first measure or the reference to the end."""
    first = min([year for year, _ in mesurees] + [cible.annee_reference])
    last = max([fin, cible.annee_reference + 1, *(year for year, _ in cible.points)])
    return range(max(first, last - ANNEES_MONTREES + 1), last + 1)


def arrondie(valeur: float, pas: float) -> float:
    """Return a value that was dragged, on the steps of its drawing."""
    return round(round(valeur / pas) * pas, DECIMALES)
