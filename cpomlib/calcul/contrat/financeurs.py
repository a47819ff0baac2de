"""Who funds what of a contract: asked, granted, paid, and the hole; who withdraws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.calcul.contrat.perimetre_du_contrat import membres
from cpomlib.calcul.contrat.prorogation import terme_actuel

if TYPE_CHECKING:
    from cpomlib.tables import Frames


@dataclass(frozen=True)
class Montants:
    """Amounts in whole cents; None where nobody says it.

    Attributes:
        demande: what was asked for.
        accorde: what was granted.
        verse: what was paid.
    """

    demande: int | None = None
    accorde: int | None = None
    verse: int | None = None

    def plus(self, other: Montants) -> Montants:
        """Add up; what one of the two does not say is unknown of the sum, but for nothing."""
        names = ("demande", "accorde", "verse")
        return Montants(*(_sum(getattr(self, one), getattr(other, one)) for one in names))

    @property
    def trou(self) -> int | None:
        """What was asked for and not granted."""
        return None if self.demande is None or self.accorde is None \
            else max(0, self.demande - self.accorde)  # fmt: skip

    @property
    def reste(self) -> int | None:
        """What was granted and is not paid."""
        return None if self.verse is None or self.accorde is None \
            else max(0, self.accorde - self.verse)  # fmt: skip


RIEN = Montants(0, 0, 0)
_LUES = ("financeur", "montant_demande", "montant_accorde", "montant_verse")


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


@dataclass(frozen=True)
class Financements:
    """The funders of a contract, year by year.

    Attributes:
        annees: the years that some funder is named in, oldest first.
        muettes: the years of the contract that nobody says anything of.
        montants: funder → year → amounts; only the years in which it is named.
        retraits: funder → the year from which it grants nothing more.
    """

    annees: tuple[int, ...]
    muettes: tuple[int, ...]
    montants: Mapping[str, Mapping[int, Montants]]
    retraits: Mapping[str, int]

    def silencieux(self, annee: int) -> tuple[str, ...]:
        """Return the funders that granted before, did not withdraw, and say nothing of a year."""
        return tuple(
            who
            for who, by_year in self.montants.items()
            if annee not in by_year and min(by_year) < annee < self.retraits.get(who, annee + 1)
        )

    def total(self, annee: int) -> Montants:
        """Return the amounts of a year, all funders that say some together."""
        if annee not in self.annees:
            return Montants()
        made = RIEN
        for by_year in self.montants.values():
            made = made.plus(by_year.get(annee, RIEN))
        return made


def annees_financees(contrat: Contrat, jour: date) -> range:
    """Return the years of a contract that have begun by a day."""
    end = terme_actuel(contrat, jour)
    if contrat.effet is None or end is None:
        return range(0)
    return range(contrat.effet.year, min(jour.year, end.year) + 1)


def financements_du_contrat(
    contrat: Contrat, frames: Frames, annees: Iterable[int]
) -> Financements:
    """Return what each funder gives the establishments of a contract.

    Args:
        contrat: the contract.
        frames: the tables, of which ``financements``.
        annees: the years.
    """
    years = tuple(sorted(annees))
    rows = frames["financements"]
    found: dict[str, dict[int, Montants]] = {}
    for year in years:
        inside = rows["id_etablissement"].isin(membres(contrat, year)) & (rows["annee"] == year)
        kept = rows[inside]
        columns = (kept[name].astype("object").where(kept[name].notna(), None) for name in _LUES)
        for who, *amounts in zip(*columns, strict=True):
            row = Montants(*(None if one is None else int(one) for one in amounts))
            held = found.setdefault(str(who), {})
            held[year] = held[year].plus(row) if year in held else row
    ordered = dict(sorted(found.items()))
    told = tuple(year for year in years if any(year in by_year for by_year in ordered.values()))
    silent = tuple(year for year in years if year not in told)
    return Financements(told, silent, ordered, _withdrawn(ordered, told))


def _withdrawn(
    montants: Mapping[str, Mapping[int, Montants]], annees: tuple[int, ...]
) -> dict[str, int]:
    """A funder withdraws from the first year it says it grants nothing, while others go on.

    A year of which it says nothing is not known.
    """
    told = [year for year in annees if any(_granted(one, year) for one in montants.values())]
    found: dict[str, int] = {}
    for who, by_year in montants.items():
        given = [year for year in told if _granted(by_year, year)]
        after = [year for year in told if given and year > max(given) and year in by_year]
        if after:
            found[who] = min(after)
    return found


def _granted(by_year: Mapping[int, Montants], annee: int) -> bool:
    return bool(by_year.get(annee, RIEN).accorde)
