"""The tables of insertion seen from some units, for a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cpomlib.calcul.indicateurs import Rows, Units
from cpomlib.calcul.insertion.unites import (
    POPULATION,
    Groupement,
    Lieu,
    numerotees,
    structures,
)
from cpomlib.calcul.perimetre import en_service
from cpomlib.tables import empty

if TYPE_CHECKING:
    from cpomlib.tables import Frames

ACTIVITE, FINANCEMENTS = "activite_insertion", "financements"
PUBLIC = "rsa"
"""Whom the coverage is counted on."""


@dataclass(frozen=True, eq=False)
class VueInsertion:
    """The tables seen from the units, for a year."""

    frames: Frames
    unites: Mapping[str, Groupement]
    annee: int

    @cached_property
    def units(self) -> Units:
        """The units, numbered."""
        return numerotees(self.unites, self.frames)

    @cached_property
    def activite(self) -> Rows:
        """What the structures did in the year."""
        return self._of_year(ACTIVITE)

    @cached_property
    def finances(self) -> Rows:
        """Their financings of the year."""
        return self._of_year(FINANCEMENTS)

    @cached_property
    def vide(self) -> np.ndarray:
        """The units that have no structure at all."""
        return np.array([not one.structures for one in self.unites.values()], dtype=bool)

    @cached_property
    def allocataires(self) -> Rows:
        """The beneficiaries of the territories of each unit, where they are known."""
        frame = self.frames.get(POPULATION, empty(POPULATION))
        pairs = [
            (unit, self._effectifs[place])
            for unit, one in enumerate(self.unites.values())
            for place in one.lieux
            if place in self._effectifs
        ]
        unit, at = (np.array(part, dtype=np.intp) for part in zip(*pairs, strict=True)) if pairs \
            else (np.array([], dtype=np.intp), np.array([], dtype=np.intp))  # fmt: skip
        return Rows(len(self.unites), unit, frame, at)

    @cached_property
    def _effectifs(self) -> Mapping[Lieu, int]:
        """Territory whose beneficiaries are known this year → position of its row."""
        frame = self.frames.get(POPULATION, empty(POPULATION))
        told = (frame["annee"] == self.annee) & (frame["public"] == PUBLIC)
        keys = zip(frame["departement"], frame["territoire"], told, strict=True)
        return {
            (str(where), str(name)): rank for rank, (where, name, kept) in enumerate(keys) if kept
        }

    @cached_property
    def population(self) -> np.ndarray:
        """The beneficiaries of the territories of each unit."""
        return self.allocataires.total("effectif")

    @cached_property
    def inconnus(self) -> tuple[tuple[str, ...], ...]:
        """The territories of each unit whose beneficiaries are not known this year."""
        return tuple(
            tuple(place[1] for place in one.lieux if place not in self._effectifs)
            for one in self.unites.values()
        )

    @cached_property
    def muettes(self) -> np.ndarray:
        """How many structures of each unit are in service without any activity this year."""
        houses = self.frames["etablissements"]
        there = set(en_service(houses, self.annee)["id_etablissement"].astype("str"))
        told = set(self.activite.column("id_etablissement").astype("str"))
        return np.array(
            [len({*one.structures} & there - told) for one in self.unites.values()], dtype=int
        )

    @cached_property
    def couverts(self) -> Rows:
        """The activity that says its beneficiaries, where those of the territory are known."""
        where = {one.id: one.lieu for one in structures(self.frames)}
        rows = self.remplies("dont_rsa")
        houses = rows.column("id_etablissement").astype("str")
        return rows.where(
            np.array([where[house] in self._effectifs for house in houses], dtype=bool)
        )

    def remplies(self, *columns: str) -> Rows:
        """Keep the rows of activity that fill every column: like is related to like."""
        rows = self.activite
        there = [rows.column(name).notna().to_numpy(bool) for name in columns]
        return rows.where(np.logical_and.reduce(there))

    def financees(self) -> Rows:
        """Keep the rows of activity of the structures that have financings this year."""
        return parmi(self.activite, self.finances)

    def _of_year(self, name: str) -> Rows:
        return self.units.rows(self.frames.get(name, empty(name))).equal("annee", self.annee)


def parmi(rows: Rows, others: Rows) -> Rows:
    """Keep the rows whose unit and structure have another row elsewhere."""
    there = set(zip(others.unit.tolist(), others.column("id_etablissement"), strict=True))
    pairs = zip(rows.unit.tolist(), rows.column("id_etablissement"), strict=True)
    return rows.where(np.array([pair in there for pair in pairs], dtype=bool))
