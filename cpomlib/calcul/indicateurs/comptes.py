"""What the closing balances of a unit add up to over a list of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.rows import Rows, Textes
from cpomlib.droit import Terme
from cpomlib.droit.comptes import comptes

Comptes: TypeAlias = Mapping[str, tuple[Terme, ...]]
"""Name of an account list → the signed terms that add up to it."""

GESTION = ("6", "7")
"""Classes of charges and products: open until their result is closed into account 12."""


def comptes_en_vigueur(noms: Iterable[str], annee: int) -> Comptes:
    """Return the account lists in force at the close of ``annee``.

    Raises:
        ParametreError: a list is unknown or not dated for that year.
    """
    return {nom: comptes(nom, date(annee, 12, 31)).termes for nom in noms}


@dataclass(frozen=True, eq=False)
class SoldesDesComptes:
    """Closing balances, prepared once for every list of accounts.

    Attributes:
        balances: the rows of a year.
    """

    balances: Rows

    def somme(self, termes: tuple[Terme, ...]) -> np.ndarray:
        """Add up the terms of a list for each unit, in euros (summed in whole centimes)."""
        return self.balances.add(self.apports(termes)) / 100

    def apports(self, termes: tuple[Terme, ...]) -> np.ndarray:
        """Return what each balance adds to the sum of a list, in whole centimes."""
        amounts = np.zeros(len(self.balances.at))
        for terme in termes:
            held = self._numeros.commencent(terme.comptes)
            if terme.sauf:
                held = held & ~self._numeros.commencent(terme.sauf)
            amounts += np.where(held, terme.signe * self._cotes[terme.solde], 0)
        return amounts

    @cached_property
    def soldees(self) -> np.ndarray:
        """Tell the units of which some gestionnaire has closed classes 6 and 7 into account 12."""
        rows = self.balances
        owner, known = pd.factorize(rows.column("id_gestionnaire"))
        pair = rows.unit * max(len(known), 1) + owner
        live = self._numeros.commencent(GESTION) & (self._cotes["net_debiteur"] != 0)
        closed = ~np.isin(pair, pair[live])
        return np.bincount(rows.unit[closed], minlength=rows.n) > 0

    @cached_property
    def _numeros(self) -> Textes:
        return self.balances.textes("compte")

    @cached_property
    def _cotes(self) -> Mapping[str, np.ndarray]:
        debit = self.balances.column("debit").to_numpy("float64")
        credit = self.balances.column("credit").to_numpy("float64")
        return {
            "debiteur": np.maximum(debit - credit, 0),
            "crediteur": np.maximum(credit - debit, 0),
            "net_debiteur": debit - credit,
            "net_crediteur": credit - debit,
        }
