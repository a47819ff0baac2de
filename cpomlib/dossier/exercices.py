"""The years a report sets side by side, and how it names them, its columns and its indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cpomlib import base as store
from cpomlib.calcul.indicateurs import Conventions
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.rendu.blocs import Colonne
from cpomlib.socle import Format, Periode, connue

if TYPE_CHECKING:
    import pandas as pd

ANNEES = 3
"""How many years a report sets side by side."""


def cote_a_cote(annee: int) -> range:
    """Return the years set side by side, oldest first."""
    return range(annee - ANNEES + 1, annee + 1)


class Exercices:
    """What the dossier of a gestionnaire and that of a région share: their years.

    Attributes:
        annee: the year looked at.
        resultats: per year set side by side, the results of its indicators.
        conventions: what the parties agreed.
        depots: the deposits it was made from.
    """

    annee: int
    resultats: Mapping[int, pd.DataFrame]
    conventions: Conventions
    depots: Sequence[store.Depot]

    @property
    def annees(self) -> tuple[int, ...]:
        """The years set side by side, oldest first."""
        return tuple(sorted(self.resultats))

    @cached_property
    def periode(self) -> Periode:
        """The year, as the day it is looked at and the deposits let it be known."""
        seen = self.conventions.periode(self.annee)
        return connue(seen, (store.local(depot.horodatage).date() for depot in self.depots))

    def titre(self, annee: int) -> str:
        """Return a year as a column has it: one that is not over says to when it goes."""
        return (self.periode if annee == self.annee else self.conventions.periode(annee)).titre

    @property
    def exercice(self) -> str:
        """The year as a title has it."""
        return self.periode.titre

    def colonnes(self, format: Format = "nombre") -> tuple[Colonne, ...]:
        """Return a column per year set side by side, oldest first."""
        return tuple(Colonne(self.titre(year), format) for year in self.annees)

    def libelle(self, indicateur: str) -> str:
        """Return the name of an indicator: no 31 December is told of before it comes."""
        return self.periode.intituler(fiches()[indicateur].libelle)
