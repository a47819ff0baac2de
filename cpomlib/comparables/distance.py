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
    measures = {
        "gham": _shares(description, unite, "gham"),
        "categorie": _shares(description, unite, "categorie"),
        "taille": _ratio(description["places"], unite, bareme.criteres["taille"].echelle),
        "public": _shares(description, unite, "public"),
        "mode": _shares(description, unite, "mode"),
        "territoire": _territory(description, unite, bareme.criteres["territoire"].echelle),
        "commune": _ratio(description["population"], unite, bareme.criteres["commune"].echelle),
    }
    return pd.DataFrame(measures)[list(bareme.criteres)]


def plus_proches(description: pd.DataFrame, unite: str, n: int, bareme: Bareme) -> pd.DataFrame:
    """Find the units nearest to one of them, those of the same gestionnaire left out.

    The distance is the mean of the gaps weighted by the criteria's weights, over the criteria
    known of both; it is symmetric, 0 between two units alike, 1 at most.

    Args:
        description: what :func:`cpomlib.comparables.decrire` returns, in any order.
        unite: the one whose neighbours are sought.
        n: how many at most.
        bareme: weights, scales, and the limits beyond which nothing is compared.

    Returns:
        At most ``n`` rows, nearest first (then by unit): ``unite``, ``gestionnaire``,
        ``distance``, and one column per criterion, its share of the distance: they add up to it;
        missing where the criterion is unknown of either.
    """
    gaps = ecarts(description, unite, bareme)
    weights = pd.Series({name: c.poids for name, c in bareme.criteres.items()})
    known = gaps.notna().mul(weights, axis=1).sum(axis=1)
    shares = gaps.mul(weights, axis=1).div(known.where(known > 0), axis=0)
    found = shares.assign(
        distance=shares.sum(axis=1, min_count=1), gestionnaire=description["gestionnaire"]
    )
    enough = known >= bareme.reglage("part_connue_min") * weights.sum()
    others = description["gestionnaire"] != description.loc[unite, "gestionnaire"]
    near = found["distance"] <= bareme.reglage("distance_max")
    kept = found[enough & others & near].rename_axis("unite").reset_index()
    kept = kept.sort_values(["distance", "unite"], ignore_index=True).head(n)
    return kept[["unite", "gestionnaire", "distance", *gaps.columns]]


def _shares(description: pd.DataFrame, unite: str, famille: str) -> pd.Series:
    """Return the share to move from one modality to another for the two mixes to be alike."""
    mix = description.filter(regex=rf"^{famille}\.")
    if mix.empty:
        return pd.Series(math.nan, index=description.index)
    # every modality of a family is known together or missing together
    absent = mix.isna().any(axis=1)
    gap = mix.sub(mix.loc[unite], axis=1).abs().sum(axis=1, skipna=False) / 2
    return gap.mask(absent).clip(upper=1.0)


def _ratio(size: pd.Series, unite: str, echelle: float | None) -> pd.Series:
    """Return the gap of two sizes in proportion, 1 from ``echelle`` times and beyond."""
    log = np.log(size.astype("float64").where(size > 0))
    return ((log - log[unite]).abs() / math.log(echelle or math.e)).clip(upper=1.0)


def _territory(description: pd.DataFrame, unite: str, echelle: float | None) -> pd.Series:
    """Return 0 in the same département, ``echelle`` in the same région, 1 beyond."""
    inside = echelle or 0.0
    departement = _shares(description, unite, "departement")
    region = _shares(description, unite, "region")
    return inside * departement + (1 - inside) * region
