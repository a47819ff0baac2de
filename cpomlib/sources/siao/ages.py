"""Age bands, from an age or from a birth date that goes no further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpomlib.sources.siao.correspondance import ENTREE, Regle
from cpomlib.sources.siao.traduire import date_iso
from cpomlib.tables.lecture import Colonne

if TYPE_CHECKING:
    import pandas as pd

TRANCHES = ("moins_18", "18_24", "25_34", "35_49", "50_64", "65_plus")
_BORNES = (18, 25, 35, 50, 65)
_AGE_MAX = 120


def tranches(regle: Regle, colonne: Colonne, entrees: pd.Series) -> tuple[Colonne, list[int]]:
    """Return the age band of each row, and the rows where it cannot be computed.

    Age is in whole years: the number of birthdays on the day of reference.

    Args:
        regle: says whether the column is an age or a birth date, and the day of reference.
        colonne: the sender's column.
        entrees: entry day of each row, missing where it could not be read.
    """
    import numpy as np
    import pandas as pd

    if regle.age:
        ages = pd.to_numeric(pd.Series(colonne.textes, dtype="object"), errors="coerce")
        years = ages.astype("float64").take(colonne.codes).reset_index(drop=True)
    else:
        years = _years(_births(regle, colonne), _reference(regle, entrees))
    valid = (years >= 0) & (years <= _AGE_MAX)
    bands = np.searchsorted(_BORNES, np.floor(years.where(valid, 0)), side="right")
    codes = np.where(valid, bands, len(TRANCHES))
    empty = np.array([not text for text in colonne.textes], dtype=bool)[colonne.codes]
    return Colonne(codes, [*TRANCHES, ""]), np.flatnonzero(~valid.to_numpy() & ~empty).tolist()


def _births(regle: Regle, colonne: Colonne) -> pd.Series:
    import pandas as pd

    texts = [date_iso(text, regle.dates) for text in colonne.textes]
    days = pd.to_datetime(pd.Series(texts, dtype="str"), format="%Y-%m-%d", errors="coerce")
    return days.take(colonne.codes).reset_index(drop=True)


def _reference(regle: Regle, entrees: pd.Series) -> pd.Series:
    import pandas as pd

    if regle.naissance_au == ENTREE:
        return entrees
    return pd.Series(pd.Timestamp(regle.naissance_au), index=entrees.index)


def _years(births: pd.Series, days: pd.Series) -> pd.Series:
    before = (days.dt.month * 100 + days.dt.day) < (births.dt.month * 100 + births.dt.day)
    years = days.dt.year - births.dt.year - before.astype("int64")
    return years.astype("float64").where(births.notna() & days.notna())
