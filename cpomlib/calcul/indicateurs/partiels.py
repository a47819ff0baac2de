"""Whose rows of a year are missing, though others of the same gestionnaire have theirs.

An establishment that has rows of a table the year before or after, and other tables in this one,
has not sent it yet: what is added up without it is no figure of its gestionnaire.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cpomlib.calcul.perimetre import ferme_avant, fermetures, nommes
from cpomlib.socle import pluriel
from cpomlib.tables import table as schema

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.calcul.indicateurs.rows import Units
    from cpomlib.tables import Frames

SUIVIES: Mapping[str, str] = {
    "places": "places_financees", "activite": "journees_theoriques", "salaries": "etp",
    "mouvements": "etp_budgetes", "budgets": "montant",
}  # fmt: skip
"""Tables that an establishment has every year once it has one → what they measure.

Of the budgets, the charges of the « ca ». Absences, financings may be none in a year.
"""
SOURCES_SUIVIES = (*(name for name in SUIVIES if name != "budgets"),
                   "budgets.ca", "budgets.ca_precedent")  # fmt: skip
_TRANSMISES = ("places", "activite")
"""Those in the place of which aggregates are sent."""
REPRIS = 0.95
"""A gestionnaire that has this part of the other year without the establishment took it over.

So did one that is nearer to the whole of the other year than to it without the establishment.
"""
_Totaux = Mapping[tuple[str, int], float]


@dataclass(frozen=True, eq=False)
class Partiels:
    """The tables of all the establishments, year by year."""

    frames: Frames

    def manquants(self, table: str, annee: int) -> frozenset[str]:
        """Return the establishments whose rows of a table are missing in a year.

        One closed before is not, nor one whose siblings hold what it held (a common budget).
        """
        if (table, annee) not in self._connus:
            self._connus[table, annee] = self._sans(table, annee)
        return self._connus[table, annee]

    @cached_property
    def _connus(self) -> dict[tuple[str, int], frozenset[str]]:
        return {}

    def _sans(self, table: str, annee: int) -> frozenset[str]:
        held = self._totaux[table]
        here = {house for one in self._totaux.values() for house, year in one if year == annee}
        found: set[str] = set()
        for near in (annee - 1, annee + 1):
            sends = {house for house, year in held if year == near}
            lacking = {house for house in sends & here if (house, annee) not in held}
            waited = lacking - self._fermes(annee) if lacking else lacking
            found |= {one for one in waited if not self._repris(held, one, annee, near)}
        return frozenset(found) - (self._transmis(annee) if table in _TRANSMISES else set())

    def ecartes(self, source: str, units: Units, annee: int) -> frozenset[tuple[int, str]]:
        """Return the establishments left out of a source in the units of several gestionnaires.

        They are all those of the gestionnaires that have not sent it whole: what they sent of it
        would be known from the difference with the others.
        """
        theirs = (
            (unit, {house: self._proprietaires.get(house) for house in houses})
            for unit, houses in units.membres.items()
        )
        several = [(unit, owners) for unit, owners in theirs if len(set(owners.values())) > 1]
        if not several:
            return frozenset()
        table, year = _de(source, annee)
        late = {self._proprietaires.get(house) for house in self.manquants(table, year)}
        return frozenset(
            (unit, house) for unit, owners in several
            for house, owner in owners.items() if owner in late
        )  # fmt: skip

    def dire(self, source: str, units: Units, annee: int) -> tuple[np.ndarray, np.ndarray]:
        """Say per unit why what comes from a source is not whole, or who is left out of it.

        A unit of several gestionnaires has its figure, without some establishments: it says so.
        """
        reasons, notes = (np.full(units.n, "", dtype=object) for _ in range(2))
        table, year = _de(source, annee)
        missing = self.manquants(table, year) if source in SOURCES_SUIVIES else frozenset()
        for unit, houses in (units.membres if missing else {}).items():
            if lacking := houses & missing:
                owners = {self._proprietaires.get(house) for house in houses}
                apart = owners & {self._proprietaires.get(house) for house in lacking}
                if apart == owners:
                    named = nommes(self.frames["etablissements"], lacking)
                    reasons[unit] = _raison(table, year, named)
                else:
                    notes[unit] = _note(table, year, len(apart))
        return reasons, notes

    def _transmis(self, annee: int) -> set[str]:
        sent = self.frames.get("agregats_etablissements")
        if sent is None or sent.empty:
            return set()
        return set(sent.loc[sent["annee"] == annee, "id_etablissement"].astype("str"))

    def _repris(self, held: _Totaux, house: str, annee: int, autre: int) -> bool:
        owner = self._proprietaires.get(house)
        now, then = (
            sum(value for (one, year), value in held.items()
                if year == when and self._proprietaires.get(one) == owner)
            for when in (annee, autre)
        )  # fmt: skip
        return now >= min(REPRIS * then, then - held[house, autre] / 2)

    @cached_property
    def _totaux(self) -> Mapping[str, _Totaux]:
        return {name: _totaux(self.frames.get(name), name) for name in SUIVIES}

    @cached_property
    def _proprietaires(self) -> Mapping[str, str]:
        known = self.frames["etablissements"]
        return dict(zip(known["id_etablissement"], known["id_gestionnaire"], strict=True))

    def _fermes(self, annee: int) -> set[str]:
        days = fermetures(self.frames["etablissements"])
        return {house for house, day in days.items() if ferme_avant(day, annee)}


def _totaux(frame: pd.DataFrame | None, name: str) -> _Totaux:
    """Return what a table measures of each establishment, each year it has rows of."""
    if frame is None or frame.empty or SUIVIES[name] not in frame.columns:
        return {}
    rows = frame
    if name == "budgets":
        rows = frame[(frame["document"] == "ca") & (frame["sens"] == "charge")]
    added = rows.groupby(["id_etablissement", "annee"], observed=True)[SUIVIES[name]].sum()
    return {(str(house), int(year)): float(value) for (house, year), value in added.items()}


def _de(source: str, annee: int) -> tuple[str, int]:
    """Return the table and the year of a source."""
    table, _, document = source.partition(".")
    return table, annee - 1 if document == "ca_precedent" else annee


def _quoi(table: str, annee: int) -> str:
    if table == "budgets":
        return f"compte administratif de {annee}"
    return f"ligne de {annee} dans la table «\u00a0{schema(table).titre}\u00a0»"


def _raison(table: str, annee: int, nommes: str) -> str:
    none = "Aucun" if table == "budgets" else "Aucune"
    return (
        f"{none} {_quoi(table, annee)} pour {nommes}, alors qu’une année voisine en a\u00a0: sans "
        "cela, le chiffre ne serait pas celui de tout le périmètre. Pour le fournir, déposez "
        f"{table}.csv avec «\u00a0cpom importer tables\u00a0»."
    )


def _note(table: str, annee: int, combien: int) -> str:
    whose = pluriel(combien, "gestionnaire")
    return f"Sans {whose}, dont un établissement n’a pas encore de {_quoi(table, annee)}."
