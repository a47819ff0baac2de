"""What a volet financier is computed from: one gestionnaire's tables, establishment by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from cpomlib.calcul.indicateurs import (
    Contexte,
    Conventions,
    Rows,
    SoldesDesComptes,
    Units,
    units_of,
)
from cpomlib.calcul.perimetre import ferme_avant, fermetures, par_etablissement, selection
from cpomlib.droit import ComptesDiagnostic
from cpomlib.socle import euros_exacts, vers_centimes

if TYPE_CHECKING:
    from cpomlib.tables import Frames

T = TypeVar("T")
AUTORISE, SIEGE = "autorise", "siege"
"""Regimes: fixed by a tariff (CASF, art. L. 312-1), and head office."""


@dataclass(frozen=True, eq=False)
class Donnees:
    """The shared tables of a gestionnaire, seen from the establishments of a perimeter.

    Attributes:
        frames: the shared tables of the gestionnaire, all its establishments included.
        gestionnaire: its id.
        structures: the establishments of the perimeter, one row each.
        annee: the last closed exercice; the contract begins the year after.
        conventions: what the parties agreed.
    """

    frames: Frames
    gestionnaire: str
    structures: pd.DataFrame
    annee: int
    conventions: Conventions

    @property
    def premiere_annee(self) -> int:
        """First year of the contract."""
        return self.annee + 1

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the establishments, in the order of the units of :attr:`contexte`."""
        return self.contexte.units.names

    @cached_property
    def fiches(self) -> dict[str, dict[str, str]]:
        """Id → ``nom``, ``regime``, ``categorie``, ``departement``, ``programme``."""
        columns = ("nom", "regime", "categorie", "departement", "programme")
        told = (self.structures[name].tolist() for name in columns)
        rows = (dict(zip(columns, row, strict=True)) for row in zip(*told, strict=True))
        return dict(zip(self.structures["id_etablissement"].tolist(), rows, strict=True))

    @cached_property
    def fermetures(self) -> dict[str, date]:
        """Id → day of closing, past or to come."""
        return fermetures(self.structures)

    def ferme(self, etablissement: str) -> bool:
        """Tell whether an establishment is closed before the year of the data."""
        return ferme_avant(self.fermetures.get(etablissement), self.annee)

    @cached_property
    def contexte(self) -> Contexte:
        """The tables laid beside each establishment."""
        return self._of(self._etablissements)

    @cached_property
    def entier(self) -> bool:
        """Tell whether the perimeter is the whole gestionnaire: its balances are then readable."""
        return bool(self._of(self._ensemble).whole.any())

    def balance(self, liste: ComptesDiagnostic, annee: int) -> Decimal | None:
        """Return what an account list adds up to in the closing balance of a year, euros.

        None when the perimeter is not the whole gestionnaire or no balance was deposited.
        """
        if annee not in self._soldes:
            seen = replace(self._of(self._ensemble), annee=annee)
            self._soldes[annee] = SoldesDesComptes(seen.balances)
        found = self._soldes[annee]
        if not len(found.balances.at):
            return None
        return euros_exacts(vers_centimes(found.somme(liste.termes)[0]))

    def exercice(self, annee: int) -> Donnees:
        """Return the same data read for another year."""
        if annee not in self._exercices:
            other = replace(self, annee=annee)
            # the establishments are the same whatever the year
            vars(other).update({name: getattr(self, name) for name in _DE_TOUTE_ANNEE})
            self._exercices[annee] = other
        return self._exercices[annee]

    def une_fois(self, quoi: str, faire: Callable[[Donnees], T]) -> T:
        """Return what ``faire`` makes of the data of this year, made once."""
        if quoi not in self._faits:
            self._faits[quoi] = faire(self)
        found: T = self._faits[quoi]
        return found

    @cached_property
    def _faits(self) -> dict[str, Any]:
        return {}

    @cached_property
    def _exercices(self) -> dict[int, Donnees]:
        return {self.annee: self}

    @cached_property
    def _soldes(self) -> dict[int, SoldesDesComptes]:
        return {}

    @cached_property
    def _etablissements(self) -> Units:
        return units_of(par_etablissement(self.structures))

    @cached_property
    def _ensemble(self) -> Units:
        kept = list(self.fiches)
        known = self.frames["etablissements"]
        return units_of(selection(known, self.gestionnaire, choisis=kept))

    def _of(self, units: Units) -> Contexte:
        return Contexte(self.frames, units, self.annee, self.conventions)


_DE_TOUTE_ANNEE = ("fiches", "fermetures", "_etablissements", "_ensemble", "_exercices", "_soldes")


def montants(rows: Rows, colonne: str = "montant") -> list[Decimal]:
    """Add up a column of centimes per unit, and give exact euros."""
    return [euros_exacts(total) for total in rows.total(colonne)]
