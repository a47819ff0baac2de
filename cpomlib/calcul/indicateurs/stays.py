"""From stays to households counted once: accueillis, présents, sortis (contract, « year A »).

What the contract says of a year is said of any period: its first and last days stand for 1 January
and 31 December.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.rows import Rows

OPEN = np.int64(2**40)
"""Day of exit of a stay that is not over: after any real day."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class Menages:
    """Households of one kind, each read on one stay.

    Attributes:
        rows: the stay each household is read on.
        entree: day of entry of that stay, in days since 1970.
        sortie: day of exit of that stay, ``OPEN`` when it is not over.
    """

    rows: Rows
    entree: np.ndarray
    sortie: np.ndarray

    def where(self, mask: np.ndarray) -> Menages:
        """Keep the households for which ``mask`` is true."""
        return Menages(self.rows.where(mask), self.entree[mask], self.sortie[mask])


@dataclass(frozen=True, eq=False)
class Sejours:
    """The stays of a period and its households.

    Attributes:
        accueillis: households present at least one day of it, on their latest stay present in it.
        presents: households present on its last day, on their latest stay present that day.
        sortis: households gone in it and present nowhere on its last day, on the stay they left.
        termines: stays (not households) ended in it.
        fin: its last day, or its last day known, in days since 1970.
    """

    accueillis: Menages
    presents: Menages
    sortis: Menages
    termines: Menages
    fin: int


def day_number(day: date) -> int:
    """Return the number of days from 1 January 1970 to ``day``."""
    return (day - _EPOCH).days


def from_day_number(number: int) -> date:
    """Return the day that has a number."""
    return date.fromordinal(_EPOCH.toordinal() + number)


def sejours(rows: Rows, debut: date, fin: date) -> Sejours:
    """Sort the stays once, then read every kind of household on its latest stay.

    Latest: greatest date_entree, then greatest date_sortie (none is greatest), then greatest
    id_sejour.

    Args:
        rows: the stays.
        debut: first day of the period.
        fin: its last day, or its last day known where it is not over.
    """
    start, end = day_number(debut), day_number(fin)
    entree, sortie = days_of(rows.frame["date_entree"]), days_of(rows.frame["date_sortie"])
    begun = rows.where(entree[rows.at] <= end)
    begun, group = _ordered(begun, entree, sortie)
    entered, left = entree[begun.at], sortie[begun.at]
    ended = (left >= start) & (left <= end)
    present = left > end
    stays = Menages(begun, entered, left)
    latest = _last(group, np.ones(len(group), bool))
    still_here = np.zeros(group[-1] + 1 if len(group) else 0, bool)
    still_here[group[present]] = True
    gone = latest[ended[latest] & ~still_here[group[latest]]]
    return Sejours(
        accueillis=_take(stays, _last(group, left >= start)),
        presents=_take(stays, _last(group, present)),
        sortis=_take(stays, gone),
        termines=stays.where(ended),
        fin=end,
    )


def days_of(dates: pd.Series) -> np.ndarray:
    """Return days since 1970, ``OPEN`` where the date is empty."""
    days = dates.to_numpy("datetime64[D]")
    return np.where(np.isnat(days), OPEN, days.astype("int64"))


def _ordered(rows: Rows, entree: np.ndarray, sortie: np.ndarray) -> tuple[Rows, np.ndarray]:
    """Sort stays by unit and household, the latest last; number the households."""
    menage = pd.factorize(rows.frame["id_menage"])[0].astype("int64")
    household = rows.unit.astype("int64") * (menage.max(initial=0) + 1) + menage[rows.at]
    order = np.lexsort((sortie[rows.at], entree[rows.at], household))
    keys = (household, entree[rows.at], sortie[rows.at])
    order = _break_ties(order, keys, rows)
    ordered = household[order]
    change = np.concatenate([[False], ordered[1:] != ordered[:-1]])[: len(ordered)]
    return Rows(rows.n, rows.unit[order], rows.frame, rows.at[order]), np.cumsum(change)


def _break_ties(order: np.ndarray, keys: tuple[np.ndarray, ...], rows: Rows) -> np.ndarray:
    """Sort by id_sejour the stays equal in all else; only they are compared as text."""
    same = np.ones(max(len(order) - 1, 0), bool)
    for key in keys:
        same &= key[order[1:]] == key[order[:-1]]
    tied = (
        np.concatenate([same, [False]])[: len(order)]
        | np.concatenate([[False], same])[: len(order)]
    )
    places = np.flatnonzero(tied)
    if not len(places):
        return order
    among = order[places]
    names = rows.frame["id_sejour"].take(rows.at[among]).to_numpy(dtype=object)
    rank = np.unique(names.astype("U"), return_inverse=True)[1]
    fixed = np.lexsort((rank, *(key[among] for key in reversed(keys))))
    result = order.copy()
    result[places] = among[fixed]
    return result


def _last(group: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return the place of the last stay of each household among those of ``mask``."""
    places = np.flatnonzero(mask)
    households = group[places]
    change = np.concatenate([households[1:] != households[:-1], [True]])[: len(places)]
    return places[change]


def _take(stays: Menages, places: np.ndarray) -> Menages:
    rows = stays.rows
    return Menages(
        Rows(rows.n, rows.unit[places], rows.frame, rows.at[places]),
        stays.entree[places],
        stays.sortie[places],
    )
