"""The rest of a région: the indicators of its units laid out once, then added up without each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cpomlib.calcul.verdicts.releves import Autres

_TERMES = ("numerateur", "denominateur", "valeur")
_CLES = ("annee", "id")


def etaler(
    valeurs: Mapping[int, pd.DataFrame],
    autour: pd.DataFrame,
    indicateurs: Collection[str],
    douteux: Collection[tuple[str, str]],
) -> pd.DataFrame:
    """Lay out the figures of the units of a région: those that are known, and not doubted.

    Args:
        valeurs: per year, rows of ``compute``, one unit per gestionnaire; doubts are known of the
            last one only.
        autour: rows of ``complements``, for the same.
        indicateurs: the ids wanted.
        douteux: the (unit, indicator) that are doubted.

    Returns:
        Columns ``annee``, ``id``, ``unite``, the terms and ``inconnus``, by year and indicator.
    """
    parts = [
        _connus(valeurs[year], indicateurs, douteux if year == max(valeurs) else ()).assign(
            annee=year
        )
        for year in valeurs
    ]
    keys = [*_CLES, "unite"]
    unknown = autour[[*keys, "inconnus"]].astype({"id": "str", "unite": "str"})
    rows = pd.concat(parts, ignore_index=True).merge(unknown, on=keys, how="left")
    counts = rows["inconnus"].fillna(0).astype("int64")
    rows = rows.assign(inconnus=counts).sort_values([*_CLES], kind="stable", ignore_index=True)
    return rows.astype({"id": "category", "unite": "category"})


def _connus(
    valeurs: pd.DataFrame, indicateurs: Collection[str], douteux: Collection[tuple[str, str]]
) -> pd.DataFrame:
    wanted = valeurs["id"].isin([*indicateurs]) & (valeurs["statut"] == "ok")
    kept = valeurs[wanted & valeurs["valeur"].notna()]
    rows = kept[["id", "unite", *_TERMES]].astype({"id": "str", "unite": "str"})
    pairs = zip(rows["unite"].tolist(), rows["id"].tolist(), strict=True)
    return rows[np.array([pair not in douteux for pair in pairs], bool)]


@dataclass(frozen=True, eq=False)
class Region:
    """The units of a région, as far as they may be told of.

    Attributes:
        connus: what :func:`etaler` returns.
        dicibles: the indicators that may be told of.
    """

    connus: pd.DataFrame
    dicibles: Collection[str]

    @property
    def annees(self) -> tuple[int, ...]:
        """The years of which something is known, oldest first."""
        return tuple(sorted({year for year, _ in self._plages}))

    def autres(self, unite: str, annee: int) -> Mapping[str, Autres]:
        """Add up the others of a unit for a year, each indicator when it is asked for."""
        return _Reste(self, unite, annee)

    def reste(self, unite: str, indicateur: str, annee: int) -> Autres | None:
        """Add up an indicator without a unit; None where nothing is left, or may be told."""
        place = self._plages.get((annee, indicateur))
        if place is None or indicateur not in self.dicibles:
            return None
        left = self._codes[place] != self._rangs.get(unite, -1)
        if not left.any():
            return None
        top, bottom, value = (self._termes[name][place][left] for name in _TERMES)
        unknown = self._termes["inconnus"][place][left]
        terms = tuple(zip(top.tolist(), bottom.tolist(), strict=True))
        return Autres(_somme(top), _somme(bottom), int(unknown.sum()), tuple(value.tolist()), terms)

    @cached_property
    def _plages(self) -> Mapping[tuple[int, str], slice]:
        """Year and indicator → its rows, that follow each other."""
        if self.connus.empty:
            return {}
        kinds = self.connus["id"].cat
        years, ids = self.connus["annee"].to_numpy(), kinds.codes.to_numpy()
        changes = (np.diff(years) != 0) | (np.diff(ids) != 0)
        starts = [0, *(np.flatnonzero(changes) + 1).tolist()]
        ends = [*starts[1:], len(ids)]
        names = kinds.categories.tolist()
        return {
            (int(years[start]), names[ids[start]]): slice(start, end)
            for start, end in zip(starts, ends, strict=True)
        }

    @cached_property
    def _termes(self) -> Mapping[str, np.ndarray]:
        return {name: self.connus[name].to_numpy() for name in (*_TERMES, "inconnus")}

    @cached_property
    def _codes(self) -> np.ndarray:
        codes: np.ndarray = self.connus["unite"].cat.codes.to_numpy()
        return codes

    @cached_property
    def _rangs(self) -> Mapping[str, int]:
        names = self.connus["unite"].cat.categories.tolist()
        return {name: place for place, name in enumerate(names)}


class _Reste(Mapping[str, Autres]):
    """The indicators of the others of a unit."""

    def __init__(self, region: Region, unite: str, annee: int) -> None:
        self._region, self._unite, self._annee = region, unite, annee
        self._lus: dict[str, Autres | None] = {}

    def __getitem__(self, indicateur: str) -> Autres:
        if indicateur not in self._lus:
            self._lus[indicateur] = self._region.reste(self._unite, indicateur, self._annee)
        found = self._lus[indicateur]
        if found is None:
            raise KeyError(indicateur)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._region.dicibles if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _somme(termes: np.ndarray) -> float:
    """Add up one after the other, which pairs of them would not do to the last bit."""
    return float(np.add.accumulate(termes)[-1])
