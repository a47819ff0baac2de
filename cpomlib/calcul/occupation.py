"""The occupation: days realised over days that could have been, of whatever rows."""

from __future__ import annotations

import pandas as pd

REALISEES, THEORIQUES = "journees_realisees", "journees_theoriques"


def journees(activite: pd.DataFrame, par: str | list[str]) -> pd.DataFrame:
    """Add up the days realised and the theoretical ones, by ``par``."""
    return activite.groupby(par)[[REALISEES, THEORIQUES]].sum()


def taux_occupation(jours: pd.DataFrame) -> pd.Series:
    """Return days realised over theoretical ones; missing where there is no theoretical day."""
    theory = jours[THEORIQUES].astype("float64")
    return jours[REALISEES].astype("float64") / theory.where(theory > 0)


def occupation_par_mois(activite: pd.DataFrame, etablissements: list[str]) -> pd.DataFrame:
    """Return the occupation of each month that has one: ``annee``, ``mois``, ``valeur``."""
    kept = activite[activite["id_etablissement"].isin(etablissements)]
    rates = taux_occupation(journees(kept, ["annee", "mois"])).dropna()
    return rates.rename("valeur").reset_index()
