"""What establishments say of their own practices: the ratings they deposited, theme by theme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import pandas as pd

A_AMELIORER = 2
"""A rating from 1 (weak) to 4 (strong) up to which a practice is one to improve."""


@dataclass(frozen=True)
class CotationTheme:
    """The ratings of a theme.

    Attributes:
        code: of the theme.
        moyennes: year → mean rating, from 1 to 4; None where nothing was deposited.
        reponses: how many ratings the last year has.
        a_ameliorer: how many of these are 1 or 2.
    """

    code: str
    moyennes: Mapping[int, float | None]
    reponses: int
    a_ameliorer: int


@dataclass(frozen=True)
class AutoEvaluation:
    """The self-assessment of a unit.

    Attributes:
        etablissements: how many deposited ratings for the last year.
        themes: those that have a rating in one of the years.
    """

    etablissements: int
    themes: tuple[CotationTheme, ...]


def auto_evaluation(
    qualite: pd.DataFrame,
    etablissements: Collection[str],
    annees: Sequence[int],
    themes: Sequence[str],
) -> AutoEvaluation:
    """Read the ratings that establishments deposited.

    Mean of a theme: Σ ratings / number of ratings, over every question and establishment.

    Args:
        qualite: the shared table.
        etablissements: those of the perimeter.
        annees: the years set side by side, the last one being read in detail.
        themes: the codes of the themes, in order.
    """
    houses, years, asked = set(etablissements), set(annees), set(themes)
    columns = ("id_etablissement", "annee", "theme", "cotation")
    answers = [
        (house, year, theme, float(said))
        for house, year, theme, said in zip(*(qualite[n].tolist() for n in columns), strict=True)
        if house in houses and year in years and theme in asked and pd.notna(said)
    ]
    last = {house for house, year, *_ in answers if year == annees[-1]}
    found = (_theme(answers, code, annees) for code in themes)
    answered = tuple(one for one in found if any(m is not None for m in one.moyennes.values()))
    return AutoEvaluation(len(last), answered)


def _theme(
    answers: Sequence[tuple[str, int, str, float]], code: str, annees: Sequence[int]
) -> CotationTheme:
    by_year: dict[int, list[float]] = {year: [] for year in annees}
    for _, year, theme, said in answers:
        if theme == code:
            by_year[year].append(said)
    means = {year: fsum(said) / len(said) if said else None for year, said in by_year.items()}
    last = by_year[annees[-1]]
    return CotationTheme(code, means, len(last), sum(said <= A_AMELIORER for said in last))
