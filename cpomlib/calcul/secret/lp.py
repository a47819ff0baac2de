"""The linear programs of secrecy: how far a cell may move, and what must move with it."""

from __future__ import annotations

from functools import cached_property
from zlib import crc32

import numpy as np

from cpomlib.calcul.secret.optimum import TOLERANCE, Optimum
from cpomlib.calcul.secret.systeme import Systeme

__all__ = ["TOLERANCE", "Programme"]

_DEPARTAGE = 1e-4
"""By which share a name makes its cell dearer, at most: 9 999 stays cheaper than 10 000."""


class _Donnees:
    """What masks do not change: the relations, the numbers, and what every reader knows of them."""

    def __init__(self, systeme: Systeme) -> None:
        cells = systeme.cellules
        self.matrice, self.constante = _matrix(systeme)
        self.valeurs = np.array([cell.valeur for cell in cells], dtype="float64")
        self.minima = np.array([cell.minimum for cell in cells], dtype="float64")
        self.maxima = np.array([cell.maximum for cell in cells], dtype="float64")
        self.connues = np.array([cell.statut == "connue" for cell in cells], dtype=bool)
        # from 0 to 1; the place of a cell would not do, for in a table places add up as costs do
        self.noms = np.array([crc32(cell.nom.encode()) / 2**32 for cell in cells])

    @cached_property
    def mouvements(self) -> Optimum:
        """The moves up, then down, that keep the relations; none at all until bounds allow it."""
        both, none = np.hstack([self.matrice, -self.matrice]), np.zeros(2 * len(self.valeurs))
        return Optimum(both, np.zeros(len(self.constante)), none, none)

    def marges(self, mobiles: np.ndarray) -> np.ndarray:
        """Return how far up, then how far down, each cell may move."""
        room = np.concatenate([self.maxima - self.valeurs, self.valeurs - self.minima])
        return np.where(np.tile(mobiles, 2), np.maximum(room, 0.0), 0.0)


class Programme:
    """Bounds of the unknown cells of a system, given all that is known.

    Every point met while solving is a possible table, so it widens the interval of every cell at
    once: most cells are settled by the programs of others.
    """

    def __init__(self, systeme: Systeme, avant: Programme | None = None) -> None:
        self.systeme = systeme
        self._donnees: _Donnees = avant._donnees if avant else _Donnees(systeme)
        self.valeurs, self.connues = self._donnees.valeurs, self._donnees.connues
        self.libres = np.array([cell.inconnue for cell in systeme.cellules], dtype=bool)
        self.bas, self.haut = self.valeurs.copy(), self.valeurs.copy()
        self._possibles: dict[int, tuple[np.ndarray, Optimum]] = {}
        self._resolus: dict[tuple[int, float], bool] = {}

    @cached_property
    def _groupes(self) -> np.ndarray:
        return _components(self._donnees.matrice, self.libres)

    def resoudre(self, rang: int, bas: float, haut: float) -> tuple[float, float]:
        """Return the interval of a cell, solved only as far as ``bas`` and ``haut`` ask."""
        if self.bas[rang] > bas + TOLERANCE:
            self._extreme(rang, 1.0)
        if self.haut[rang] < haut - TOLERANCE:
            self._extreme(rang, -1.0)
        return float(self.bas[rang]), float(self.haut[rang])

    def prouve(self, rang: int) -> bool:
        """Tell whether all that was asked about a cell was solved.

        Otherwise it may move further than its interval says.
        """
        return all(self._resolus.get((rang, sign), True) for sign in (1.0, -1.0))

    def atteint(self, rang: int, cible: float) -> bool:
        """Tell whether a value is already known to be possible for a cell."""
        return bool(self.bas[rang] - TOLERANCE <= cible <= self.haut[rang] + TOLERANCE)

    def elargi(self, systeme: Systeme, mouvement: np.ndarray) -> Programme:
        """Return the program of a system with more masked cells, knowing one more possible table.

        What was possible remains so: only masks are added.
        """
        further = Programme(systeme, self)
        point = self.valeurs + mouvement
        further.bas = np.minimum(self.bas, point)
        further.haut = np.maximum(self.haut, point)
        return further

    def deplacement(self, rang: int, ecart: float, couts: np.ndarray) -> np.ndarray | None:
        """Find the cheapest way to move a cell by ``ecart`` with all relations kept.

        Among ways that cost the same, the names of the cells decide: neither the order in which
        programs were solved nor the solver may change what is masked.

        Args:
            rang: the cell to move.
            ecart: by how much, up or down.
            couts: per cell, what it costs to move it by one; infinite for one that cannot move.

        Returns:
            By how much each cell moves; None when it cannot be.
        """
        size = len(self.valeurs)
        there, opposite = (rang, size + rang) if ecart > 0 else (size + rang, rang)
        upper = self._donnees.marges(np.isfinite(couts))
        if upper[there] < abs(ecart) - TOLERANCE:
            return None
        lower = np.zeros(2 * size)
        lower[there] = upper[there] = abs(ecart)
        upper[opposite] = 0.0
        cost = np.where(np.isfinite(couts), couts, 0.0) * (1.0 + _DEPARTAGE * self._donnees.noms)
        self._donnees.mouvements.borner(lower, upper)
        found = self._donnees.mouvements.minimiser(np.concatenate([cost, cost]))
        return None if found is None else found[:size] - found[size:]

    def _extreme(self, rang: int, sign: float) -> None:
        """Find the possible table in which a cell is least, or greatest; once is enough."""
        if (rang, sign) in self._resolus:
            return
        cells, possible = self._du_groupe(int(self._groupes[rang]))
        found = possible.minimiser(np.where(cells == rang, sign, 0.0))
        self._resolus[rang, sign] = found is not None
        if found is not None:
            self.bas[cells] = np.minimum(self.bas[cells], found)
            self.haut[cells] = np.maximum(self.haut[cells], found)

    def _du_groupe(self, groupe: int) -> tuple[np.ndarray, Optimum]:
        """Return the cells of a group, and their possible values."""
        if groupe not in self._possibles:
            known, matrix = self._donnees, self._donnees.matrice
            cells = np.flatnonzero(self._groupes == groupe)
            rows = np.flatnonzero(matrix[:, cells].any(axis=1))
            right = known.constante[rows] - matrix[rows] @ np.where(self.libres, 0.0, self.valeurs)
            # nothing is without end: a program always has an optimum
            top = 10.0 * (np.abs(self.valeurs).max(initial=0.0) + 100.0)
            low, high = np.maximum(known.minima, -top)[cells], np.minimum(known.maxima, top)[cells]
            inner = matrix[np.ix_(rows, cells)]
            self._possibles[groupe] = (cells, Optimum(inner, right, low, high, primal=True))
        return self._possibles[groupe]


def _matrix(systeme: Systeme) -> tuple[np.ndarray, np.ndarray]:
    matrix = np.zeros((len(systeme.equations), len(systeme.cellules)))
    for row, equation in enumerate(systeme.equations):
        for name, factor in equation.termes:
            matrix[row, systeme.rang[name]] += factor
    return matrix, np.array([equation.constante for equation in systeme.equations])


def _components(matrix: np.ndarray, unknown: np.ndarray) -> np.ndarray:
    """Number the groups of unknown cells that relations tie together; -1 for the known.

    Each relation takes the least number of its cells, and each cell that of its relations, until
    nothing changes.
    """
    rows, cells = np.nonzero((matrix != 0) & unknown)
    labels, before = np.arange(matrix.shape[1]), None
    least = np.full(matrix.shape[0], matrix.shape[1])
    while before is None or (labels != before).any():
        before = labels.copy()
        np.minimum.at(least, rows, labels[cells])
        np.minimum.at(labels, cells, least[rows])
    return np.where(unknown, labels, -1)
