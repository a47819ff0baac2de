"""What every measure reads: the tables of the units for a period, each prepared once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.conventions import Conventions
from cpomlib.calcul.indicateurs.couverture import CouvertureSejours, couverture
from cpomlib.calcul.indicateurs.partiels import SUIVIES, Partiels
from cpomlib.calcul.indicateurs.rows import Rows, Units
from cpomlib.calcul.indicateurs.stays import Sejours, sejours
from cpomlib.calcul.perimetre import ferme_avant, fermetures
from cpomlib.tables import empty

if TYPE_CHECKING:
    from cpomlib.socle import Periode
    from cpomlib.tables import Frames

REPORT_A_NOUVEAU = ("002", "11")
"""Accounts of a result carried forward: 11 (M22, private plans) or line 002 of a budget."""

DATEES = ("etablissements", "sejours", "activite")
"""Tables that tell of a part of a year; the others have one row for the whole of it."""


@dataclass(frozen=True, eq=False)
class Contexte:
    """The shared tables seen from the units of a perimeter, for a year or a part of one.

    Attributes:
        frames: the shared tables; one that is absent counts as without any row.
        units: the units of the perimeter.
        annee: year A.
        conventions: what the parties agreed.
        partie: the part of year A (see ``PARTIES``); empty for the whole of it.
    """

    frames: Frames
    units: Units
    annee: int
    conventions: Conventions
    partie: str = ""

    @cached_property
    def periode(self) -> Periode:
        """The period as it is known on the day it is looked at."""
        return self.conventions.periode(self.annee, self.partie)

    def table(self, name: str) -> pd.DataFrame:
        """Return a shared table: empty when it was not given, or tells nothing of the period."""
        frame = None if self.partie and name not in DATEES else self.frames.get(name)
        return _without_rows(name) if frame is None else frame

    @cached_property
    def stays(self) -> Rows:
        """Every stay of the perimeter, whatever its dates."""
        return self.units.rows(self.table("sejours"))

    @cached_property
    def couverture(self) -> CouvertureSejours:
        """The units whose stays do not cover the period, and whose stays are left out of it."""
        return couverture(self.frames, self.units, self.periode)

    @cached_property
    def partiels(self) -> Partiels:
        """The tables that some establishments sent for other years, and not for this one."""
        return Partiels(self.frames)

    @cached_property
    def sejours(self) -> Sejours:
        """The stays and households of the period, up to the day it is looked at.

        Those of the establishments whose stays do not cover it are left out.
        """
        kept = self.couverture.comptes(self.stays)
        return sejours(kept, self.periode.debut, self.periode.fin)

    @cached_property
    def places(self) -> Rows:
        """The places of year A."""
        return self.of_year("places", self.annee)

    @cached_property
    def places_financees(self) -> np.ndarray:
        """Financed places of year A, per unit."""
        return self.places.total("places_financees")

    @cached_property
    def activite(self) -> Rows:
        """The months of activity of the period."""
        rows = self.of_year("activite", self.annee)
        return rows.equal("mois", *self.periode.mois) if self.partie else rows

    @cached_property
    def financements(self) -> Rows:
        """The financings of year A."""
        return self.of_year("financements", self.annee)

    @cached_property
    def salaries(self) -> Rows:
        """The employees of year A."""
        return self.of_year("salaries", self.annee)

    @cached_property
    def absences(self) -> Rows:
        """The absences of year A."""
        return self.of_year("absences", self.annee)

    @cached_property
    def mouvements(self) -> Rows:
        """The arrivals and departures of year A."""
        return self.of_year("mouvements", self.annee)

    @cached_property
    def ca(self) -> Rows:
        """The compte administratif of year A."""
        return self.of_year("budgets", self.annee).equal("document", "ca")

    @cached_property
    def ca_precedent(self) -> Rows:
        """The compte administratif of year A − 1."""
        return self.of_year("budgets", self.annee - 1).equal("document", "ca")

    @cached_property
    def fermetures(self) -> dict[str, date]:
        """The day on which establishments closed, or are to close."""
        return fermetures(self.table("etablissements"))

    @cached_property
    def be_deposes(self) -> Rows:
        """The latest budget exécutoire up to A of each establishment, closed ones included."""
        rows = self.units.rows(self.table("budgets")).equal("document", "be")
        rows = rows.where(rows.column("annee").to_numpy("int64") <= self.annee)
        years = rows.column("annee").to_numpy("int64")
        house, names = pd.factorize(rows.column("id_etablissement"))
        latest = np.full(len(names), np.iinfo("int64").min)
        np.maximum.at(latest, house, years)
        return rows.where(years == latest[house])

    @cached_property
    def be(self) -> Rows:
        """The latest budget exécutoire up to A of each establishment open in A."""
        rows = self.be_deposes
        return rows.where(~rows.column("id_etablissement").isin(self.fermes).to_numpy(bool))

    @cached_property
    def fermes(self) -> tuple[str, ...]:
        """The establishments closed before A."""
        days = self.fermetures.items()
        return tuple(name for name, day in days if ferme_avant(day, self.annee))

    @cached_property
    def balances(self) -> Rows:
        """The closing balances of year A, for the units that are whole gestionnaires."""
        rows = self.units.rows_of_whole(self.table("balances"))
        return rows.equal("annee", self.annee)

    @cached_property
    def whole(self) -> np.ndarray:
        """Tell which units are whole gestionnaires."""
        mask = np.zeros(self.units.n, bool)
        mask[self.units.gestionnaires[0]] = True
        return mask

    def of_year(self, name: str, annee: int) -> Rows:
        """Return the rows of a yearly table for ``annee``.

        In a unit of several gestionnaires, those who have not sent it whole are left out.
        """
        rows = self.units.rows(self.table(name)).equal("annee", annee)
        return self.comme(rows, name, annee) if name in SUIVIES else rows

    def comme(self, rows: Rows, source: str, annee: int | None = None) -> Rows:
        """Leave out of the rows of a denominator those whom its numerator leaves out."""
        if self.partie:
            return rows
        return rows.sans(self.partiels.ecartes(source, self.units, annee or self.annee))


@cache
def _without_rows(name: str) -> pd.DataFrame:
    """Return an empty shared table, made once: nobody changes it."""
    return empty(name)
