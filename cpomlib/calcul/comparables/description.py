"""What is compared: one row per unit, made of shares, a size and a place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cpomlib.calcul.perimetre import Perimetre
from cpomlib.droit import communes

PARTS = ("gham", "categorie", "mode", "departement", "region", "public")
"""Families of shares; the columns of each are ``family.modality`` and add up to 1."""

SANS_GHAM = "sans_gham"
_COMPOSITION = "part_composition_"


def decrire(
    frames: Mapping[str, pd.DataFrame],
    perimetre: Perimetre,
    annee: int,
    resultats: pd.DataFrame,
) -> pd.DataFrame:
    """Describe each unit by what the distance looks at.

    Args:
        frames: the shared tables ``etablissements`` and ``places``.
        perimetre: the units, one per establishment or one per gestionnaire.
        annee: the year of the places.
        resultats: indicators of those units for that year (``part_composition_…`` are read).

    Returns:
        Index: the unit. Columns: ``gestionnaire``; ``places`` (financed); ``population`` of the
        commune (geometric mean, each commune weighing its places); then the shares of the places
        by ``gham.…``, ``categorie.…``, ``mode.…``, ``departement.…``, ``region.…``, and of the
        households by ``public.…``. What is unknown is missing: a unit without places has no mix.
    """
    rows = _places(frames, perimetre, annee)
    shares = [_parts(rows, name) for name in PARTS if name != "public"]
    owners = perimetre.etablissements.groupby("unite", sort=False)["id_gestionnaire"].first()
    total = rows.groupby("unite")["places_financees"].sum()
    described = pd.DataFrame(
        {
            "gestionnaire": owners,
            "places": total.where(total > 0).reindex(owners.index).astype("float64"),
            "population": _population(rows).reindex(owners.index),
        }
    )
    return described.join([*shares, _public(resultats)])


def _places(frames: Mapping[str, pd.DataFrame], perimetre: Perimetre, annee: int) -> pd.DataFrame:
    """Set beside each unit the financed places of its establishments, and what these are."""
    places = frames["places"]
    places = places[places["annee"] == annee]
    known = frames["etablissements"][
        ["id_etablissement", "categorie", "departement", "region", "commune"]
    ]
    members = perimetre.etablissements[["unite", "id_etablissement"]]
    rows = members.merge(places, on="id_etablissement").merge(known, on="id_etablissement")
    gham = rows["gham"].astype("object")
    return rows.assign(gham=gham.where(gham.notna(), SANS_GHAM))


def _parts(rows: pd.DataFrame, famille: str) -> pd.DataFrame:
    """Return the share of the places of each modality, missing where there is no place."""
    keyed = rows.assign(modalite=rows[famille].astype("str"))
    wide = keyed.pivot_table(
        index="unite", columns="modalite", values="places_financees", aggfunc="sum", fill_value=0
    ).astype("float64")
    total = wide.sum(axis=1)
    shares = wide.div(total.where(total > 0), axis=0)
    return shares.add_prefix(f"{famille}.")


def _population(rows: pd.DataFrame) -> pd.Series:
    """Return the population of the commune; over several, what weighs each by its places."""
    known = communes().set_index("code")["population"].astype("Float64").astype("float64")
    inhabitants = rows["commune"].astype("object").map(known)
    weight = rows["places_financees"].where(inhabitants > 0).astype("float64")
    log = np.log(inhabitants.where(inhabitants > 0)) * weight
    sums = pd.DataFrame({"unite": rows["unite"], "log": log, "poids": weight})
    sums = sums.groupby("unite")[["log", "poids"]].sum()
    return np.exp(sums["log"] / sums["poids"].where(sums["poids"] > 0))


def _public(resultats: pd.DataFrame) -> pd.DataFrame:
    """Return the composition of the households of each unit that has some."""
    rows = resultats[resultats["id"].astype("str").str.startswith(_COMPOSITION)]
    rows = rows[rows["statut"] == "ok"]
    wide = rows.pivot(index="unite", columns="id", values="valeur").dropna()
    names = {name: "public." + str(name).removeprefix(_COMPOSITION) for name in wide.columns}
    return wide.rename(columns=names)
