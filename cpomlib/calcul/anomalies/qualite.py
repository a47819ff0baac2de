"""Rules on the self-assessment of quality, and on comparisons with the region."""

from __future__ import annotations

import pandas as pd

from cpomlib.calcul.anomalies.contexte import ContexteAnomalies, constat
from cpomlib.calcul.anomalies.region import bornes

_QUESTIONS = 5
"""Fewest questions before « always the same mark » means something."""


def cotations_identiques(c: ContexteAnomalies) -> pd.DataFrame:
    """The same mark to every question."""
    groups = c.table("qualite").groupby("id_etablissement")["cotation"]
    fired = (groups.nunique() == 1) & (groups.size() >= _QUESTIONS)
    return constat(fired, questions=groups.size(), cotation=groups.max())


def cotations_recopiees(c: ContexteAnomalies) -> pd.DataFrame:
    """The marks of the year before sent again."""
    key = ["id_etablissement", "question"]
    both = c.table("qualite").merge(c.table("qualite", 1), on=key, suffixes=("", "_avant"))
    groups = (both["cotation"] == both["cotation_avant"]).groupby(both["id_etablissement"])
    count = c.table("qualite").groupby("id_etablissement").size().reindex(groups.size().index)
    fired = groups.all() & (groups.size() == count) & (count >= _QUESTIONS)
    return constat(fired, questions=count)


def _out_of_fences(c: ContexteAnomalies, mesure: str) -> pd.DataFrame:
    frame = bornes(c, mesure)
    value = frame["valeur"]
    fired = (value < frame["bas"]) | (value > frame["haut"])
    return constat(fired, valeur=value, bas=frame["bas"].clip(lower=0), haut=frame["haut"])


def cout_place_et_region(c: ContexteAnomalies) -> pd.DataFrame:
    """A cost per place beyond the region's fences."""
    return _out_of_fences(c, "cout_place")


def etp_place_et_region(c: ContexteAnomalies) -> pd.DataFrame:
    """ETP per 100 places beyond the region's fences."""
    return _out_of_fences(c, "etp_place")


REGLES = {
    f.__name__: f
    for f in (
        cotations_identiques, cotations_recopiees, cout_place_et_region, etp_place_et_region,
    )
}  # fmt: skip
