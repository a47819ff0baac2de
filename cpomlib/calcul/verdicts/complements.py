"""What a rate does not tell by itself: the answers unknown, the households of two years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs import Contexte, Conventions, apports, units_of
from cpomlib.droit import NON_RENSEIGNE

if TYPE_CHECKING:
    from cpomlib.calcul.indicateurs import Apport
    from cpomlib.calcul.perimetre import Perimetre
    from cpomlib.tables import Frames

INCONNU = "inconnu"
LUS: Mapping[str, str] = {
    "cpom_1_taux": "destination",
    "cpom_2_taux": "destination",
    "cpom_3_taux_dls_active": "dls_active",
    "taux_refus_logement": "refus_logement",
    "part_via_siao": "via_siao",
    "part_cdi": "contrat",
}
"""Rate → the column that says who is counted above: empty, it could be either."""
RESTENT = ("cpom_3_taux_dls_active", "part_via_siao", "part_cdi")
"""Rates of those who stay from year to year: their answers of two years go together."""
_QUI = {"sejours": "id_menage", "salaries": "id_salarie"}
COLONNES = ("unite", "id", "annee", "inconnus", "communs", "phi")


def complements(
    frames: Frames, perimetre: Perimetre, annees: Sequence[int], conventions: Conventions
) -> pd.DataFrame:
    """Say of some rates what surrounds them.

    Args:
        frames: the shared tables.
        perimetre: the units.
        annees: the years, oldest first.
        conventions: what the parties agreed.

    Returns:
        Per unit, rate and year: ``inconnus``, those whose answer is not known; ``communs``, those
        counted in the last year too, and ``phi``, the correlation of their two answers (0 where
        there is none to tell).
    """
    units = units_of(perimetre)
    behind = {year: apports(Contexte(frames, units, year, conventions)) for year in annees}
    parts = [
        _rows(name, year, behind[year][name], behind[annees[-1]][name], units.names)
        for year in annees
        for name in LUS
    ]
    return pd.concat(parts, ignore_index=True)


def _rows(
    name: str,
    year: int,
    cotes: tuple[Apport | None, Apport | None],
    last: tuple[Apport | None, Apport | None],
    units: Sequence[str],
) -> pd.DataFrame:
    above, below = cotes
    assert above is not None and below is not None  # these are all rates
    unknown = np.bincount(below.rows.unit[_unknown(name, below)], minlength=len(units))
    common, phi = np.zeros(len(units), dtype="int64"), np.zeros(len(units))
    if name in RESTENT and last != cotes:
        common, phi = _common(_answers(above, below), _answers(*last), len(units))
    columns = dict(zip(COLONNES[3:], (unknown, common, phi), strict=True))
    return pd.DataFrame({"unite": list(units), "id": name, "annee": year, **columns})


def _unknown(name: str, below: Apport) -> np.ndarray:
    answer = below.rows.column(LUS[name])
    empty: np.ndarray = answer.isna().to_numpy()
    return empty | answer.isin([INCONNU, NON_RENSEIGNE]).to_numpy()


def _answers(above: Apport | None, below: Apport | None) -> pd.DataFrame:
    """Return who is counted in each unit, and whether it is counted above too."""
    assert above is not None and below is not None
    who = _QUI[below.table]
    keys = {
        "unite": below.rows.unit,
        "qui": below.rows.column(who).astype("str").to_numpy(),
    }
    counted = pd.DataFrame(keys).assign(oui=np.isin(below.rows.at, above.rows.at))
    return counted.drop_duplicates(["unite", "qui"])


def _common(first: pd.DataFrame, last: pd.DataFrame, units: int) -> tuple[np.ndarray, np.ndarray]:
    """Count per unit those of both years, and correlate their answers (0 when one never varies)."""
    both = first.merge(last, on=["unite", "qui"], suffixes=("", "_apres"))
    unit = both["unite"].to_numpy()
    before, after = (both[name].to_numpy(bool) for name in ("oui", "oui_apres"))
    count = np.bincount(unit, minlength=units)
    one, two, joint = (
        np.bincount(unit[mask], minlength=units) / np.maximum(count, 1)
        for mask in (before, after, before & after)
    )
    spread = np.sqrt(one * (1 - one) * two * (1 - two))
    return count, np.divide(joint - one * two, spread, out=np.zeros(units), where=spread > 0)
