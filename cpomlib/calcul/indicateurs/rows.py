"""Rows of a shared table laid beside the units they count for, and exact sums over them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cpomlib.calcul.perimetre import Perimetre

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

MICRO = 1_000_000
"""Fractions (ETP, years, days) are summed as whole millionths: order changes no last digit."""
_PLAIN = (np.dtype("int64"), np.dtype("bool"))
"""Types whose values are compared as they are: they hold nothing missing."""


@dataclass(frozen=True, eq=False)
class Textes:
    """A column of texts that repeat, such as account numbers.

    Attributes:
        codes: place in ``connus`` of each row, -1 where there is no text.
        connus: each distinct text.
    """

    codes: np.ndarray
    connus: Sequence[str]

    def commencent(self, prefixes: tuple[str, ...]) -> np.ndarray:
        """Tell the rows whose text begins with one of ``prefixes``."""
        # the last place answers for the rows without text
        told = np.array([text.startswith(prefixes) for text in self.connus] + [False])
        found: np.ndarray = told[self.codes]
        return found


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

    def sans(self, ecartes: Collection[tuple[int, str]]) -> Rows:
        """Leave out the rows of some establishments in some units."""
        if not ecartes:
            return self
        units, houses = ({pair[side] for pair in ecartes} for side in (0, 1))
        near = np.isin(self.unit, list(units)) & self.holds("id_etablissement", *houses)
        kept, names = ~near, self.frame["id_etablissement"].array
        for rank in np.flatnonzero(near).tolist():
            kept[rank] = (int(self.unit[rank]), str(names[self.at[rank]])) not in ecartes
        return self.where(kept)

    def equal(self, name: str, *values: object) -> Rows:
        """Keep the rows whose column ``name`` holds one of ``values``."""
        return self.where(self.holds(name, *values))

    def holds(self, name: str, *values: object) -> np.ndarray:
        """Tell the rows whose column ``name`` holds one of ``values``."""
        column = self.frame[name]
        if isinstance(column.array, pd.Categorical):
            known = column.array.categories.tolist()
            wanted = [code for code, value in enumerate(known) if value in values]
            return _among(column.array.codes[self.at], wanted)
        if column.dtype in _PLAIN:
            return _among(column.to_numpy()[self.at], values)
        return self.column(name).isin(list(values)).to_numpy()

    def textes(self, name: str) -> Textes:
        """Return a column of texts, to be asked what they begin with."""
        codes, known = pd.factorize(self.frame[name].array.take(self.at))
        return Textes(codes, known.tolist())

    def count(self) -> np.ndarray:
        """Count the rows of each unit."""
        return np.bincount(self.unit, minlength=self.n).astype("float64")

    def total(self, name: str) -> np.ndarray:
        """Add up a column for each unit; an empty value adds nothing."""
        values = self.frame[name].array.take(self.at)
        return self.add(values.to_numpy("float64", na_value=np.nan))

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
        appartenances: the members as the perimeter gives them.
    """

    names: tuple[str, ...]
    members: np.ndarray
    etablissements: pd.Series
    gestionnaires: tuple[np.ndarray, pd.Series]
    appartenances: pd.DataFrame

    @property
    def n(self) -> int:
        """Number of units."""
        return len(self.names)

    @cached_property
    def employeurs(self) -> pd.Series:
        """Gestionnaire of each establishment."""
        once = self.appartenances.drop_duplicates("id_etablissement")
        return once.set_index("id_etablissement")["id_gestionnaire"]

    @cached_property
    def membres(self) -> Mapping[int, frozenset[str]]:
        """The establishments of each unit, by its number."""
        found: dict[int, set[str]] = {}
        for unit, house in zip(self.members.tolist(), self.etablissements.tolist(), strict=True):
            found.setdefault(unit, set()).add(str(house))
        return {unit: frozenset(houses) for unit, houses in found.items()}

    def rows(self, frame: pd.DataFrame) -> Rows:
        """Lay the rows of a table keyed by establishment beside their units.

        A table read for several years is laid once.
        """
        found = self._posees.get(id(frame))
        if found is None:
            found = _join(self.n, self.members, self.etablissements, frame, "id_etablissement")
            # the rows hold the table, so that no other can take its number
            self._posees[id(frame)] = found
        return found

    @cached_property
    def _posees(self) -> dict[int, Rows]:
        return {}

    def rows_of_whole(self, frame: pd.DataFrame) -> Rows:
        """Lay the rows of a table keyed by gestionnaire beside the units that are whole."""
        numbers, ids = self.gestionnaires
        return _join(self.n, numbers, ids, frame, "id_gestionnaire")


def units_of(perimetre: Perimetre) -> Units:
    """Number the units of a perimeter."""
    names = perimetre.unites
    order = {name: rank for rank, name in enumerate(names)}
    members, whole = perimetre.etablissements, perimetre.gestionnaires
    return Units(
        names,
        _places(order, members["unite"].tolist()),
        members["id_etablissement"],
        (_places(order, whole["unite"].tolist()), whole["id_gestionnaire"]),
        members,
    )


def _places(order: Mapping[str, int], names: Sequence[str]) -> np.ndarray:
    """Return the place of each name, -1 for one that has none."""
    return np.array([order.get(name, -1) for name in names], dtype=np.intp)


def _join(n: int, numbers: np.ndarray, ids: pd.Series, frame: pd.DataFrame, key: str) -> Rows:
    """Pair each row of ``frame`` with every unit that holds its ``key``, without a merge."""
    codes, known = pd.factorize(ids)
    order = np.argsort(codes, kind="stable")
    held = np.bincount(codes, minlength=len(known))
    first = np.concatenate([[0], np.cumsum(held)])[:-1]
    code = _coded(frame[key].array, known.tolist())
    at = np.flatnonzero(code >= 0)
    code = code[at]
    times = held[code]
    if not len(at) or times.max() == 1:
        return Rows(n, numbers[order][first[code]], frame, at)
    offset = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    member = np.repeat(first[code], times) + offset
    return Rows(n, numbers[order][member], frame, np.repeat(at, times))


def _coded(column: ExtensionArray | np.ndarray, known: Sequence[str]) -> np.ndarray:
    """Return the place in ``known`` of each value, -1 for one that is not there.

    Values that repeat are looked up once.
    """
    codes, present = pd.factorize(column)
    order = {name: rank for rank, name in enumerate(known)}
    # the last place answers for the missing values, whose code is -1
    return np.append(_places(order, present.tolist()), -1)[codes]


def _among(values: np.ndarray, wanted: Sequence[object]) -> np.ndarray:
    if len(wanted) == 1:
        found: np.ndarray = values == wanted[0]
        return found
    return np.isin(values, np.array(wanted))
