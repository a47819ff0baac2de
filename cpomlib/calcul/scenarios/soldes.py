"""Reserves and cash of the base year, shared between the establishments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from cpomlib.calcul.anomalies.doutes import doutes
from cpomlib.calcul.budget import repartir
from cpomlib.calcul.volet import Donnees

if TYPE_CHECKING:
    from cpomlib.tables import Frames

REPORTS = ("report_a_nouveau", "reserve_compensation")
"""What takes in results: the account lists that make up the reserves of a scenario."""


@dataclass(frozen=True, eq=False)
class SoldesProjetes:
    """Reserves and cash of each establishment, euros (E,); NaN where no balance was deposited."""

    reserves: np.ndarray
    tresorerie: np.ndarray


def soldes_partages(
    frames: Frames,
    donnees: Donnees,
    charges: np.ndarray,
    result: np.ndarray,
    documents: Sequence[str],
    notes: list[str],
) -> SoldesProjetes:
    """Return reserves and cash of each establishment, pro rata of charges, in euros.

    Balances hold the reserves before the year's result is affected: it joins them.

    Args:
        frames: the shared tables of the gestionnaire.
        donnees: its data of the base year.
        charges: charges of each groupe and establishment, whose sum is the weight, (3, E).
        result: accounting result of each establishment in its compte administratif.
        documents: the document each establishment was read in.
        notes: completed with what is not known.
    """
    whole = _whole(frames, donnees)
    held = {name: _balance(whole, name) for name in (*REPORTS, "frng", "bfr")}
    if any(value is None for value in held.values()):
        notes.append("Sans balance de clôture déposée, réserves et trésorerie ne sont pas connues.")
        return SoldesProjetes(np.full(len(result), np.nan), np.full(len(result), np.nan))
    notes += _doubts(frames, donnees)
    known = {name: value for name, value in held.items() if value is not None}
    closed = np.array(documents) == "ca"
    if not closed.all():
        notes.append(_results_unknown(donnees, closed))
    actual = np.where(closed, result, 0.0)
    weights = charges.sum(axis=0)
    reserves = _shared(sum((known[name] for name in REPORTS), Decimal(0)), weights) + actual
    return SoldesProjetes(reserves, _shared(known["frng"] - known["bfr"], weights))


def _results_unknown(donnees: Donnees, closed: np.ndarray) -> str:
    """Say whose result of the year is not in the reserves."""
    held = zip(donnees.ids, closed.tolist(), strict=True)
    names = ", ".join(donnees.fiches[name]["nom"] for name, done in held if not done)
    return (
        f"Les réserves de départ ne comptent pas le résultat {donnees.annee}, faute de compte "
        f"administratif lu, de\u00a0: {names}."
    )


def _doubts(frames: Frames, donnees: Donnees) -> list[str]:
    """Say what makes the cash that the scenario starts from doubtful."""
    found = doutes(frames, donnees.annee, donnees.gestionnaire, "tresorerie")
    return [f"La trésorerie de départ est douteuse. {one.message}" for one in found]


def _whole(frames: Frames, donnees: Donnees) -> Donnees:
    """Return the data of the whole gestionnaire: balances exist at that level only."""
    known = frames["etablissements"]
    mine = known[known["id_gestionnaire"] == donnees.gestionnaire].reset_index(drop=True)
    return Donnees(frames, donnees.gestionnaire, mine, donnees.annee, donnees.conventions)


def _balance(whole: Donnees, name: str) -> Decimal | None:
    from cpomlib.droit.comptes import comptes

    return whole.balance(comptes(name, date(whole.annee, 12, 31)), whole.annee)


def _shared(amount: Decimal, weights: np.ndarray) -> np.ndarray:
    """Share euros pro rata, exact to the cent whatever the sign."""
    keys = {str(rank): Decimal(str(w)) for rank, w in enumerate(weights)}
    if not any(keys.values()):
        keys = dict.fromkeys(keys, Decimal(1))
    shares = repartir(abs(amount), keys)
    return np.array([float(part) for part in shares.values()]) * (-1 if amount < 0 else 1)
