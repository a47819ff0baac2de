"""Age bands, from an age or from a birth date that goes no further."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from cpomlib.entree.siao.correspondance import ENTREE, RegleColonne
from cpomlib.entree.siao.jours import date_iso
from cpomlib.tables import ColonneLue, table

if TYPE_CHECKING:
    import pandas as pd

_AGE_MAX = 120
_AGE = re.compile(r"([0-9]{1,3})(?:[.,][0-9]+)?(?:\s*ans?)?", re.IGNORECASE)

_MOIS = re.compile(r"([0-9]{1,3})\s*mois", re.IGNORECASE)
_BORNES = re.compile(
    r"(?:de\s*)?(?P<de>[0-9]{1,3})\s*(?:ans?)?\s*(?:-|–|à|a|/|_)\s*(?P<a>[0-9]{1,3})\s*(?:ans?)?"
    r"|(?:moins\s*(?:de\s*)?|<\s*)(?P<sous>[0-9]{1,3})\s*(?:ans?)?"
    r"|(?P<depuis>[0-9]{1,3})\s*(?:ans?)?\s*(?:et|ou)?\s*(?:plus|\+)"
)
"""A band as people write it; « plus de 65 » may or may not hold 65, and is asked about."""


@cache
def bandes() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the age bands of the shared tables, and the first age of each but the first."""
    names = table("sejours").champ("tranche_age").categories
    firsts = tuple(int(number[0]) for name in names[1:] if (number := re.findall("[0-9]+", name)))
    assert len(firsts) == len(names) - 1 and list(firsts) == sorted(firsts)
    return names, firsts


def age(text: str) -> int | None:
    """Read an age in years (``34``, ``34 ans``), None when it is no such thing."""
    match = _AGE.fullmatch(text.strip())
    years = int(match[1]) if match else None
    return years if years is not None and years <= _AGE_MAX else None


def tranche(text: str) -> str | None:
    """Return the band of an age (``34 ans``, ``8 mois``), or the band written in other words.

    « de 25 à 34 ans », « moins de 18 ans », « 65 ans et plus »: a range that is not one of ours is
    no band. None when the text is no such thing.
    """
    years = age(text)
    if years is None:
        return _mois(text) or _dite(text)
    names, firsts = bandes()
    return names[bisect_right(firsts, years)]


def _mois(text: str) -> str | None:
    match = _MOIS.fullmatch(text.strip())
    return tranche(str(int(match[1]) // 12)) if match else None


def _dite(text: str) -> str | None:
    """Return the band whose bounds are those of a text."""
    match = _BORNES.fullmatch(text.strip().lower())
    if match is None:
        return None
    names, firsts = bandes()
    last = [bound - 1 for bound in firsts]
    bounds = dict(zip(zip([0, *firsts], [*last, _AGE_MAX], strict=True), names, strict=True))
    if match["sous"]:
        return bounds.get((0, int(match["sous"]) - 1))
    if match["depuis"]:
        return bounds.get((int(match["depuis"]), _AGE_MAX))
    return bounds.get((int(match["de"]), int(match["a"])))


def tranches(
    regle: RegleColonne, colonne: ColonneLue, entrees: pd.Series
) -> tuple[ColonneLue, list[int]]:
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
        ages = pd.Series([age(text) for text in colonne.textes], dtype="float64")
        years = ages.take(colonne.codes).reset_index(drop=True)
    else:
        years = _years(_births(regle, colonne), _reference(regle, entrees))
    valid = (years >= 0) & (years <= _AGE_MAX)
    names, firsts = bandes()
    bands = np.searchsorted(firsts, np.floor(years.where(valid, 0)), side="right")
    codes = np.where(valid, bands, len(names))
    empty = np.array([not text for text in colonne.textes], dtype=bool)[colonne.codes]
    return ColonneLue(codes, [*names, ""]), np.flatnonzero(~valid.to_numpy() & ~empty).tolist()


def _births(regle: RegleColonne, colonne: ColonneLue) -> pd.Series:
    import pandas as pd

    texts = [date_iso(text, regle.dates) for text in colonne.textes]
    days = pd.to_datetime(pd.Series(texts, dtype="str"), format="%Y-%m-%d", errors="coerce")
    return days.take(colonne.codes).reset_index(drop=True)


def _reference(regle: RegleColonne, entrees: pd.Series) -> pd.Series:
    import pandas as pd

    if regle.naissance_au == ENTREE:
        return entrees
    return pd.Series(pd.Timestamp(regle.naissance_au), index=entrees.index)


def _years(births: pd.Series, days: pd.Series) -> pd.Series:
    before = (days.dt.month * 100 + days.dt.day) < (births.dt.month * 100 + births.dt.day)
    years = days.dt.year - births.dt.year - before.astype("int64")
    return years.astype("float64").where(births.notna() & days.notna())
