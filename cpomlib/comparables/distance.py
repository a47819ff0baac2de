"""The distance between two units, and the nearest ones: pure, vectorised, explained."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from cpomlib.comparables.declaration import Bareme


def ecarts(description: pd.DataFrame, unite: str, bareme: Bareme) -> pd.DataFrame:
    """Measure how far every unit is from one of them, criterion by criterion.

    Args:
        description: what :func:`cpomlib.comparables.decrire` returns.
        unite: the one the others are measured from.
        bareme: weights and scales.

    Returns:
        Index of ``description``; one column per criterion, from 0 (alike) to 1; missing where
        either of the two is unknown.
    """
    at = description.index.get_loc(unite)
    measures = {
        "gham": _shares(description, at, "gham"),
        "categorie": _shares(description, at, "categorie"),
        "taille": _ratio(description["places"], at, bareme.criteres["taille"].echelle),
        "public": _shares(description, at, "public"),
        "mode": _shares(description, at, "mode"),
        "territoire": _territory(description, at, bareme.criteres["territoire"].echelle),
        "commune": _ratio(description["population"], at, bareme.criteres["commune"].echelle),
    }
    return pd.DataFrame({name: measures[name] for name in bareme.criteres}, index=description.index)


def plus_proches(
    description: pd.DataFrame,
    unite: str,
    n: int,
    bareme: Bareme,
    mesures: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find the units nearest to one of them, those of the same gestionnaire left out.

    The distance is the mean of the gaps weighted by the criteria's weights, over the criteria
    known of both; it is symmetric, 0 between two units alike, 1 at most.

    Args:
        description: what :func:`cpomlib.comparables.decrire` returns, in any order.
        unite: the one whose neighbours are sought.
        n: how many at most.
        bareme: weights, scales, and the limits beyond which nothing is compared.
        mesures: what :func:`ecarts` returns for that unit, where it is already known.

    Returns:
        At most ``n`` rows, nearest first (then by unit): ``unite``, ``gestionnaire``,
        ``distance``, and one column per criterion, its share of the distance: they add up to it;
        missing where the criterion is unknown of either.
    """
    measured = ecarts(description, unite, bareme) if mesures is None else mesures
    gaps = measured.to_numpy("float64").T
    weights = np.array([[bareme.criteres[name].poids] for name in measured.columns])
    known = np.where(np.isnan(gaps), 0.0, weights).sum(axis=0)
    shares = gaps * weights / np.where(known > 0, known, np.nan)
    distance = np.where(known > 0, np.nan_to_num(shares).sum(axis=0), np.nan)
    owners = description["gestionnaire"].tolist()
    own = owners[description.index.get_loc(unite)]
    enough = known >= bareme.reglage("part_connue_min") * weights.sum()
    near = enough & (distance <= bareme.reglage("distance_max"))
    units = description.index.tolist()
    kept = [place for place in np.flatnonzero(near) if owners[place] != own]
    kept = sorted(kept, key=lambda place: (distance[place], units[place]))[:n]
    return pd.DataFrame(
        {
            "unite": pd.Series([units[place] for place in kept], dtype="str"),
            "gestionnaire": pd.Series([owners[place] for place in kept], dtype="str"),
            "distance": distance[kept],
            **dict(zip(measured.columns, shares[:, kept], strict=True)),
        }
    )


def _shares(description: pd.DataFrame, at: int, famille: str) -> np.ndarray:
    """Return the share to move from one modality to another for the two mixes to be alike."""
    names = [name for name in description.columns if str(name).startswith(f"{famille}.")]
    if not names:
        return np.full(len(description), math.nan)
    mix = np.stack([description[name].to_numpy("float64") for name in names], axis=1)
    # every modality of a family is known together or missing together: a gap to what is
    # missing is missing
    gap: np.ndarray = np.minimum(np.abs(mix - mix[at]).sum(axis=1) / 2, 1.0)
    return gap


def _ratio(size: pd.Series, at: int, echelle: float | None) -> np.ndarray:
    """Return the gap of two sizes in proportion, 1 from ``echelle`` times and beyond."""
    known = size.to_numpy("float64")
    log = np.log(np.where(known > 0, known, np.nan))
    gap: np.ndarray = np.minimum(np.abs(log - log[at]) / math.log(echelle or math.e), 1.0)
    return gap


def _territory(description: pd.DataFrame, at: int, echelle: float | None) -> np.ndarray:
    """Return 0 in the same département, ``echelle`` in the same région, 1 beyond."""
    inside = echelle or 0.0
    departement = _shares(description, at, "departement")
    region = _shares(description, at, "region")
    return inside * departement + (1 - inside) * region
