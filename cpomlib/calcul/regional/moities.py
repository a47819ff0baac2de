"""The middle half of a région: between what the quarter below and the quarter above reach."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cpomlib.calcul.regional.statistiques import distribution
from cpomlib.calcul.secret import Matrices, Regles, matrices, reference, regles_des_seuils

if TYPE_CHECKING:
    import pandas as pd

Douteux = Collection[tuple[str, str]]
Cle = tuple[str, bool]
"""An indicator; whether it is its growth since the year before."""


@dataclass(frozen=True)
class Moitie:
    """Between what the gestionnaires of the middle half are.

    Attributes:
        bas: first quartile.
        haut: third quartile.
        n: gestionnaires that have a value.
        annee: the year.
    """

    bas: float
    haut: float
    n: int
    annee: int


def moities(
    valeurs: pd.DataFrame,
    avant: pd.DataFrame,
    annee: int,
    regles: Regles | None = None,
    douteux: tuple[Douteux, Douteux] = ((), ()),
) -> Mapping[Cle, Moitie]:
    """Return the middle half of each indicator and of its growth, where secrecy lets it be said.

    Quartiles are said as in a publishable version: each half they are the median of holds as many
    gestionnaires as the threshold, and nothing that may not be said of the région is.

    Args:
        valeurs: results of ``indicateurs.compute``, one unit per gestionnaire.
        avant: the same for the year before.
        annee: the year of ``valeurs``.
        regles: the thresholds of secrecy; those of ``seuils.yaml`` by default.
        douteux: the values of each of the two years that enter no quartile, by unit and indicator.
    """
    rules = regles or regles_des_seuils()
    years = list(zip((valeurs, avant), douteux, strict=True))
    now, before = (matrices(each).sans(doubted) for each, doubted in years)
    told = [reference(each, regles=rules, douteux=doubted) for each, doubted in years]
    found: dict[Cle, Moitie] = {}
    for place, name in enumerate(now.ids):
        reasons = [known[name].raison if name in known else "" for known in told]
        for growth, column in ((False, now.valeurs[:, place]), (True, _grown(now, before, name))):
            why = reasons[0] or (reasons[1] if growth else "")
            held = distribution(list(column), rules, publiable=True, raison=why)
            if held.q1 is not None and held.q3 is not None:
                found[name, growth] = Moitie(held.q1, held.q3, held.n, annee)
    return found


def _grown(now: Matrices, before: Matrices, name: str) -> np.ndarray:
    """Return how an indicator grew for each gestionnaire, NaN where a year has no value."""
    after = dict(zip(now.unites, now.valeurs[:, now.ids.index(name)], strict=True))
    if name not in before.ids:
        return np.full(len(after), np.nan)
    first = dict(zip(before.unites, before.valeurs[:, before.ids.index(name)], strict=True))
    pairs = [(value, first.get(unit, np.nan)) for unit, value in after.items()]
    return np.array([value / was - 1 if was > 0 else np.nan for value, was in pairs])
