"""The figures of a year, read once from the frame that holds them."""

from __future__ import annotations

from typing import TypeAlias

import pandas as pd

from cpomlib.socle import is_missing

Ligne: TypeAlias = tuple[float | None, str, str, str]


def lignes(resultats: pd.DataFrame) -> dict[str, Ligne]:
    """Return, per indicator, its value, its status, why there is none, what goes with it."""
    values = (None if pd.isna(value) else float(value) for value in resultats["valeur"])
    texts = (resultats[name].astype("str") for name in ("statut", "raison", "note"))
    return dict(zip(resultats.index, zip(values, *texts, strict=True), strict=True))


def termes(resultats: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the numerator and the denominator of the indicators that have both."""
    columns = (resultats[name].tolist() for name in ("statut", "numerateur", "denominateur"))
    rows = zip(resultats.index, *columns, strict=True)
    return {
        name: (float(top), float(bottom))
        for name, status, top, bottom in rows
        if status == "ok" and not is_missing(top) and not is_missing(bottom)
    }
