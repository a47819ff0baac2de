"""Cost of a place of each GHAM a scenario leads to, and the ceiling it is compared with.

Charges are kept per establishment, not per GHAM. An establishment of one GHAM has an exact cost;
one of several has none, unless the parties declared keys (étude nationale des coûts): nothing is
spread by convention here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cpomlib.calcul.budget import COUTS, centimes, couts_a_la_place
from cpomlib.calcul.scenarios.etats import SANS_GHAM
from cpomlib.calcul.scenarios.plafonds import Plafond, plafond
from cpomlib.calcul.scenarios.projection import Projection
from cpomlib.calcul.volet import SANS_GHAM as SANS_GHAM_VOLET
from cpomlib.calcul.volet import ACompleter, Montant, Plan
from cpomlib.socle import RegleBudgetaireError, euros_exacts

MIXTE = ACompleter(
    "mixte\u00a0: non réparti",
    "CASF, art. L. 314-4",
    "Donnez les clés de l’étude nationale des coûts dans le plan du gestionnaire.",
)
"""Several GHAM and no key: the budget does not say what each of them costs."""


@dataclass(frozen=True)
class CoutProjete:
    """The cost of the places of one GHAM of one CHRS, one year.

    Attributes:
        id: the establishment.
        nom: its name.
        genre: code of the GHAM, or the kind of places that have none.
        places: financed places.
        charges: recurrent charges of these places, the plan's exclusions taken off, euros.
        cout: euros per place, or why it is not known.
        plafond: the ceiling in the département of the establishment.
    """

    id: str
    nom: str
    genre: str
    places: Decimal
    charges: Decimal | None
    cout: Montant
    plafond: Plafond

    @property
    def ecart(self) -> Decimal | None:
        """Cost − ceiling, None where either is not known."""
        if isinstance(self.cout, Decimal) and isinstance(self.plafond.montant, Decimal):
            return self.cout - self.plafond.montant
        return None


@dataclass(frozen=True)
class CoutGenre:
    """The cost of the places of one GHAM over the establishments where it is known.

    Attributes:
        genre: code of the GHAM, or the kind of places.
        places: financed places of every CHRS.
        places_connues: those whose cost is known.
        cout: their charges ÷ their number; None where none is known.
        plafond: the ceiling; None where it is not the same for all of them.
    """

    genre: str
    places: Decimal
    places_connues: Decimal
    cout: Decimal | None
    plafond: Plafond | None

    @property
    def ecart(self) -> Decimal | None:
        """Cost − ceiling, None where either is not known."""
        ceiling = self.plafond.montant if self.plafond else None
        if isinstance(self.cout, Decimal) and isinstance(ceiling, Decimal):
            return self.cout - ceiling
        return None


def couts_par_etablissement(
    projection: Projection, plan: Plan, annee: int
) -> tuple[CoutProjete, ...]:
    """Return the cost of a place of each GHAM of each CHRS.

    With the parties' keys, a place of a GHAM weighs its key ÷ its places of the base year, so
    that places opened, closed or transformed move the charges with them.

    Args:
        projection: the scenario.
        plan: the parties' keys and exclusions; an exclusion stands for every year.
        annee: a year of the projection.

    Source: CASF, art. L. 314-4; arrêté du 12 avril 2022, art. 5.
    """
    found: list[CoutProjete] = []
    for rank in range(len(projection.etat.ids)):
        if rank < len(projection.etat.departements) and projection.etat.chrs[rank]:
            found += _lines(projection, plan, annee, rank)
    return tuple(found)


def couts_par_genre(lignes: Iterable[CoutProjete]) -> tuple[CoutGenre, ...]:
    """Add up the costs of several establishments, GHAM by GHAM."""
    held: dict[str, list[CoutProjete]] = {}
    for line in lignes:
        held.setdefault(line.genre, []).append(line)
    return tuple(_whole(genre, mine) for genre, mine in sorted(held.items()))


def _lines(projection: Projection, plan: Plan, annee: int, rank: int) -> list[CoutProjete]:
    etat, year = projection.etat, annee - projection.etat.annee
    now, before = (_places(projection, rank, t) for t in (year, 0))
    gross = euros_exacts(int(projection.reconductibles()[rank, year]))
    held = _shared(gross, now, before, plan, etat.ids[rank])
    return [
        CoutProjete(
            etat.ids[rank],
            etat.noms[rank],
            genre,
            places,
            *held[genre],
            plafond(genre, annee, etat.departements[rank]),
        )
        for genre, places in now.items()
    ]


def _places(projection: Projection, rank: int, year: int) -> dict[str, Decimal]:
    column = projection.lignes.places[:, rank, year].tolist()
    pairs = zip(projection.etat.genres, column, strict=True)
    return {genre: Decimal(repr(count)).normalize() for genre, count in pairs if count}


def _shared(
    gross: Decimal, now: Mapping[str, Decimal], before: Mapping[str, Decimal], plan: Plan, name: str
) -> dict[str, tuple[Decimal | None, Montant]]:
    """Return charges and cost of each GHAM: alone, by the parties' keys, or why not."""
    cles = {next(iter(now)): Decimal(1)} if len(now) == 1 else _keys(plan, name, now, before)
    if cles is None:
        return dict.fromkeys(now, (None, MIXTE))
    try:
        excluded = COUTS.positif(plan.exclusions.get(name, 0), "exclusions")
        found = couts_a_la_place(gross - excluded, cles, now)
    except RegleBudgetaireError as error:
        return dict.fromkeys(now, (None, ACompleter.de(error)))
    return {genre: (found[genre].charges, found[genre].cout) for genre in now}


def _keys(
    plan: Plan, name: str, now: Mapping[str, Decimal], before: Mapping[str, Decimal]
) -> dict[str, Any] | None:
    """Return the keys of a year; None where the parties gave none for a GHAM it has."""
    given = {
        SANS_GHAM if g == SANS_GHAM_VOLET else g: k for g, k in plan.cles.get(name, {}).items()
    }
    if not now or set(now) - set(given) or set(now) - set(before):
        return None
    if now == before:
        return given
    known = {genre: COUTS.part(key, "clé") for genre, key in given.items()}
    weights = {genre: known[genre] * places / before[genre] for genre, places in now.items()}
    scale = sum(known.values(), Decimal(0)) / (sum(weights.values(), Decimal(0)) or Decimal(1))
    return {genre: weight * scale for genre, weight in weights.items()}


def _whole(genre: str, mine: list[CoutProjete]) -> CoutGenre:
    known = [line for line in mine if line.charges is not None]
    places = sum((line.places for line in known), Decimal(0))
    charges = sum((line.charges for line in known if line.charges is not None), Decimal(0))
    ceilings = {line.plafond for line in mine}
    return CoutGenre(
        genre,
        sum((line.places for line in mine), Decimal(0)),
        places,
        centimes(charges / places) if places else None,
        ceilings.pop() if len(ceilings) == 1 else None,
    )
