"""The distance between two units, and the nearest ones: pure, vectorised, explained."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cpomlib.calcul.comparables.declaration import Bareme
from cpomlib.calcul.comparables.description import PARTS


@dataclass(frozen=True, eq=False)
class Traits:
    """A description laid out once, for the many units whose neighbours are sought in it.

    Attributes:
        rangs: unit → its place in the arrays.
        proprietaires: gestionnaire of each unit.
        parts: family → its shares, one row per unit; no column where nothing is known.
        places: financed places of each unit.
        population: that of its commune.
    """

    rangs: Mapping[str, int]
    proprietaires: Sequence[str]
    parts: Mapping[str, np.ndarray]
    places: np.ndarray
    population: np.ndarray


@dataclass(frozen=True, eq=False)
class Proches:
    """The units nearest to one of them, nearest first (then by unit).

    Attributes:
        rangs: their places in the traits.
        unites: unit → its gestionnaire.
        distance: of each, from 0 to 1.
        parts: one row per criterion, its share of each distance: they add up to it; NaN where
            the criterion is unknown of either.
    """

    rangs: Sequence[int]
    unites: Mapping[str, str]
    distance: np.ndarray
    parts: np.ndarray


def traits(description: pd.DataFrame) -> Traits:
    """Lay out what :func:`cpomlib.calcul.comparables.decrire` returns, in any order."""
    numbers = description.drop(columns="gestionnaire")
    names, values = [str(name) for name in numbers.columns], numbers.to_numpy("float64")
    families = {
        family: [at for at, name in enumerate(names) if name.startswith(f"{family}.")]
        for family in PARTS
    }
    return Traits(
        {unit: place for place, unit in enumerate(description.index.tolist())},
        description["gestionnaire"].tolist(),
        {family: values.take(columns, axis=1) for family, columns in families.items()},
        values[:, names.index("places")],
        values[:, names.index("population")],
    )


def ecarts(connus: Traits, unite: str, bareme: Bareme) -> np.ndarray:
    """Measure how far every unit is from one of them, criterion by criterion.

    Args:
        connus: the units.
        unite: the one the others are measured from.
        bareme: weights and scales.

    Returns:
        One row per criterion, in the order of the scale, one column per unit; from 0 (alike)
        to 1; NaN where either of the two is unknown.
    """
    at = connus.rangs[unite]
    measures = {
        "gham": _shares(connus, at, "gham"),
        "categorie": _shares(connus, at, "categorie"),
        "taille": _ratio(connus.places, at, bareme.criteres["taille"].echelle),
        "public": _shares(connus, at, "public"),
        "mode": _shares(connus, at, "mode"),
        "territoire": _territory(connus, at, bareme.criteres["territoire"].echelle),
        "commune": _ratio(connus.population, at, bareme.criteres["commune"].echelle),
    }
    return np.stack([measures[name] for name in bareme.criteres])


def plus_proches(
    connus: Traits, unite: str, n: int, bareme: Bareme, mesures: np.ndarray
) -> Proches:
    """Find the units nearest to one of them, those of the same gestionnaire left out.

    The distance is the mean of the gaps weighted by the criteria's weights, over the criteria
    known of both; it is symmetric, 0 between two units alike, 1 at most.

    Args:
        connus: the units.
        unite: the one whose neighbours are sought.
        n: how many at most.
        bareme: weights, scales, and the limits beyond which nothing is compared.
        mesures: what :func:`ecarts` returns for that unit.
    """
    weights = np.array([[each.poids] for each in bareme.criteres.values()])
    known = np.where(np.isnan(mesures), 0.0, weights).sum(axis=0)
    shares = mesures * weights / np.where(known > 0, known, np.nan)
    distance = np.where(known > 0, np.nan_to_num(shares).sum(axis=0), np.nan)
    owners, units = connus.proprietaires, list(connus.rangs)
    own = owners[connus.rangs[unite]]
    enough = known >= bareme.reglage("part_connue_min") * weights.sum()
    near = enough & (distance <= bareme.reglage("distance_max"))
    kept = [place for place in np.flatnonzero(near).tolist() if owners[place] != own]
    kept = sorted(kept, key=lambda place: (distance[place], units[place]))[:n]
    chosen = {units[place]: owners[place] for place in kept}
    return Proches(kept, chosen, distance[kept], shares.take(kept, axis=1))


def _shares(connus: Traits, at: int, famille: str) -> np.ndarray:
    """Return the share to move from one modality to another for the two mixes to be alike."""
    mix = connus.parts[famille]
    if not mix.shape[1]:
        return np.full(len(mix), math.nan)
    # every modality of a family is known together or missing together: a gap to what is
    # missing is missing
    gap: np.ndarray = np.minimum(np.abs(mix - mix[at]).sum(axis=1) / 2, 1.0)
    return gap


def _ratio(size: np.ndarray, at: int, echelle: float | None) -> np.ndarray:
    """Return the gap of two sizes in proportion, 1 from ``echelle`` times and beyond."""
    log = np.log(np.where(size > 0, size, np.nan))
    gap: np.ndarray = np.minimum(np.abs(log - log[at]) / math.log(echelle or math.e), 1.0)
    return gap


def _territory(connus: Traits, at: int, echelle: float | None) -> np.ndarray:
    """Return 0 in the same département, ``echelle`` in the same région, 1 beyond."""
    inside = echelle or 0.0
    departement = _shares(connus, at, "departement")
    region = _shares(connus, at, "region")
    return inside * departement + (1 - inside) * region


def moyennes_par_critere(bareme: Bareme, lignes: np.ndarray) -> dict[str, float | None]:
    """Return the mean of each criterion over those it is known of, None where of none."""
    known = ~np.isnan(lignes)
    counts, sums = known.sum(axis=1), np.where(known, lignes, 0.0).sum(axis=1)
    return {
        name: float(total / count) if count else None
        for name, total, count in zip(bareme.criteres, sums, counts, strict=True)
    }
