"""The places of a year, counted by what they are."""

from __future__ import annotations

from typing import Any

import pandas as pd

FINANCEES, AUTORISEES = "places_financees", "places_autorisees"


def total_places(lignes: pd.DataFrame, colonne: str = FINANCEES) -> Any:
    """Add up a column of places; missing when no row has any."""
    return lignes[colonne].sum(min_count=1)


def places_par(lignes: pd.DataFrame, cle: str) -> pd.DataFrame:
    """Add up authorised and financed places by ``cle``."""
    return lignes.groupby(cle)[[AUTORISEES, FINANCEES]].sum()


def places_croisees(lignes: pd.DataFrame, cle: str, travers: str) -> pd.DataFrame:
    """Count financed places by ``cle`` in rows and ``travers`` in columns; missing where none."""
    return lignes.pivot_table(
        index=cle, columns=travers, values=FINANCEES, aggfunc="sum", observed=True
    )


def avec_totaux(comptes: pd.DataFrame, total: str) -> pd.DataFrame:
    """Add the total of each row and, last, of each column, both named ``total``."""
    wide = comptes.assign(**{total: comptes.sum(axis=1)})
    return pd.concat([wide, wide.sum().to_frame(total).T])


def capacites(places: pd.DataFrame, annee: int) -> dict[str, int]:
    """Return the places authorised of each establishment, the last year known by then."""
    known = places[places["annee"] <= annee]
    last = known.groupby("id_etablissement")["annee"].transform("max")
    latest = known[known["annee"] == last]
    held = latest.groupby("id_etablissement")[AUTORISEES].sum(min_count=1).dropna()
    return {str(house): int(count) for house, count in held.items()}
