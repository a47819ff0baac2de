"""Requests to the SIAO: how many, how many answered, how many unmet (table ``demandes_siao``)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

HEBERGEMENT = ("hebergement_urgence", "hebergement_insertion")
"""Recommendations towards a place of hébergement (programme 177, positive answers)."""
LOGEMENT_ADAPTE = ("logement_adapte",)
_COUNTS = ["demandes", "reponses_positives", "non_pourvues"]


def retenues(
    demandes: pd.DataFrame,
    annee: int,
    *,
    preconisations: Collection[str] = (),
    departements: Collection[str] = (),
) -> pd.DataFrame:
    """Return the rows of a year, narrowed to recommendations and départements when given."""
    rows = demandes[demandes["annee"] == annee]
    if preconisations:
        rows = rows[rows["preconisation"].isin(list(preconisations))]
    return rows[rows["departement"].isin(list(departements))] if departements else rows


def sommes(rows: pd.DataFrame, par: str) -> pd.DataFrame:
    """Add up requests, positive answers and unmet requests by one column (the index)."""
    keys = rows[par].astype("str")
    return rows[_COUNTS].astype("float64").groupby(keys).sum()


def totaux(rows: pd.DataFrame) -> tuple[float, float, float] | None:
    """Return requests, positive answers, unmet requests; None when nothing was deposited."""
    if rows.empty:
        return None
    asked, answered, unmet = (float(rows[name].sum()) for name in _COUNTS)
    return asked, answered, unmet


def taux_reponse(demandes: pd.DataFrame, annee: int, **filtres: Any) -> float | None:
    """Return the share of requests that had a positive answer, None without any request.

    Numerator: Σ reponses_positives. Denominator: Σ demandes. Source: definition of the
    programme 177's indicator, orientation towards a place (annual performance reports).

    Args:
        demandes: the shared table.
        annee: the year.
        filtres: ``preconisations`` and ``departements``, as :func:`retenues` takes them.
    """
    found = totaux(retenues(demandes, annee, **filtres))
    return found[1] / found[0] if found and found[0] else None


def part_non_pourvue(demandes: pd.DataFrame, annee: int, **filtres: Any) -> float | None:
    """Return the share of requests left unmet (the others were answered, refused or withdrawn)."""
    found = totaux(retenues(demandes, annee, **filtres))
    return found[2] / found[0] if found and found[0] else None
