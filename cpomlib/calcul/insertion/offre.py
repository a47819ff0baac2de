"""The offer of a département: places, persons and cost of each territory and type, for a year."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.insertion.unites import POPULATION, Lieu, StructureInsertion
from cpomlib.calcul.insertion.vue import ACTIVITE, PUBLIC
from cpomlib.tables import empty

if TYPE_CHECKING:
    from cpomlib.tables import Frames

Case = tuple[str, str]
"""A territory and a type."""


def centimes(montant: Fraction) -> int:
    """Round to the nearest cent, halves up."""
    return math.floor(montant + Fraction(1, 2))


@dataclass(frozen=True)
class Genre:
    """What a place of a type does, and costs, in the whole département.

    Attributes:
        par_place: beneficiaries received in a year for one place.
        cout: cost of a place in a year, in cents; None where no structure says it.
        part: share of the beneficiaries received who are received by this type.
    """

    par_place: Fraction
    cout: Fraction | None
    part: Fraction

    @property
    def cout_d_une_place(self) -> int | None:
        """The cost of a place to the nearest cent; None where no structure says it."""
        return None if self.cout is None else centimes(self.cout)


@dataclass(frozen=True)
class Offre:
    """The offer that is there, counted on the structures that say their places.

    Attributes:
        population: beneficiaries of each territory, those without any place included.
        places: places of each territory and type, those that have some.
        genres: the types that have places and receive beneficiaries.
        tus: structures active in the year that do not say their places or their beneficiaries.
        sans_place: structures that say they have none: who they receive is in no place.
        sans_population: territories whose beneficiaries are not known: left aside.
        genres_vides: types whose places receive no beneficiary: left where they are.
    """

    population: Mapping[str, int]
    places: Mapping[Case, int]
    genres: Mapping[str, Genre]
    tus: tuple[str, ...] = ()
    sans_place: tuple[str, ...] = ()
    sans_population: tuple[str, ...] = ()
    genres_vides: tuple[str, ...] = ()

    def total(self, genre: str) -> int:
        """Return the places of a type."""
        return sum(count for (_, kind), count in self.places.items() if kind == genre)

    @property
    def comptable(self) -> bool:
        """Whether there is something to share out, and somebody to share it out for."""
        return bool(self.genres) and sum(self.population.values()) > 0


def offre(
    frames: Frames, connues: Sequence[StructureInsertion], places: Iterable[Lieu], annee: int
) -> Offre:
    """Return the offer of the territories of one département in a year."""
    held = {name for _, name in places}
    people = _population(frames, {where for where, _ in places}, annee)
    rows = _activite(frames, annee)
    here = [(one, rows[one.id]) for one in connues if one.lieu[1] in held and one.id in rows]
    told = [(one, row) for one, row in here if None not in (row["capacite"], row["dont_rsa"])]
    kept = [(one, row) for one, row in told if row["capacite"] and one.lieu[1] in people]
    kinds = _genres(kept)
    counts = _places(kept)
    return Offre(
        people,
        {case: count for case, count in counts.items() if case[1] in kinds},
        kinds,
        tuple(sorted({one.id for one, _ in here} - {one.id for one, _ in told})),
        tuple(sorted(one.id for one, row in told if not row["capacite"])),
        tuple(sorted(held - people.keys())),
        tuple(sorted({kind for _, kind in counts} - kinds.keys())),
    )


def _places(kept: Sequence[tuple[StructureInsertion, Mapping[str, Any]]]) -> dict[Case, int]:
    counts: dict[Case, int] = {}
    for one, row in kept:
        case = (one.lieu[1], one.type)
        counts[case] = counts.get(case, 0) + int(row["capacite"])
    return dict(sorted(counts.items()))


def _population(frames: Frames, departements: set[str], annee: int) -> dict[str, int]:
    rows = frames.get(POPULATION, empty(POPULATION))
    rows = rows[(rows["annee"] == annee) & (rows["public"] == PUBLIC)]
    rows = rows[rows["departement"].isin(departements)]
    pairs = zip(rows["territoire"].tolist(), rows["effectif"].tolist(), strict=True)
    return {str(name): int(count) for name, count in sorted(pairs)}


def _activite(frames: Frames, annee: int) -> dict[str, dict[str, Any]]:
    rows = frames.get(ACTIVITE, empty(ACTIVITE))
    rows = rows[rows["annee"] == annee][["id_etablissement", "capacite", "dont_rsa", "cout_total"]]
    plain = rows.astype("object").where(rows.notna(), None)
    return {str(row["id_etablissement"]): row for row in plain.to_dict("records")}


def _genres(kept: Sequence[tuple[StructureInsertion, Mapping[str, Any]]]) -> dict[str, Genre]:
    received: dict[str, int] = {}
    counts: dict[str, int] = {}
    costs: dict[str, tuple[int, int]] = {}
    for one, row in kept:
        received[one.type] = received.get(one.type, 0) + int(row["dont_rsa"])
        counts[one.type] = counts.get(one.type, 0) + int(row["capacite"])
        if row["cout_total"] is not None:
            spent, places = costs.get(one.type, (0, 0))
            costs[one.type] = spent + int(row["cout_total"]), places + int(row["capacite"])
    everyone = sum(received.values())
    return {
        kind: Genre(
            Fraction(count, counts[kind]),
            Fraction(*costs[kind]) if kind in costs else None,
            Fraction(count, everyone),
        )
        for kind, count in sorted(received.items())
        if count
    }
