"""Rows of a shared table laid beside the units they count for, and exact sums over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cpomlib.perimeter import Perimetre

MICRO = 1_000_000
"""Fractions (ETP, years, days) are summed as whole millionths: order changes no last digit."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Some rows of a table, each with the unit it counts for (a row may serve several units).

    Attributes:
        n: number of units.
        unit: number of the unit of each row.
        frame: the whole table; never copied, never changed.
        at: position in ``frame`` of each row.
    """

    n: int
    unit: np.ndarray
    frame: pd.DataFrame
    at: np.ndarray

    def column(self, name: str) -> pd.Series:
        """Return the values of a column, one per row."""
        return pd.Series(self.frame[name].array.take(self.at), name=name)

    def where(self, mask: np.ndarray) -> Rows:
        """Keep the rows for which ``mask`` is true."""
        return Rows(self.n, self.unit[mask], self.frame, self.at[mask])

    def equal(self, name: str, *values: object) -> Rows:
        """Keep the rows whose column ``name`` holds one of ``values``."""
        column = self.frame[name]
        if isinstance(column.array, pd.Categorical):
            wanted = column.array.categories.get_indexer(list(values))
            return self.where(np.isin(column.array.codes[self.at], wanted[wanted >= 0]))
        if column.dtype == "int64":
            return self.where(np.isin(column.to_numpy()[self.at], np.array(values)))
        return self.where(self.column(name).isin(list(values)).to_numpy())

    def count(self) -> np.ndarray:
        """Count the rows of each unit."""
        return np.bincount(self.unit, minlength=self.n).astype("float64")

    def total(self, name: str) -> np.ndarray:
        """Add up a column for each unit; an empty value adds nothing."""
        return self.add(self.column(name).to_numpy("float64", na_value=np.nan))

    def add(self, values: np.ndarray) -> np.ndarray:
        """Add up ``values`` (one per row) for each unit, exactly to the millionth."""
        known = ~np.isnan(values)
        return exact_sum(self.unit[known], values[known], self.n)

    def some(self) -> np.ndarray:
        """Tell for each unit whether it has a row at all."""
        return self.count() > 0


def exact_sum(unit: np.ndarray, values: np.ndarray, n: int) -> np.ndarray:
    """Add up per unit; whole numbers exactly, fractions as whole millionths.

    Whole numbers below 2**53 add up exactly in floating point, so the order of the rows
    cannot change the result.
    """
    if not len(values):
        return np.zeros(n)
    scale = 1 if (values == np.rint(values)).all() else MICRO
    return np.bincount(unit, weights=np.rint(values * scale), minlength=n) / scale


@dataclass(frozen=True, eq=False)
class Units:
    """The units of a perimeter, numbered in order.

    Attributes:
        names: names of the units; the number of a unit is its place here.
        members: unit number of each membership.
        etablissements: establishment of each membership.
        gestionnaires: unit number and gestionnaire of the whole gestionnaires.
        employeurs: gestionnaire of each establishment.
    """

    names: tuple[str, ...]
    members: np.ndarray
    etablissements: pd.Series
    gestionnaires: tuple[np.ndarray, pd.Series]
    employeurs: pd.Series

    @property
    def n(self) -> int:
        """Number of units."""
        return len(self.names)

    def rows(self, frame: pd.DataFrame) -> Rows:
        """Lay the rows of a table keyed by establishment beside their units."""
        return _join(self.n, self.members, self.etablissements, frame, "id_etablissement")

    def rows_of_whole(self, frame: pd.DataFrame) -> Rows:
        """Lay the rows of a table keyed by gestionnaire beside the units that are whole."""
        numbers, ids = self.gestionnaires
        return _join(self.n, numbers, ids, frame, "id_gestionnaire")


def units_of(perimetre: Perimetre) -> Units:
    """Number the units of a perimeter."""
    names = perimetre.unites
    order = pd.Index(names)
    members, whole = perimetre.etablissements, perimetre.gestionnaires
    return Units(
        names,
        order.get_indexer(members["unite"]),
        members["id_etablissement"],
        (order.get_indexer(whole["unite"]), whole["id_gestionnaire"]),
        members.drop_duplicates("id_etablissement").set_index("id_etablissement")[
            "id_gestionnaire"
        ],
    )


def _join(n: int, numbers: np.ndarray, ids: pd.Series, frame: pd.DataFrame, key: str) -> Rows:
    """Pair each row of ``frame`` with every unit that holds its ``key``, without a merge."""
    codes, known = pd.factorize(ids)
    order = np.argsort(codes, kind="stable")
    held = np.bincount(codes, minlength=len(known))
    first = np.concatenate([[0], np.cumsum(held)])[:-1]
    code = pd.Index(known).get_indexer(pd.Index(frame[key]))
    at = np.flatnonzero(code >= 0)
    code = code[at]
    times = held[code]
    if not len(at) or times.max() == 1:
        return Rows(n, numbers[order][first[code]], frame, at)
    offset = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    member = np.repeat(first[code], times) + offset
    return Rows(n, numbers[order][member], frame, np.repeat(at, times))
