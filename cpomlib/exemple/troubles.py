"""What the troubled gestionnaires leave out or send wrong; all of it passes the checks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpomlib.exemple.calibration import valeur
from cpomlib.exemple.structure import Structure

Tables = dict[str, pd.DataFrame]
_RH = ("salaries", "absences", "mouvements")
_MOIS_EN_TROP = 3
MAL_RANGE = "6132"
"""Account put in groupe 1 where the mapping says 3."""


def troubled(plan: Structure, tables: Tables) -> Tables:
    """Return the tables as the gestionnaires send them, troubles included."""
    silent = _ids(plan, "rh_absente")
    kept = {name: _without(tables[name], silent) for name in _RH}
    kept["qualite"] = _without(tables["qualite"], _ids(plan, "sans_qualite"))
    return _inconsistent(plan, tables | kept)


def _ids(plan: Structure, profil: str) -> list[str]:
    return plan.colonne("id_etablissement")[plan.profils == profil].tolist()


def _without(frame: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    return frame[~frame["id_etablissement"].isin(ids)].reset_index(drop=True)


def _inconsistent(plan: Structure, tables: Tables) -> Tables:
    """Spoil two establishments of each gestionnaire whose figures are inconsistent.

    In the first one, three months of the last year exceed what is possible and the rents
    are put in groupe 1. The second one sends again, for the last year, the compte
    administratif and the absences of the year before.
    """
    housed = (plan.profils == "chiffres_incoherents") & (plan.colonne("capacite") > 0)
    mine = plan.etablissements.loc[housed].groupby("gestionnaire")["id_etablissement"]
    first, second = mine.nth(0).tolist(), mine.nth(1).tolist()
    year = plan.annees[2]
    return tables | {
        "activite": _too_many_days(tables["activite"], first, year),
        "budgets": _again(_misplaced(tables["budgets"], first), second, year, "ca"),
        "absences": _again(tables["absences"], second, year),
    }


def _too_many_days(activite: pd.DataFrame, ids: list[str], year: int) -> pd.DataFrame:
    wrong = activite["id_etablissement"].isin(ids) & (activite["annee"] == year)
    wrong &= activite["mois"] <= _MOIS_EN_TROP
    ratio = valeur("profils.chiffres_incoherents")["depassement"]
    impossible = np.ceil(activite["journees_theoriques"] * ratio).astype("int64")
    return activite.assign(
        journees_realisees=np.where(wrong, impossible, activite["journees_realisees"])
    )


def _misplaced(budgets: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    wrong = budgets["id_etablissement"].isin(ids) & (budgets["compte"] == MAL_RANGE)
    return budgets.assign(groupe=np.where(wrong, 1, budgets["groupe"]))


def _again(frame: pd.DataFrame, ids: list[str], year: int, document: str = "") -> pd.DataFrame:
    """Replace the rows of ``year`` by those of the year before."""
    mine = frame["id_etablissement"].isin(ids)
    if document:
        mine &= frame["document"] == document
    before = frame[mine & (frame["annee"] == year - 1)].assign(annee=year)
    return pd.concat([frame[~(mine & (frame["annee"] == year))], before], ignore_index=True)
