"""ETP and cost per ETP of the base year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cpomlib.socle import vers_euros

if TYPE_CHECKING:
    from cpomlib.tables import Frames


@dataclass(frozen=True, eq=False)
class Salaires:
    """Who works in the establishments.

    Attributes:
        etp: full-time equivalents, (E, F); NaN where no employee was deposited.
        couts: euros a year per ETP, (E, F); NaN where nobody holds the fonction.
        fonctions: the F fonctions.
        conventions: convention collective → ETP of those it covers, (E, F).
    """

    etp: np.ndarray
    couts: np.ndarray
    fonctions: tuple[str, ...]
    conventions: dict[str, np.ndarray]


def salaires(
    frames: Frames,
    structures: pd.DataFrame,
    annee: int,
    groupe_2: np.ndarray,
    notes: list[str],
) -> Salaires:
    """Return ETP and euros per ETP by fonction, within what groupe 2 holds.

    Args:
        frames: the shared tables.
        structures: the establishments, in order.
        annee: the base year.
        groupe_2: charges of groupe 2 of each establishment, euros.
        notes: completed with what the reader must know.
    """
    ids = structures["id_etablissement"].tolist()
    rows = frames["salaries"]
    rows = rows[(rows["annee"] == annee) & rows["id_etablissement"].isin(ids)]
    etp, paid, fonctions = _by_fonction(rows, ids)
    known = ~np.isnan(etp).all(axis=1)
    etp = np.where(known[:, None], np.nan_to_num(etp), np.nan)
    costs = np.where(etp > 0, paid / np.where(etp > 0, etp, 1.0), np.nan)
    payroll = np.nansum(etp * costs, axis=1)
    over = payroll > groupe_2
    for name in structures["nom"][~known]:
        notes.append(
            f"{name}\u00a0: aucun salarié déposé en {annee}. Le GVT, le point et la prime par ETP "
            "n’y changent rien\u00a0; utilisez l’inflation du groupe II."
        )
    for name in structures["nom"][over]:
        notes.append(
            f"{name}\u00a0: les salaires déposés dépassent le groupe II\u00a0; le coût par ETP est "
            "ramené au groupe II."
        )
    scale = np.where(over, groupe_2 / np.where(over, payroll, 1.0), 1.0)
    groups = {
        str(name): np.nan_to_num(_by_fonction(rows[rows["convention"] == name], ids)[0])
        for name in rows["convention"].dropna().unique()
    }
    return Salaires(etp, costs * scale[:, None], fonctions, groups)


def _by_fonction(
    rows: pd.DataFrame, ids: list[str]
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Return ETP and euros paid, by establishment and fonction; NaN where there is nobody."""
    from cpomlib.droit import NON_RENSEIGNE, nomenclature

    fonctions = tuple(c for c in nomenclature("fonction").libelles if c != NON_RENSEIGNE)
    rows = rows.assign(fonction=rows["fonction"].astype(str))

    def wide(column: str) -> np.ndarray:
        table = rows.pivot_table(
            index="id_etablissement", columns="fonction", values=column, aggfunc="sum"
        )
        return table.reindex(index=ids, columns=list(fonctions)).to_numpy("float64")

    return wide("etp"), vers_euros(wide("cout_employeur")), fonctions
