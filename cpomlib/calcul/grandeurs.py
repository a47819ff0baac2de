"""What is said of figures already computed: their gap, their share, their mean.

Missing is missing: a gap, a share or a mean of what is unknown is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import pandas as pd

Nombre = TypeVar("Nombre")


def evolution(apres: float | None, avant: float | None, decimales: int) -> float | None:
    """Return a difference rounded as it is shown: what rounds to nothing is stable."""
    return None if apres is None or avant is None else round(apres - avant, decimales)


def difference(valeur: float, repere: float) -> float:
    """Return how far a figure is above another; NaN where one of them is."""
    return valeur - repere


def ecart_relatif(valeur: float, repere: float | None) -> float | None:
    """Return the gap to a reference, a fraction of it; None without reference."""
    return valeur / repere - 1 if repere else None


def part(valeur: Nombre | None, ensemble: Nombre | None, pour: int = 1) -> Nombre | None:
    """Return a share of a whole, or how many ``pour`` of it; None without a whole."""
    if valeur is None or not ensemble:
        return None
    return valeur / ensemble * pour  # type: ignore[operator]


def moyenne_ponderee(valeurs: Iterable[tuple[float, float]]) -> float | None:
    """Return the mean of (value, weight) pairs; None where nothing weighs."""
    known = list(valeurs)
    weight = sum(each for _, each in known)
    return sum(value * each for value, each in known) / weight if weight else None


def rapport_des_sommes(lignes: pd.DataFrame) -> tuple[float, float]:
    """Return Σ numerators over Σ denominators of an indicator, and Σ denominators."""
    below = lignes["denominateur"].sum()
    return float(lignes["numerateur"].sum() / below), float(below)


def moyenne(valeurs: pd.Series) -> float:
    """Return a mean; missing where there is no value."""
    return float(valeurs.mean())


def somme(valeurs: Iterable[Any]) -> Any:
    """Add up figures that are all known, exactly where they are exact."""
    return sum(valeurs)


def somme_connue(valeurs: Iterable[int | None]) -> int | None:
    """Add up counts, or amounts; None where one of them is not known, or where there is none."""
    found = list(valeurs)
    known = [int(one) for one in found if one is not None]
    return sum(known) if known and len(known) == len(found) else None


def moyennes(lignes: pd.DataFrame, cle: str, colonne: str) -> dict[str, float]:
    """Return the mean of a column by value of ``cle``."""
    return lignes.groupby(lignes[cle].astype("str"))[colonne].mean().to_dict()


def parts_annuelles(
    retenues: pd.DataFrame, toutes: pd.DataFrame, colonne: str
) -> dict[int, tuple[float, float, float]]:
    """Return by year numerator, denominator and share; a year of nothing is not there."""
    above, below = (f.groupby("annee")[colonne].sum() for f in (retenues, toutes))
    known = {int(year): float(total) for year, total in below.items() if total}
    return {
        year: (float(above.get(year, 0)), total, float(above.get(year, 0)) / total)
        for year, total in known.items()
    }


def concorde(valeurs: pd.Series, total: float) -> bool:
    """Tell whether values add up to a total, but for the last digits of a float."""
    return abs(float(valeurs.sum()) - total) <= 1e-6 * max(1, abs(total))
