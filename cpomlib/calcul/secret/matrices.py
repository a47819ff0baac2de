"""Results laid out as matrices, so that every indicator is judged at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_PARTS = ("numerateur", "denominateur", "valeur")


@dataclass(frozen=True, eq=False)
class Matrices:
    """What several units know of several indicators: one row per unit, one column per indicator.

    Attributes:
        unites: names of the units.
        ids: indicators, in the order of the results.
        numerateurs: NaN where there is no value, or no numerator (a median).
        denominateurs: NaN where there is no value, or no denominator (a count).
        valeurs: NaN where there is none.
    """

    unites: list[str]
    ids: list[str]
    numerateurs: np.ndarray
    denominateurs: np.ndarray
    valeurs: np.ndarray

    @property
    def la(self) -> np.ndarray:
        """Where there is a value."""
        there: np.ndarray = ~np.isnan(self.valeurs)
        return there

    @property
    def n(self) -> np.ndarray:
        """How many units have a value, per indicator."""
        count: np.ndarray = self.la.sum(axis=0)
        return count

    @property
    def sans_denominateur(self) -> np.ndarray:
        """Which indicators are plain counts or amounts."""
        plain: np.ndarray = np.isnan(self.denominateurs).all(axis=0)
        return plain

    @property
    def poids(self) -> np.ndarray:
        """What each unit weighs: its denominator, or its number where there is none."""
        found: np.ndarray = np.where(self.sans_denominateur, self.numerateurs, self.denominateurs)
        return found

    def en_table(self) -> pd.DataFrame:
        """Return all of it as a frame that :func:`matrices_de_table` reads back, to be kept."""
        import pandas as pd

        parts = (self.numerateurs, self.denominateurs, self.valeurs)
        columns = {
            f"{name}.{each}": part[:, place]
            for name, part in zip(_PARTS, parts, strict=True)
            for place, each in enumerate(self.ids)
        }
        return pd.DataFrame(columns, index=pd.Index(self.unites, name="unite", dtype="str"))

    def lignes(self, indicateur: str) -> pd.DataFrame:
        """Return the rows of an indicator that hold a value, as ``indicateurs.compute`` does."""
        import pandas as pd

        place = self.ids.index(indicateur)
        parts = (self.numerateurs, self.denominateurs, self.valeurs)
        values = {name: part[:, place] for name, part in zip(_PARTS, parts, strict=True)}
        rows = pd.DataFrame({"unite": self.unites, "id": indicateur, **values, "statut": "ok"})
        return rows[rows["valeur"].notna()].reset_index(drop=True)

    def parmi(self, unites: Collection[str]) -> Matrices:
        """Return some of the units, in the order they are in here; the unknown ones are not."""
        rows = [row for row, name in enumerate(self.unites) if name in unites]
        parts = (part[rows] for part in (self.numerateurs, self.denominateurs, self.valeurs))
        return Matrices([self.unites[row] for row in rows], self.ids, *parts)

    def sans(self, douteux: Collection[tuple[str, str]]) -> Matrices:
        """Return the same without some values, each told by its unit and its indicator."""
        if not douteux:
            return self
        left = np.array([[(u, name) in douteux for name in self.ids] for u in self.unites], bool)
        parts = (self.numerateurs, self.denominateurs, self.valeurs)
        return Matrices(self.unites, self.ids, *(np.where(left, np.nan, part) for part in parts))


def matrices(valeurs: pd.DataFrame) -> Matrices:
    """Lay out results of ``indicateurs.compute``; what is not « ok » counts as absent."""
    import pandas as pd

    rows, units = pd.factorize(valeurs["unite"])
    columns, ids = pd.factorize(valeurs["id"])
    ok = (valeurs["statut"] == "ok").to_numpy()
    parts = []
    for name in _PARTS:
        part = np.full((len(units), len(ids)), np.nan)
        part[rows[ok], columns[ok]] = valeurs[name].to_numpy("float64")[ok]
        parts.append(part)
    return Matrices(list(map(str, units)), list(map(str, ids)), *parts)


def matrices_de_table(table: pd.DataFrame) -> Matrices:
    """Return the matrices that :meth:`Matrices.en_table` laid out."""
    whole = table.to_numpy("float64")
    count = len(table.columns) // len(_PARTS)
    parts = (whole[:, rank * count : (rank + 1) * count] for rank in range(len(_PARTS)))
    ids = [str(name).partition(".")[2] for name in table.columns[:count]]
    return Matrices(list(map(str, table.index)), ids, *parts)
