"""The offer of a département: places, persons and cost of each territory and type, for a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.insertion.mesures import ACTIVITE, PUBLIC
from cpomlib.calcul.insertion.unites import POPULATION, Lieu, StructureInsertion
from cpomlib.tables import empty

if TYPE_CHECKING:
    from cpomlib.tables import Frames

Case = tuple[str, str]
"""A territory and a type."""


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


@dataclass(frozen=True)
class Offre:
    """The offer that is there, counted on the structures that say their places.

    Attributes:
        population: beneficiaries of each territory, those without any place included.
        places: places of each territory and type, those that have some.
        genres: the types that have places and receive beneficiaries.
        tus: structures active in the year that do not say their places or their beneficiaries.
        sans_population: territories whose beneficiaries are not known: left aside.
    """

    population: Mapping[str, int]
    places: Mapping[Case, int]
    genres: Mapping[str, Genre]
    tus: tuple[str, ...] = ()
    sans_population: tuple[str, ...] = ()

    def total(self, genre: str) -> int:
        """Return the places of a type."""
        return sum(count for (_, kind), count in self.places.items() if kind == genre)

    @property
    def couverture(self) -> Fraction:
        """The beneficiaries that the places receive, of those of the territories."""
        received = sum(count * self.genres[kind].par_place for (_, kind), count in
                       self.places.items())  # fmt: skip
        return Fraction(received) / sum(self.population.values())


def offre(
    frames: Frames, connues: Sequence[StructureInsertion], places: Iterable[Lieu], annee: int
) -> Offre:
    """Return the offer of the territories of one département in a year."""
    held = {name for _, name in places}
    departements = {where for where, _ in places}
    people = _population(frames, departements, annee)
    rows = _activite(frames, annee)
    here = [(one, rows[one.id]) for one in connues if one.lieu[1] in held and one.id in rows]
    told = [(one, row) for one, row in here if row["capacite"] and row["dont_rsa"] is not None]
    kept = [(one, row) for one, row in told if one.lieu[1] in people]
    counts: dict[Case, int] = {}
    for one, row in kept:
        case = (one.lieu[1], one.type)
        counts[case] = counts.get(case, 0) + int(row["capacite"])
    kinds = _genres(kept)
    silent = {one.id for one, _ in here} - {one.id for one, _ in told}
    return Offre(
        people,
        {case: count for case, count in sorted(counts.items()) if case[1] in kinds},
        kinds,
        tuple(sorted(silent)),
        tuple(sorted(held - people.keys())),
    )


def _population(frames: Frames, departements: set[str], annee: int) -> dict[str, int]:
    rows = frames.get(POPULATION, empty(POPULATION))
    rows = rows[(rows["annee"] == annee) & (rows["public"] == PUBLIC)]
    rows = rows[rows["departement"].isin(departements) & (rows["effectif"] > 0)]
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
