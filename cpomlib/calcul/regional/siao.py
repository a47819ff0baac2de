"""Requests to the SIAO: how many, how many answered, how many unmet (table ``demandes_siao``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from cpomlib.calcul.grandeurs import part

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


def sans_demandes(
    demandes: pd.DataFrame, annees: Collection[int], departements: Mapping[str, str]
) -> str:
    """Say which départements have no request deposited in a year that others have some of.

    Args:
        demandes: the shared table.
        annees: the years set side by side.
        departements: code → name of those of the région.
    """
    said = []
    for year in annees:
        held = set(demandes.loc[demandes["annee"] == year, "departement"].astype("str"))
        missing = [name for code, name in departements.items() if held and code not in held]
        if missing:
            said.append(f"{', '.join(missing)} en {year}")
    whose = "\u00a0; ".join(said)
    return f"Sans les demandes de {whose}, qui ne sont pas déposées." if said else ""


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


def taux_demandes(trouve: tuple[float, float, float] | None, rang: int = 1) -> float | None:
    """Return answered (1) or unmet (2) requests over requests, None without any.

    Source: definition of the programme 177's indicator, orientation towards a place (annual
    performance reports).
    """
    return part(trouve[rang], trouve[0]) if trouve else None
