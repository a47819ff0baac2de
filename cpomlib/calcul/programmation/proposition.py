"""A year for each signature: what binds, the best calendar, and why this year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cpomlib.calcul.contrat import plus_mois
from cpomlib.calcul.programmation.criteres import Priorite
from cpomlib.calcul.programmation.optimum import (
    Calendrier,
    Candidat,
    Capacites,
    calendrier,
    charges,
)
from cpomlib.calcul.programmation.recensement import Recense
from cpomlib.socle import CommandeError, date_courte, nombre, pluriel

NEGOCIATION = 12
"""Months before the end at which a negotiation is open (arrêté of 25 October 2019, art. 2)."""


@dataclass(frozen=True)
class Fenetre:
    """The years a gestionnaire may sign in, and what binds them, in words."""

    annees: tuple[int, ...]
    lien: str = ""


@dataclass(frozen=True)
class LigneProposee:
    """A signature.

    Attributes:
        annee: when.
        priorite: its mark, and what makes it.
        volume: what the State pays for its CHRS in a year, in cents; None where unknown.
        motif: why this year.
    """

    recense: Recense
    annee: int
    priorite: Priorite
    volume: int | None
    motif: str


@dataclass(frozen=True)
class CalendrierPropose:
    """A calendar of the signatures.

    Attributes:
        horizon: its years.
        lignes: by year, then priority, then name.
        hors: who is not in it, each with why.
        capacites: (département, year) → limit; without limit where absent.
        charges: (département, year) → signatures.
        depassements: (département, year) → how many beyond the limit.
    """

    horizon: tuple[int, ...]
    lignes: tuple[LigneProposee, ...]
    hors: tuple[tuple[Recense, str], ...] = ()
    capacites: Capacites = field(default_factory=dict)
    charges: Mapping[tuple[str, int], int] = field(default_factory=dict)
    depassements: Mapping[tuple[str, int], int] = field(default_factory=dict)

    @property
    def relachements(self) -> tuple[str, ...]:
        """The smallest relaxation that makes all of it hold, one sentence each."""
        return tuple(
            f"Il manque {pluriel(count, 'signature')} dans le {code} en {year}\u00a0: avec "
            f"«\u00a0--capacite {code}:{year}:{self.charges[code, year]}\u00a0», tout tient."
            for (code, year), count in self.depassements.items()
        )


@dataclass(frozen=True)
class Souhaits:
    """What is asked of a calendar.

    Attributes:
        horizon: its years, oldest first.
        capacites: (département, year) → limit.
        fixes: gestionnaire → the year it is given.
    """

    horizon: tuple[int, ...]
    capacites: Capacites = field(default_factory=dict)
    fixes: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = [(who, year) for who, year in self.fixes.items() if year not in self.horizon]
        if not self.horizon or wrong:
            asked = f"{wrong[0][0]}\u00a0: {wrong[0][1]}" if wrong else "aucune année"
            raise CommandeError(
                f"Cette année n’est pas dans l’horizon ({asked}).",
                que_faire="Changez l’année, ou l’horizon («\u00a0--de\u00a0», «\u00a0--a\u00a0»).",
            )


def proposer(
    recenses: Sequence[Recense],
    priorites: Mapping[str, Priorite],
    volumes: Mapping[str, int | None],
    souhaits: Souhaits,
) -> CalendrierPropose:
    """Return the best calendar of the signatures under the capacities.

    Args:
        recenses: the gestionnaires of CHRS of the région.
        priorites: their marks, by id.
        volumes: what the State pays for their CHRS, in cents, by id.
        souhaits: the horizon, the capacities, the years given.
    """
    windows = {one.id: fenetre(one, souhaits) for one in recenses}
    inside = [one for one in recenses if windows[one.id].annees]
    candidats = [_candidat(one, priorites, windows[one.id]) for one in inside]
    found = calendrier(candidats, souhaits.capacites)
    years = dict(zip((one.id for one in inside), found.annees, strict=True))
    told = _Motifs(souhaits, inside, years, priorites, windows, found)
    lines = [
        LigneProposee(one, years[one.id], priorites.get(one.id, Priorite()), volumes.get(one.id),
                      told.motif(one))
        for one in inside
    ]  # fmt: skip
    return CalendrierPropose(
        souhaits.horizon,
        tuple(sorted(lines, key=_rank)),
        tuple((one, windows[one.id].lien) for one in recenses if not windows[one.id].annees),
        souhaits.capacites,
        charges(candidats, found.annees),
        found.depassements,
    )


def _rank(line: LigneProposee) -> tuple[int, float, str, str]:
    return line.annee, -line.priorite.milliemes, line.recense.nom, line.recense.id


def _candidat(one: Recense, priorites: Mapping[str, Priorite], window: Fenetre) -> Candidat:
    # 1 at least: who has no mark signs as early as can be all the same
    weight = 1 + priorites.get(one.id, Priorite()).milliemes
    return Candidat((one.nom, one.id), weight, one.departements, window.annees)


def fenetre(one: Recense, souhaits: Souhaits) -> Fenetre:
    """Return the years in which a gestionnaire may sign, and what binds them."""
    years = souhaits.horizon
    if one.id in souhaits.fixes:
        return Fenetre((souhaits.fixes[one.id],), "Année demandée.")
    if not one.en_cours:
        return Fenetre(years)
    if one.fin is None:
        return Fenetre((), "Contrat signé dont l’échéance n’est pas connue.")
    opens = plus_mois(one.fin, -NEGOCIATION)
    said = f"Contrat en cours jusqu’au {date_courte(one.fin)}"
    if opens.year > years[-1]:
        return Fenetre((), f"{said}.")
    if one.fin.year < years[0]:
        return Fenetre(years, f"{said}, avant l’horizon\u00a0: dès que possible.")
    return Fenetre(
        tuple(year for year in years if opens.year <= year <= one.fin.year),
        f"{said}\u00a0: négociation à ouvrir au plus tard le {date_courte(opens)}, signature au "
        f"plus tard en {one.fin.year}.",
    )


@dataclass(frozen=True)
class _Motifs:
    """What explains a year."""

    souhaits: Souhaits
    recenses: Sequence[Recense]
    annees: Mapping[str, int]
    priorites: Mapping[str, Priorite]
    fenetres: Mapping[str, Fenetre]
    calendrier: Calendrier

    def motif(self, one: Recense) -> str:
        """Say why this year."""
        year, window = self.annees[one.id], self.fenetres[one.id]
        waited = [before for before in window.annees if before < year]
        said = [
            *self._delay(one, year, waited),
            *([] if waited or window.lien else ["Première année possible."]),
            window.lien,
            *self._excess(one, year),
        ]
        return " ".join(filter(None, said))

    def _delay(self, one: Recense, year: int, waited: Sequence[int]) -> list[str]:
        full = [told for before in waited if (told := self._full(one, before))]
        told = "\u00a0; ".join(full)
        return [f"Reportée à {year}\u00a0: {told}."] if full else []

    def _full(self, one: Recense, year: int) -> str:
        """Say which départements of one are full in a year, and by whom."""
        parts = []
        for code in one.departements:
            limit = self.souhaits.capacites.get((code, year))
            held = [other for other in self.recenses
                    if code in other.chrs and self.annees[other.id] == year]  # fmt: skip
            if limit is None or len(held) < limit:
                continue
            if not limit:
                parts.append(f"aucune signature possible en {year} dans le {code}")
                continue
            count = pluriel(len(held), "signature")
            named = ", ".join(f"{other.nom} ({self._mark(other)})" for other in held)
            parts.append(f"{count} déjà en {year} dans le {code} ({named})")
        return ", ".join(parts)

    def _mark(self, one: Recense) -> str:
        return nombre(self.priorites.get(one.id, Priorite()).note, 2)

    def _excess(self, one: Recense, year: int) -> list[str]:
        over = [code for code in one.departements if (code, year) in self.calendrier.depassements]
        return [
            f"Au-delà de la capacité du {code} en {year} ({self.souhaits.capacites[code, year]})."
            for code in over
        ]
