"""A year for each signature: what binds, the best calendar, and why this year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

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


NOMMES, BASSES = 4, 3
"""How many are named in a reason; of more, how many of the lowest marks."""
_INVERSE = "L’inverse dépasserait une capacité, ou ne ferait pas moins attendre l’ensemble."
"""What the optimum proves of whoever signs before a higher mark."""


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
        motif: why this year; ``motif_public``: likewise, without a name or a mark of another.
    """

    recense: Recense
    annee: int
    priorite: Priorite
    volume: int | None
    motif: str
    motif_public: str


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
        """What exceeds the limits, a sentence each, then what makes all of it hold, together."""
        if not self.depassements:
            return ()
        asked = ",".join(f"{code}:{year}:{self.charges[code, year]}"
                         for code, year in self.depassements)  # fmt: skip
        return (
            *(
                f"{pluriel(count, 'signature')} de trop dans le {code} en {year} "
                f"({self.charges[code, year]} pour une capacité de {self.capacites[code, year]})."
                for (code, year), count in self.depassements.items()
            ),
            f"En ajoutant «\u00a0--capacite {asked}\u00a0», tout tient.",
        )

    @property
    def tenue(self) -> str:
        """Say whether the limits hold it, where they do or where there is none."""
        return "Tout tient dans les capacités." if self.capacites else (
            "Aucune capacité n’est donnée\u00a0: chacun signe dès qu’il peut.")  # fmt: skip


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
                      told.motif(one), replace(told, nommer=False).motif(one))
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
    bound = _bound(one, souhaits.horizon)
    year = souhaits.fixes.get(one.id)
    if year is None:
        return bound
    out = ", hors des dates du contrat" if year not in bound.annees else ""
    return Fenetre((year,), f"Année demandée{out}. {bound.lien}".strip())


def _bound(one: Recense, years: Sequence[int]) -> Fenetre:
    """Return the years that a contract in force leaves."""
    if not one.en_cours:
        return Fenetre(tuple(years))
    if one.fin is None:
        return Fenetre((), "Contrat signé dont l’échéance n’est pas connue.")
    opens = plus_mois(one.fin, -NEGOCIATION)
    said = f"Contrat en cours jusqu’au {date_courte(one.fin)}"
    if opens.year > years[-1]:
        return Fenetre((), f"{said}.")
    if one.fin.year < years[0]:
        return Fenetre(tuple(years), f"{said}, avant l’horizon\u00a0: dès que possible.")
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
    nommer: bool = True

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
        if not full:
            return []
        why = "\u00a0; ".join(full)
        told = f"Reportée à {year}\u00a0: {why}."
        lower = self.nommer and any(
            self._milliemes(other) < self._milliemes(one) and not self._last(other, before)
            for before in waited
            for code in self._crowded(one, before)
            for other in self._held(code, before)
        )
        return [told, _INVERSE] if lower else [told]

    def _full(self, one: Recense, year: int) -> str:
        """Say which départements of one are full in a year, and by whom."""
        return ", ".join(self._crowd(code, year) for code in self._crowded(one, year))

    def _crowded(self, one: Recense, year: int) -> list[str]:
        """Return the départements of one where the limit of a year is reached."""
        limits = {code: self.souhaits.capacites.get((code, year)) for code in one.departements}
        return [code for code, limit in limits.items()
                if limit is not None and len(self._held(code, year)) >= limit]  # fmt: skip

    def _held(self, code: str, year: int) -> list[Recense]:
        """Return who signs there that year, the highest mark first."""
        found = [other for other in self.recenses
                 if code in other.chrs and self.annees[other.id] == year]  # fmt: skip
        return sorted(found, key=lambda other: (-self._milliemes(other), other.nom, other.id))

    def _crowd(self, code: str, year: int) -> str:
        held = self._held(code, year)
        if not held:
            return f"aucune signature possible en {year} dans le {code}"
        told = f"{pluriel(len(held), 'signature')} déjà en {year} dans le {code}"
        if not self.nommer:
            return told
        return f"{told} " + (
            f"({self._named(held, year)})" if len(held) <= NOMMES else
            f"({self._span(held)}, les plus basses {self._named(held[-BASSES:][::-1], year)})"
        )  # fmt: skip

    def _named(self, held: Sequence[Recense], year: int) -> str:
        return ", ".join(f"{other.nom} ({self._mark(other, year)})" for other in held)

    def _span(self, held: Sequence[Recense]) -> str:
        marks = [self._milliemes(one) for one in held]
        low, high = (nombre(one / 1000, 2) for one in (min(marks), max(marks)))
        return f"priorités de {low} à {high}"

    def _mark(self, one: Recense, year: int) -> str:
        mark = nombre(self.priorites.get(one.id, Priorite()).note, 2)
        return f"{mark}, pas après {year}" if self._last(one, year) else mark

    def _last(self, one: Recense, year: int) -> bool:
        """Tell whether a year is the last in which one may sign, the horizon having others."""
        return self.fenetres[one.id].annees[-1] == year < self.souhaits.horizon[-1]

    def _milliemes(self, one: Recense) -> int:
        return self.priorites.get(one.id, Priorite()).milliemes

    def _excess(self, one: Recense, year: int) -> list[str]:
        over = [code for code in one.departements if (code, year) in self.calendrier.depassements]
        return [
            f"Au-delà de la capacité du {code} en {year} ({self.souhaits.capacites[code, year]})."
            for code in over
        ]
