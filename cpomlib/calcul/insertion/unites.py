"""Of which structures one speaks: a territory, a type of offer, one crossed with the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs import Units
from cpomlib.tables import empty

if TYPE_CHECKING:
    from cpomlib.tables import Frames

Lieu = tuple[str, str]
"""A département and one of its territories."""
TOTAL = ""
"""In the place of a territory or of a type: all of them."""
STRUCTURES, POPULATION = "structures_insertion", "population_insertion"


@dataclass(frozen=True)
class StructureInsertion:
    """An insertion structure.

    Attributes:
        id: its code among the establishments.
        nom: its name.
        gestionnaire: whose it is.
        lieu: where it is.
        type: what it offers.
    """

    id: str
    nom: str
    gestionnaire: str
    lieu: Lieu
    type: str


@dataclass(frozen=True)
class Groupement:
    """What is measured as one: structures, and the territories that they are there for."""

    structures: tuple[str, ...]
    lieux: tuple[Lieu, ...]


def structures(frames: Frames) -> tuple[StructureInsertion, ...]:
    """Return the insertion structures, in the order of their codes."""
    told = frames.get(STRUCTURES, empty(STRUCTURES))
    houses = frames["etablissements"].set_index("id_etablissement")
    return tuple(
        StructureInsertion(
            code, str(houses.at[code, "nom"]), str(houses.at[code, "id_gestionnaire"]),
            (str(houses.at[code, "departement"]), territory), kind)
        for code, territory, kind in sorted(
            told[["id_etablissement", "territoire", "type"]].astype("str")
            .itertuples(index=False, name=None)
        )
        if code in houses.index
    )  # fmt: skip


def lieux(frames: Frames, connues: Iterable[StructureInsertion]) -> tuple[Lieu, ...]:
    """Return every territory: those with a population, those with a structure."""
    rows = frames.get(POPULATION, empty(POPULATION))[["departement", "territoire"]]
    told = rows.astype("str").itertuples(index=False, name=None)
    return tuple(sorted({*told, *(one.lieu for one in connues)}))


def grille(
    connues: Sequence[StructureInsertion], places: Sequence[Lieu]
) -> Mapping[tuple[str, str], Groupement]:
    """Return territory × type, with the totals of each.

    A territory without any structure is there: nobody is received in it, which is to be seen.

    Args:
        connues: the structures.
        places: every territory, of one département.
    """
    kinds = sorted({one.type for one in connues})
    return {
        (where, kind): _unite(connues, places, where, kind)
        for where in (*(name for _, name in places), TOTAL)
        for kind in (*kinds, TOTAL)
    }


def _unite(
    connues: Sequence[StructureInsertion], places: Sequence[Lieu], where: str, kind: str
) -> Groupement:
    held = tuple(
        one.id
        for one in connues
        if one.lieu in places and where in (TOTAL, one.lieu[1]) and kind in (TOTAL, one.type)
    )
    return Groupement(held, tuple(place for place in places if where in (TOTAL, place[1])))


def groupements(
    membres: Mapping[str, Sequence[str]], frames: Frames, larges: Collection[str] = ()
) -> Mapping[str, Groupement]:
    """Return establishments named one by one (those of a contract) as what is measured.

    Args:
        membres: name → establishments.
        frames: the tables.
        larges: the names that answer for every territory of their départements (a scheme); the
            others answer for those where they have a structure.
    """
    known = structures(frames)
    every = lieux(frames, known)
    return {
        name: Groupement(tuple(houses), _answered(set(houses), known, every, name in larges))
        for name, houses in membres.items()
    }


def _answered(
    houses: set[str], connues: Sequence[StructureInsertion], every: Sequence[Lieu], large: bool
) -> tuple[Lieu, ...]:
    mine = {one.lieu for one in connues if one.id in houses}
    wide = {place[0] for place in mine} if large else set()
    return tuple(place for place in every if place in mine or place[0] in wide)


def numerotees(unites: Mapping[str, Groupement], frames: Frames) -> Units:
    """Number units, one without any structure included."""
    owners = dict(
        frames["etablissements"][["id_etablissement", "id_gestionnaire"]]
        .astype("str").itertuples(index=False, name=None)
    )  # fmt: skip
    pairs = [(rank, name, house) for rank, (name, one) in enumerate(unites.items())
             for house in one.structures]  # fmt: skip
    houses = pd.Series([house for _, _, house in pairs], dtype="str")
    members = pd.DataFrame(
        {
            "unite": pd.Series([name for _, name, _ in pairs], dtype="str"),
            "id_etablissement": houses,
            "id_gestionnaire": pd.Series([owners.get(h, "") for h in houses], dtype="str"),
        }
    )
    nobody = (np.array([], dtype=np.intp), pd.Series([], dtype="str"))
    ranks = np.array([rank for rank, _, _ in pairs], dtype=np.intp)
    return Units(tuple(unites), ranks, houses, nobody, members)
