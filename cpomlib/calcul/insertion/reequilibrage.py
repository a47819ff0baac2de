"""Places that each territory lacks, by type, what they cost, and what moves where.

Whole places, exact fractions: what is shared out adds up to what was there, and every line can be
made again by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cpomlib.calcul.insertion.offre import Case, Offre, centimes


@dataclass(frozen=True)
class LignePlan:
    """A territory and a type in a plan.

    Attributes:
        territoire: the territory.
        type: the type of offer.
        places: places that are there.
        personnes: beneficiaries to receive; None at constant means.
        besoin: places that the plan asks for.
        venues: places that come from another territory.
        parties: places that go to another one.
        creees: places to open.
        cout: of those to open, in whole cents a year; None where no cost is known.
    """

    territoire: str
    type: str
    places: int
    personnes: int | None
    besoin: int
    venues: int = 0
    parties: int = 0
    creees: int = 0
    cout: int | None = 0

    @property
    def manque(self) -> int:
        """Places that are lacking before anything moves."""
        return max(0, self.besoin - self.places)

    @property
    def excedent(self) -> int:
        """Places beyond what is asked for."""
        return max(0, self.places - self.besoin)

    @property
    def apres(self) -> int:
        """Places once the plan is done."""
        return self.places + self.venues + self.creees - self.parties


@dataclass(frozen=True)
class Mouvement:
    """Places of a type that go from a territory to another."""

    type: str
    depuis: str
    vers: str
    places: int


@dataclass(frozen=True)
class Reequilibrage:
    """A plan: its lines, what moves, the coverage before and after.

    Attributes:
        lignes: every territory and type.
        mouvements: what moves where.
        avant: coverage of each territory; None where it has no beneficiary.
        apres: the same once the plan is done.
    """

    lignes: tuple[LignePlan, ...]
    mouvements: tuple[Mouvement, ...]
    avant: Mapping[str, Fraction | None]
    apres: Mapping[str, Fraction | None]

    @property
    def creees(self) -> int:
        """Places to open."""
        return sum(one.creees for one in self.lignes)

    @property
    def deplacees(self) -> int:
        """Places that move."""
        return sum(one.places for one in self.mouvements)

    def places_de(self, territoire: str) -> LignePlan:
        """Return the places of a territory, all types together."""
        return _ensemble(one for one in self.lignes if one.territoire == territoire)

    @property
    def manques(self) -> LignePlan:
        """What is lacking, added up over the territories and types where something is."""
        return _ensemble(one for one in self.lignes if one.manque)

    @property
    def cout(self) -> int | None:
        """What the places to open cost a year, in cents; None where one of them is not known."""
        return _ensemble(self.lignes).cout


def _ensemble(lignes: Iterable[LignePlan]) -> LignePlan:
    """Add lines up; a cost that one of them does not know is not known."""
    held = list(lignes)
    names = ("places", "personnes", "besoin", "venues", "parties", "creees")
    sums = {name: sum(getattr(one, name) or 0 for one in held) for name in names}
    costs = [one.cout for one in held if one.creees]
    return LignePlan("", "", cout=None if None in costs else sum(one or 0 for one in costs), **sums)


def repartir(offre: Offre) -> Reequilibrage:
    """Share the places of each type out in proportion to the beneficiaries: constant means."""
    wanted: dict[Case, tuple[int | None, int]] = {}
    for kind in offre.genres:
        shared = partager(offre.total(kind), offre.population)
        wanted |= {(where, kind): (None, count) for where, count in shared.items()}
    return _plan(offre, wanted, deplacer=True, ouvrir=False)


def atteindre(offre: Offre, couverture: Fraction, deplacer: bool = True) -> Reequilibrage:
    """Ask in each territory for the places that a coverage takes, with the mean mix of types.

    Args:
        offre: what is there.
        couverture: the part of the beneficiaries of each territory to receive in a year.
        deplacer: whether what is beyond goes where it lacks before anything is opened.
    """
    wanted: dict[Case, tuple[int | None, int]] = {}
    for where, people in offre.population.items():
        shares = {kind: genre.part for kind, genre in offre.genres.items()}
        for kind, count in partager(math.ceil(couverture * people), shares).items():
            places = math.ceil(count / offre.genres[kind].par_place)
            wanted[where, kind] = count, places
    return _plan(offre, wanted, deplacer=deplacer, ouvrir=True)


def partager(total: int, poids: Mapping[str, int | Fraction]) -> dict[str, int]:
    """Share a whole number out in proportion to weights; the largest remainders first.

    Equal remainders go by the names, so that the order of rows changes nothing.
    """
    whole = sum(poids.values())
    exact = {name: Fraction(total) * weight / whole for name, weight in poids.items()}
    shared = {name: math.floor(value) for name, value in exact.items()}
    rest = total - sum(shared.values())
    for name in sorted(exact, key=lambda one: (shared[one] - exact[one], one))[:rest]:
        shared[name] += 1
    return shared


def _plan(
    offre: Offre, wanted: Mapping[Case, tuple[int | None, int]], *, deplacer: bool, ouvrir: bool
) -> Reequilibrage:
    lines = {
        case: LignePlan(*case, offre.places.get(case, 0), *wanted[case]) for case in sorted(wanted)
    }
    moves = [move for kind in offre.genres for move in _moves(lines, kind)] if deplacer else []
    done = tuple(_done(offre, one, moves, ouvrir) for one in lines.values())
    return Reequilibrage(
        done,
        tuple(moves),
        _couvertures(offre, {(one.territoire, one.type): one.places for one in done}),
        _couvertures(offre, {(one.territoire, one.type): one.apres for one in done}),
    )


def _moves(lines: Mapping[Case, LignePlan], kind: str) -> Iterator[Mouvement]:
    """Send what is beyond where it lacks: as few places as can be, territories by their names."""
    over = {one.territoire: one.excedent for one in lines.values() if one.type == kind}
    lack = {one.territoire: one.manque for one in lines.values() if one.type == kind}
    givers = iter([name for name, count in sorted(over.items()) if count])
    giver = next(givers, None)
    for name, count in sorted(lack.items()):
        left = count
        while left and giver is not None:
            moved = min(left, over[giver])
            yield Mouvement(kind, giver, name, moved)
            left, over[giver] = left - moved, over[giver] - moved
            giver = giver if over[giver] else next(givers, None)


def _done(offre: Offre, one: LignePlan, moves: list[Mouvement], ouvrir: bool) -> LignePlan:
    here = [move for move in moves if move.type == one.type]
    came = sum(move.places for move in here if move.vers == one.territoire)
    gone = sum(move.places for move in here if move.depuis == one.territoire)
    opened = one.manque - came if ouvrir else 0
    price = offre.genres[one.type].cout
    cost = 0 if not opened else None if price is None else centimes(opened * price)
    return LignePlan(one.territoire, one.type, one.places, one.personnes, one.besoin, came, gone,
                     opened, cost)  # fmt: skip


def _couvertures(offre: Offre, places: Mapping[Case, int]) -> dict[str, Fraction | None]:
    received: dict[str, Fraction] = {name: Fraction(0) for name in offre.population}
    for (where, kind), count in places.items():
        received[where] += count * offre.genres[kind].par_place
    return {
        name: received[name] / people if people else None
        for name, people in offre.population.items()
    }
