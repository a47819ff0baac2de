"""Who signs in which year: the exact optimum of a small integer program, solved by HiGHS.

Three wishes, one after the other: exceed the capacities as little as can be; sign early what has
priority; and, of what is worth the same, follow the order of the names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cpomlib.socle import CommandeError

Capacites = Mapping[tuple[str, int], int]
"""(département, year) → how many contracts may be signed there; without limit where absent."""
_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
}
_ENTIER = 1e-5
_POIDS_MAX = 1e5
"""The largest weight of a year among names: far from what a solver would round."""


@dataclass(frozen=True)
class Candidat:
    """Who is to sign.

    Attributes:
        cle: what ties are broken by: its name, then its number.
        poids: what a year of waiting costs, at least 1.
        departements: where it counts.
        annees: the years it may sign in, oldest first.
    """

    cle: tuple[str, str]
    poids: int
    departements: tuple[str, ...]
    annees: tuple[int, ...]


@dataclass(frozen=True)
class Calendrier:
    """A year for each.

    Attributes:
        annees: the year of each candidate, in their order.
        depassements: (département, year) → how many are beyond the capacity.
        attente: the years waited for, weighed, from the first of the horizon.
    """

    annees: tuple[int, ...]
    depassements: Mapping[tuple[str, int], int]
    attente: int


def calendrier(candidats: Sequence[Candidat], capacites: Capacites) -> Calendrier:
    """Return the best year for each, the same whatever the order of the candidates.

    Raises:
        CommandeError: HiGHS did not prove an optimum.
    """
    order = sorted(range(len(candidats)), key=lambda rank: candidats[rank].cle)
    chosen = _Programme([candidats[rank] for rank in order], capacites).resoudre()
    years = dict(zip(order, chosen, strict=True))
    return evaluer(candidats, [years[rank] for rank in range(len(candidats))], capacites)


def evaluer(
    candidats: Sequence[Candidat], annees: Sequence[int], capacites: Capacites
) -> Calendrier:
    """Return what a choice of years is worth."""
    loads = charges(candidats, annees)
    over = {key: load - capacites[key] for key, load in loads.items()
            if key in capacites and load > capacites[key]}  # fmt: skip
    first = min((year for one in candidats for year in one.annees), default=0)
    waited = sum(one.poids * (year - first) for one, year in zip(candidats, annees, strict=True))
    return Calendrier(tuple(annees), dict(sorted(over.items())), waited)


def charges(candidats: Sequence[Candidat], annees: Sequence[int]) -> dict[tuple[str, int], int]:
    """Count the signatures by département and year: each counts in every one of its own."""
    counted: dict[tuple[str, int], int] = {}
    for one, year in zip(candidats, annees, strict=True):
        for code in one.departements:
            counted[code, year] = counted.get((code, year), 0) + 1
    return counted


class _Programme:
    """One unknown per candidate and year allowed, then one per limit: how far it is exceeded."""

    def __init__(self, candidats: Sequence[Candidat], capacites: Capacites) -> None:
        self._candidats = candidats
        self._couples = [(r, year) for r, one in enumerate(candidats) for year in one.annees]
        self._limites = [key for key in sorted(capacites) if self._users(key)]
        self._capacites = capacites
        self._taille = len(self._couples) + len(self._limites)

    def resoudre(self) -> list[int]:
        """Return the year of each candidate."""
        if not self._couples:
            return []
        solver = self._open()
        over = np.zeros(self._taille)
        over[len(self._couples) :] = 1.0
        self._fix(solver, over, self._minimise(solver, over))
        wait = self._waits()
        point = self._minimise(solver, wait)
        self._fix(solver, wait, point)
        return self._named(solver, point)

    def _named(self, solver: Any, point: np.ndarray) -> list[int]:
        """Give each the earliest year that keeps what is worth the same, by name.

        Several at a time: the year of the first weighs more than all of those after it.
        """
        choices = max(len(one.annees) for one in self._candidats)
        size = max(1, int(np.log(_POIDS_MAX) / np.log(max(choices, 2))))
        places = self._places()
        for start in range(0, len(places), size):
            batch = range(start, min(start + size, len(places)))
            cost = np.zeros(self._taille)
            for rank in batch:
                weight = choices ** (batch.stop - 1 - rank)
                cost[places[rank]] = weight * np.arange(len(places[rank]))
            if cost @ point:
                point = self._minimise(solver, cost)
            fixed = np.concatenate([places[rank] for rank in batch]).astype("int32")
            solver.changeColsBounds(len(fixed), fixed, point[fixed], point[fixed])
        return [self._year(mine, point) for mine in places]

    def _places(self) -> list[np.ndarray]:
        """Return the unknowns of each candidate, its earliest year first."""
        ranks = np.array([rank for rank, _ in self._couples])
        return [np.flatnonzero(ranks == rank) for rank in range(len(self._candidats))]

    def _year(self, places: np.ndarray, point: np.ndarray) -> int:
        return next(self._couples[place][1] for place in places if point[place] > 0.5)

    def _waits(self) -> np.ndarray:
        first = min(year for _, year in self._couples)
        cost = np.zeros(self._taille)
        for place, (rank, year) in enumerate(self._couples):
            cost[place] = self._candidats[rank].poids * (year - first)
        return cost

    def _users(self, key: tuple[str, int]) -> list[int]:
        code, year = key
        return [
            place
            for place, (rank, at) in enumerate(self._couples)
            if at == year and code in self._candidats[rank].departements
        ]

    def _minimise(self, solver: Any, cost: np.ndarray) -> np.ndarray:
        from highspy import HighsModelStatus

        solver.changeColsCost(self._taille, np.arange(self._taille, dtype="int32"), cost)
        solver.run()
        point = np.array(solver.getSolution().col_value)
        if solver.getModelStatus() != HighsModelStatus.kOptimal or not self._possible(point):
            raise CommandeError(
                "La programmation n’a pas pu être calculée\u00a0: l’optimum n’est pas prouvé.",
                que_faire="Recommencez avec un horizon plus court, ou moins de capacités.",
            )
        return np.round(point)

    def _possible(self, point: np.ndarray) -> bool:
        """Check without HiGHS that each has one year, and that what exceeds is counted."""
        whole = np.round(point)
        if np.abs(point - whole).max() > _ENTIER:
            return False
        held = np.bincount([rank for rank, _ in self._couples], whole[: len(self._couples)])
        over = whole[len(self._couples) :]
        return bool((held == 1).all()) and all(
            whole[self._users(key)].sum() <= self._capacites[key] + over[rank]
            for rank, key in enumerate(self._limites)
        )

    def _fix(self, solver: Any, cost: np.ndarray, point: np.ndarray) -> None:
        """Keep what was reached: costs and points are whole, so half a unit is between two."""
        used = np.flatnonzero(cost).astype("int32")
        if len(used):
            top = float(cost @ point) + 0.5
            solver.addRow(-solver.getInfinity(), top, len(used), used, cost[used])

    def _open(self) -> Any:
        # the class that highspy builds upon this one greets on the standard output
        from highspy._core import HighsLp, HighsVarType, MatrixFormat, _Highs

        solver, programme = _Highs(), HighsLp()
        rows, lower, upper = self._rows(float(solver.getInfinity()))
        programme.num_col_, programme.num_row_ = self._taille, len(rows)
        programme.col_cost_ = np.zeros(self._taille)
        programme.col_lower_ = np.zeros(self._taille)
        tops = [1.0] * len(self._couples) + [float(len(self._candidats))] * len(self._limites)
        programme.col_upper_ = np.array(tops)
        programme.row_lower_, programme.row_upper_ = np.array(lower), np.array(upper)
        programme.integrality_ = [HighsVarType.kInteger] * self._taille
        matrix = programme.a_matrix_
        matrix.format_ = MatrixFormat.kRowwise
        matrix.num_col_, matrix.num_row_ = self._taille, len(rows)
        matrix.start_ = np.cumsum([0, *(len(row) for row in rows)])
        matrix.index_ = np.array([place for row in rows for place, _ in row], dtype="int32")
        matrix.value_ = np.array([value for row in rows for _, value in row])
        for name, value in _OPTIONS.items():
            solver.setOptionValue(name, value)
        solver.passModel(programme)
        return solver

    def _rows(
        self, infinity: float
    ) -> tuple[list[list[tuple[int, float]]], list[float], list[float]]:
        """Return one year each, then one row per limit: users − exceeded ≤ capacity."""
        rows: list[list[tuple[int, float]]] = [
            [(place, 1.0) for place, (r, _) in enumerate(self._couples) if r == rank]
            for rank in range(len(self._candidats))
        ]
        lower, upper = [1.0] * len(rows), [1.0] * len(rows)
        for rank, key in enumerate(self._limites):
            used = [(place, 1.0) for place in self._users(key)]
            rows.append([*used, (len(self._couples) + rank, -1.0)])
            lower.append(-infinity)
            upper.append(float(self._capacites[key]))
        return rows, lower, upper
