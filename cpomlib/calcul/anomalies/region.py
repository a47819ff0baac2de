"""The region's fences, and what secrecy lets them say of others.

Fences are Tukey's: the quartiles widened by one and a half times the distance between them,
over the establishments of one region and one FINESS category. They are computed over no fewer
than the threshold of establishments and of gestionnaires, none of whom weighs more than the
threshold of dominance, and are rounded outwards to two significant figures: none of the
others' figures can be worked out from them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cpomlib.calcul.anomalies.contexte import ContexteAnomalies, rapport
from cpomlib.calcul.indicateurs import REPORT_A_NOUVEAU
from cpomlib.tables import empty

if TYPE_CHECKING:
    from cpomlib.tables import Frames

PEU = "trop peu d’établissements comparables dans la région (secret statistique)"
ECART = 1.5
"""Tukey's factor on the interquartile range."""


def cout_place(frames: Frames, annee: int) -> pd.Series:
    """Return the charges of the CA, one-off ones left out, per financed place (centimes)."""
    rows = _year(frames, "budgets", annee)
    kept = (rows["document"] == "ca") & (rows["sens"] == "charge") & ~rows["non_reconductible"]
    kept &= ~rows["compte"].str.startswith(REPORT_A_NOUVEAU)
    return rapport(rows[kept].groupby("id_etablissement")["montant"].sum(), _places(frames, annee))


def etp_place(frames: Frames, annee: int) -> pd.Series:
    """Return the ETP per 100 financed places."""
    rows = _year(frames, "salaries", annee)
    return 100 * rapport(rows.groupby("id_etablissement")["etp"].sum(), _places(frames, annee))


MESURES = {"cout_place": cout_place, "etp_place": etp_place}


def bornes(contexte: ContexteAnomalies, mesure: str) -> pd.DataFrame:
    """Return the fences (``bas``, ``haut``) of each establishment that may be compared.

    An establishment is absent when it has no value or when secrecy forbids the comparison.
    """
    return contexte.vue(("bornes", mesure), lambda: _bornes(contexte, mesure))


def _bornes(contexte: ContexteAnomalies, mesure: str) -> pd.DataFrame:
    values = MESURES[mesure](contexte.region, contexte.annee).dropna()
    known = contexte.region["etablissements"].set_index("id_etablissement")
    kept = known.index.intersection(values.index)
    frame = known.loc[kept, ["region", "categorie", "id_gestionnaire"]]
    frame = frame.assign(
        valeur=values, poids=_places(contexte.region, contexte.annee).reindex(frame.index)
    )
    fences = [
        _fences(group)
        for _, group in frame.groupby(["region", "categorie"])
        if _may_say(contexte, group)
    ]
    return pd.concat(fences) if fences else pd.DataFrame(columns=["valeur", "bas", "haut"])


def _may_say(contexte: ContexteAnomalies, group: pd.DataFrame) -> bool:
    least = contexte.seuil("seuil_etablissements")
    weights = group.groupby("id_gestionnaire")["poids"].sum()
    enough = len(group) >= least and len(weights) >= least
    return enough and bool(weights.max() <= contexte.seuil("dominance_max") * weights.sum())


def _fences(group: pd.DataFrame) -> pd.DataFrame:
    low, high = group["valeur"].quantile([0.25, 0.75])
    reach = ECART * (high - low)
    return group[["valeur"]].assign(
        bas=_rounded(low - reach, np.floor), haut=_rounded(high + reach, np.ceil)
    )


def _rounded(value: float, towards: Callable[[float], float]) -> float:
    """Keep two significant figures, outwards: nobody within the fences falls out of them."""
    if value == 0:
        return 0.0
    scale = 10.0 ** (np.floor(np.log10(abs(value))) - 1)
    return float(towards(round(value / scale, 6)) * scale)


def _year(frames: Frames, nom: str, annee: int) -> pd.DataFrame:
    frame = frames.get(nom, empty(nom))
    return frame[frame["annee"] == annee]


def _places(frames: Frames, annee: int) -> pd.Series:
    return _year(frames, "places", annee).groupby("id_etablissement")["places_financees"].sum()
