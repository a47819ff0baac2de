"""What establishments say of their own practices: the ratings they deposited, theme by theme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

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
    own = qualite[qualite["id_etablissement"].isin(list(etablissements))]
    own = own.loc[
        own["annee"].isin(list(annees)), ["id_etablissement", "annee", "theme", "cotation"]
    ]
    last = own[own["annee"] == annees[-1]]
    found = (_theme(own[own["theme"].astype("str") == code], code, annees) for code in themes)
    answered = tuple(one for one in found if any(m is not None for m in one.moyennes.values()))
    return AutoEvaluation(int(last["id_etablissement"].nunique()), answered)


def _theme(rows: pd.DataFrame, code: str, annees: Sequence[int]) -> CotationTheme:
    by_year = {year: rows.loc[rows["annee"] == year, "cotation"] for year in annees}
    means = {year: float(said.mean()) if len(said) else None for year, said in by_year.items()}
    last = by_year[annees[-1]]
    return CotationTheme(code, means, len(last), int((last <= A_AMELIORER).sum()))
