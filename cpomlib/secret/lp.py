"""The linear programs of secrecy: how far a cell may move, and what must move with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cpomlib.secret.systeme import Systeme

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TOLERANCE = 1e-6


class Programme:
    """Bounds of the unknown cells of a system, given all that is known.

    Every point met while solving is a possible table, so it widens the interval of every cell at
    once: most cells are settled by the programs of others.
    """

    def __init__(self, systeme: Systeme, avant: Programme | None = None) -> None:
        self.systeme = systeme
        self.matrice: np.ndarray
        self.constante: np.ndarray
        self.matrice, self.constante = (
            (avant.matrice, avant.constante) if avant else _matrix(systeme)
        )
        self._pas: csr_matrix | None = avant._pas if avant else None
        self.valeurs = np.array([cell.valeur for cell in systeme.cellules])
        self.libres = np.array([cell.inconnue for cell in systeme.cellules], dtype=bool)
        self.bas, self.haut = self.valeurs.copy(), self.valeurs.copy()
        self._minima = np.array([cell.minimum for cell in systeme.cellules])
        top = 10.0 * (np.abs(self.valeurs).max(initial=0.0) + 100.0)
        self._maxima = np.minimum([cell.maximum for cell in systeme.cellules], top)

    @cached_property
    def _groupes(self) -> np.ndarray:
        return _components(self.matrice, self.libres)

    def resoudre(self, rang: int, bas: float, haut: float) -> tuple[float, float]:
        """Return the interval of a cell, solved only as far as ``bas`` and ``haut`` ask."""
        if self.bas[rang] > bas + TOLERANCE:
            self._extreme(rang, 1.0)
        if self.haut[rang] < haut - TOLERANCE:
            self._extreme(rang, -1.0)
        return float(self.bas[rang]), float(self.haut[rang])

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

    def deplacement(self, rang: int, ecart: float, couts: Sequence[float]) -> np.ndarray | None:
        """Find the cheapest way to move a cell by ``ecart`` with all relations kept.

        Args:
            rang: the cell to move.
            ecart: by how much, up or down.
            couts: per cell, what it costs to move it by one; infinite for one that cannot move.

        Returns:
            By how much each cell moves; None when it cannot be.
        """
        from scipy.optimize import linprog

        cost, size = np.asarray(couts, dtype="float64"), len(self.valeurs)
        there, opposite = (rang, size + rang) if ecart > 0 else (size + rang, rang)
        upper = self._marges(np.isfinite(cost))
        if upper[there] < abs(ecart) - TOLERANCE:
            return None
        lower = np.zeros(2 * size)
        lower[there] = upper[there] = abs(ecart)
        upper[opposite] = 0.0
        cost = np.where(np.isfinite(cost), cost, 0.0)
        found = linprog(
            np.concatenate([cost, cost]),
            A_eq=self._pas_possibles(),
            b_eq=np.zeros(len(self.constante)),
            bounds=np.column_stack([lower, upper]),
            method="highs",
        )
        return None if found.x is None else found.x[:size] - found.x[size:]

    def _marges(self, mobiles: np.ndarray) -> np.ndarray:
        """Return how far up, then how far down, each cell may move."""
        tops = np.array([cell.maximum for cell in self.systeme.cellules])
        room = np.concatenate([tops - self.valeurs, self.valeurs - self._minima])
        return np.where(np.tile(mobiles, 2), np.maximum(room, 0.0), 0.0)

    def _pas_possibles(self) -> csr_matrix:
        """Return the relations that moves up and moves down obey."""
        from scipy.sparse import csr_matrix

        if self._pas is None:
            self._pas = csr_matrix(np.hstack([self.matrice, -self.matrice]))
        return self._pas

    def _extreme(self, rang: int, sign: float) -> None:
        from scipy.optimize import linprog

        cells = np.flatnonzero(self._groupes == self._groupes[rang])
        rows = np.flatnonzero(np.abs(self.matrice[:, cells]).sum(axis=1))
        inner = self.matrice[np.ix_(rows, cells)]
        known = np.where(self.libres, 0.0, self.valeurs)
        target = np.where(cells == rang, sign, 0.0)
        right = self.constante[rows] - self.matrice[rows] @ known
        bounds = np.column_stack([self._minima[cells], self._maxima[cells]])
        tied = {"A_eq": inner, "b_eq": right} if len(rows) else {}
        found = linprog(target, bounds=bounds, method="highs", **tied)
        if found.x is None:
            return
        self.bas[cells] = np.minimum(self.bas[cells], found.x)
        self.haut[cells] = np.maximum(self.haut[cells], found.x)


def _matrix(systeme: Systeme) -> tuple[np.ndarray, np.ndarray]:
    matrix = np.zeros((len(systeme.equations), len(systeme.cellules)))
    for row, equation in enumerate(systeme.equations):
        for name, factor in equation.termes:
            matrix[row, systeme.rang[name]] += factor
    return matrix, np.array([equation.constante for equation in systeme.equations])


def _components(matrix: np.ndarray, unknown: np.ndarray) -> np.ndarray:
    """Number the groups of unknown cells that relations tie together; -1 for the known."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    linked = csr_matrix((matrix != 0) & unknown)
    size = linked.shape[1]
    graph = linked.T @ linked if linked.shape[0] else csr_matrix((size, size))
    _, labels = connected_components(graph, directed=False)
    return np.where(unknown, labels, -1)
