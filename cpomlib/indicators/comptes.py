"""What the closing balances of a unit add up to over a list of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

import numpy as np

from cpomlib.indicators.rows import Rows
from cpomlib.parameters.comptes import Terme, comptes

Comptes: TypeAlias = Mapping[str, tuple[Terme, ...]]
"""Name of an account list → the signed terms that add up to it."""


def comptes_en_vigueur(noms: Iterable[str], annee: int) -> Comptes:
    """Return the account lists in force at the close of ``annee``.

    Raises:
        ParametreError: a list is unknown or not dated for that year.
    """
    return {nom: comptes(nom, date(annee, 12, 31)).termes for nom in noms}


def aggregate(balances: Rows, termes: tuple[Terme, ...]) -> np.ndarray:
    """Add up the terms over the balances of each unit, in euros (summed in whole centimes)."""
    compte = balances.column("compte")
    debit = balances.column("debit").to_numpy("float64")
    credit = balances.column("credit").to_numpy("float64")
    sides = {
        "debiteur": np.maximum(debit - credit, 0),
        "crediteur": np.maximum(credit - debit, 0),
        "net_debiteur": debit - credit,
        "net_crediteur": credit - debit,
    }
    total = np.zeros(balances.n)
    for terme in termes:
        held = compte.str.startswith(terme.comptes).to_numpy(bool)
        if terme.sauf:
            held = held & ~compte.str.startswith(terme.sauf).to_numpy(bool)
        total += terme.signe * balances.where(held).add(sides[terme.solde][held])
    return total / 100
