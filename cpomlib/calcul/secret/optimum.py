"""A linear program that HiGHS keeps from one solve to the next: only costs and bounds change.

A point is returned when HiGHS calls it optimal *and* it obeys the relations and the bounds, which
are checked here, without HiGHS. What is published is decided by such points: one that is no
possible table would make a masked number look safe. HiGHS also returns a point where it stops
early, or where nothing is feasible; it is never used.
"""

from __future__ import annotations

from typing import Any

import numpy as np

TOLERANCE = 1e-6
_BRUIT = 1e-12
"""What floats lose of a sum, relative to its terms: euros are larger than counts."""
_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    # a process that has threads can no longer be forked
    "threads": 1,
    "parallel": "off",
    "solver": "simplex",
    # what it removes would have to be found again at each solve
    "presolve": "off",
    # so that what costs nearly the same is still told apart
    "dual_feasibility_tolerance": 1e-9,
}
_DUAL, _PRIMAL = 1, 4


class Optimum:
    """Minimise over the points where ``matrice @ x = droite`` between two bounds.

    Each solve begins where the last one stopped, which is quick when little has changed. The
    history belongs to the object, so that nothing computed elsewhere can change what it finds.
    """

    def __init__(
        self,
        matrice: np.ndarray,
        droite: np.ndarray,
        bas: np.ndarray,
        haut: np.ndarray,
        *,
        primal: bool = False,
    ) -> None:
        """Hand the program over to HiGHS.

        Args:
            matrice: one row per relation, one column per unknown.
            droite: what each relation makes.
            bas: lower bounds.
            haut: upper bounds.
            primal: costs will change, not bounds: the last point stays feasible, and the primal
                simplex begins there. Otherwise the dual one is quicker.
        """
        self._lignes, self._colonnes = np.nonzero(matrice)
        self._facteurs = matrice[self._lignes, self._colonnes].astype("float64")
        self._droite, self._bas, self._haut = droite, bas, haut
        self._places = np.arange(matrice.shape[1], dtype="int32")
        self._solveur = self._open()
        self._solveur.setOptionValue("simplex_strategy", _PRIMAL if primal else _DUAL)

    def borner(self, bas: np.ndarray, haut: np.ndarray) -> None:
        """Change the bounds."""
        self._bas, self._haut = bas, haut
        self._solveur.changeColsBounds(len(self._places), self._places, bas, haut)

    def minimiser(self, couts: np.ndarray) -> np.ndarray | None:
        """Return a feasible point of least cost; None where there is none, or none was proved."""
        self._solveur.changeColsCost(len(self._places), self._places, couts)
        point = self._resolu()
        if point is None:
            # the road from the last point may be the bad one: from nothing, once
            self._solveur.clearSolver()
            self._solveur.setOptionValue("presolve", "choose")
            point = self._resolu()
            self._solveur.setOptionValue("presolve", "off")
        return point

    def _resolu(self) -> np.ndarray | None:
        from highspy import HighsModelStatus

        self._solveur.run()
        if self._solveur.getModelStatus() != HighsModelStatus.kOptimal:
            return None
        point = np.array(self._solveur.getSolution().col_value)
        return point if self._possible(point) else None

    def _possible(self, point: np.ndarray) -> bool:
        """Tell whether a point obeys the relations and the bounds."""
        termes, count = self._facteurs * point[self._colonnes], len(self._droite)
        gap = np.bincount(self._lignes, termes, count) - self._droite
        noise = _BRUIT * np.bincount(self._lignes, np.abs(termes), count)
        inside = (point >= self._bas - TOLERANCE) & (point <= self._haut + TOLERANCE)
        return bool(inside.all() and (np.abs(gap) <= TOLERANCE + noise).all())

    def _open(self) -> Any:
        from highspy import HighsLp, MatrixFormat

        programme, size = HighsLp(), len(self._places)
        programme.num_col_, programme.num_row_ = size, len(self._droite)
        programme.col_cost_ = np.zeros(size)
        programme.col_lower_, programme.col_upper_ = self._bas, self._haut
        programme.row_lower_ = programme.row_upper_ = self._droite
        rows = programme.a_matrix_
        rows.format_ = MatrixFormat.kRowwise
        rows.num_col_, rows.num_row_ = size, len(self._droite)
        rows.start_ = np.searchsorted(self._lignes, np.arange(len(self._droite) + 1))
        rows.index_, rows.value_ = self._colonnes, self._facteurs
        solveur = _solveur()
        for name, value in _OPTIONS.items():
            solveur.setOptionValue(name, value)
        solveur.passModel(programme)
        return solveur


def _solveur() -> Any:
    """Make a solver: the class that highspy builds upon this one greets on the standard output."""
    try:
        from highspy._core import _Highs
    except ImportError:
        from highspy import Highs

        return Highs()
    return _Highs()
