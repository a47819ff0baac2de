"""Random draws that give the same data on every machine and every version of NumPy.

Only uniform numbers are asked of the generator: PCG64 and its conversion to a float are
fixed, while NumPy may change how other laws are drawn. Laws are given as shares or as
quantiles and read with comparisons and straight lines, which are exact everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cpomlib.exemple.calibration import valeur

ETAPES = ("structure", "sejours", "publics", "personnel", "finances", "qualite", "siao", "tri")


@dataclass(frozen=True)
class Tirage:
    """A stream of uniform numbers and the laws read from it."""

    generateur: np.random.Generator

    def uniforme(self, *taille: int) -> np.ndarray:
        """Return uniform numbers in [0, 1)."""
        return self.generateur.random(taille)

    def entre(self, bas: float, haut: float, *taille: int) -> np.ndarray:
        """Return uniform numbers in [bas, haut)."""
        return bas + (haut - bas) * self.uniforme(*taille)

    def parts(self, parts: str | Mapping[Any, float], n: int) -> tuple[list[Any], np.ndarray]:
        """Draw ``n`` modalities; return the modalities and the positions drawn (int8)."""
        law = valeur(parts) if isinstance(parts, str) else parts
        edges = np.cumsum(np.array(list(law.values()), dtype="float64"))
        drawn = np.searchsorted(edges[:-1], self.uniforme(n) * edges[-1], side="right")
        return list(law), drawn.astype("int8")

    def quantiles(self, table: str | Sequence[Sequence[float]], n: int) -> np.ndarray:
        """Draw ``n`` numbers from a table of (share, value), straight lines between."""
        points = np.array(valeur(table) if isinstance(table, str) else table, dtype="float64")
        return np.interp(self.uniforme(n), points[:, 0], points[:, 1])

    def vrai(self, probabilite: float | np.ndarray, n: int) -> np.ndarray:
        """Draw ``n`` booleans."""
        return self.uniforme(n) < probabilite


def tirage(graine: int, region: str, etape: str) -> Tirage:
    """Return the stream of one step, independent of what the other steps draw."""
    return Tirage(np.random.default_rng([graine, int(region), ETAPES.index(etape)]))


def moyenne(table: str) -> float:
    """Return the mean of a law given by quantiles (trapezes)."""
    points = np.array(valeur(table), dtype="float64")
    widths = np.diff(points[:, 0])
    return float((widths * (points[1:, 1] + points[:-1, 1]) / 2).sum())


def repartir(totaux: np.ndarray, poids: np.ndarray) -> np.ndarray:
    """Split whole amounts along weights; the parts are whole and add up exactly.

    Args:
        totaux: whole amounts, shape (n,).
        poids: weights, shape (n, k), not all zero on a row.

    Returns:
        Whole parts, shape (n, k).
    """
    edges = np.cumsum(poids, axis=1)
    edges = edges / edges[:, -1:]
    cuts = np.floor(edges * totaux[:, None] + 0.5).astype("int64")
    cuts[:, -1] = totaux
    return np.diff(cuts, axis=1, prepend=0)
