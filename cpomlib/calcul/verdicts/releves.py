"""What verdicts are drawn from: a unit's figures, those of the others, what is doubted."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Releve:
    """A figure, with its terms.

    Attributes:
        valeur: the figure.
        numerateur: NaN where there is none; ``denominateur`` likewise.
        inconnus: among the denominator, those whose answer is not known.
        communs: among the denominator, those of the last year too.
        phi: correlation of their two answers.
    """

    valeur: float
    numerateur: float = math.nan
    denominateur: float = math.nan
    inconnus: int = 0
    communs: int = 0
    phi: float = 0.0

    @property
    def compte(self) -> tuple[int, int]:
        """Its terms as counts."""
        return round(self.numerateur), round(self.denominateur)


@dataclass(frozen=True)
class Autres:
    """An indicator over the other units of the région: the unit left out, and the doubted ones.

    Attributes:
        numerateur: sum of theirs; ``denominateur`` and ``inconnus`` likewise.
        valeurs: their values.
        termes: per unit, its numerator and its denominator.
    """

    numerateur: float
    denominateur: float
    inconnus: int
    valeurs: tuple[float, ...]
    termes: tuple[tuple[float, float], ...] = ()

    @property
    def compte(self) -> tuple[int, int]:
        """Their terms as counts."""
        return round(self.numerateur), round(self.denominateur)

    @property
    def comptes(self) -> tuple[tuple[int, int], ...]:
        """The counts of each of them that has any household."""
        return tuple((round(k), round(n)) for k, n in self.termes if n)


@dataclass(frozen=True)
class Faits:
    """All that the verdicts of a report are drawn from.

    Attributes:
        annee: the year judged.
        siens: per year, indicator → figure of the unit; nothing where there is none to show.
        autres: per year, indicator → the others, where it may be said.
        doutes: indicator → why its figure is doubted, a French clause.
        cibles: indicator → the target of the contract.
        ouverte: the year is not over: nothing is concluded.
    """

    annee: int
    siens: Mapping[int, Mapping[str, Releve]]
    autres: Mapping[int, Mapping[str, Autres]] = field(default_factory=dict)
    doutes: Mapping[str, str] = field(default_factory=dict)
    cibles: Mapping[str, float] = field(default_factory=dict)
    ouverte: bool = False

    def sien(self, indicateur: str, annee: int | None = None) -> Releve | None:
        """Return a figure of the unit, None where there is none."""
        return self.siens.get(annee or self.annee, {}).get(indicateur)

    def autre(self, indicateur: str, annee: int | None = None) -> Autres | None:
        """Return an indicator over the others, None where nothing may be said of them."""
        return self.autres.get(annee or self.annee, {}).get(indicateur)


Complements = Mapping[str, tuple[int, int, float]]
"""Indicator → those unknown, those common with the last year, their correlation."""


def complements_de(lignes: pd.DataFrame, annee: int) -> Complements:
    """Return what surrounds the rates of one unit for a year, from its rows of ``complements``."""
    return {
        name: (unknown, common, phi)
        for year, name, unknown, common, phi in _lus(
            lignes, "annee", "id", "inconnus", "communs", "phi"
        )
        if year == annee
    }


def _lus(lignes: pd.DataFrame, *noms: str) -> Iterator[tuple[Any, ...]]:
    """Read some columns row by row: a few rows cost less so than by a mask of the frame."""
    return zip(*(lignes[name].tolist() for name in noms), strict=True)


def releves(resultats: pd.DataFrame, autour: Complements) -> dict[str, Releve]:
    """Read the figures of a unit for a year.

    Args:
        resultats: its rows of ``compute``, with their column ``id``.
        autour: what surrounds its rates.
    """
    rows = _lus(resultats, "id", "statut", "valeur", "numerateur", "denominateur")
    return {
        name: Releve(value, top, bottom, *autour.get(name, ()))
        for name, status, value, top, bottom in rows
        if status == "ok" and not math.isnan(value)
    }


def autres(
    valeurs: pd.DataFrame,
    inconnus: Mapping[tuple[str, str], int],
    unite: str,
    douteux: Collection[tuple[str, str]],
) -> dict[str, Autres]:
    """Add up the indicators of the units of a région, without one of them and what is doubted.

    Args:
        valeurs: rows of ``compute``, one unit per gestionnaire.
        inconnus: (unit, indicator) → those whose answer is not known.
        unite: the unit left out.
        douteux: the (unit, indicator) that are doubted.
    """
    rows = _lus(valeurs, "unite", "id", "statut", "numerateur", "denominateur", "valeur")
    held: dict[str, list[tuple[float, float, int, float]]] = {}
    for unit, name, status, top, bottom, value in rows:
        known = status == "ok" and not math.isnan(value)
        if known and unit != unite and (unit, name) not in douteux:
            unknown = inconnus.get((unit, name), 0)
            held.setdefault(name, []).append((top, bottom, unknown, value))
    return {name: _somme(found) for name, found in held.items()}


def _somme(found: Sequence[tuple[float, float, int, float]]) -> Autres:
    top, bottom, unknown = (sum(one[n] for one in found) for n in range(3))
    values, terms = tuple(one[3] for one in found), tuple(one[:2] for one in found)
    return Autres(top, bottom, int(unknown), values, terms)


@dataclass(frozen=True, eq=False)
class Region:
    """The units of a région, as far as they may be told of.

    Attributes:
        valeurs: per year, rows of ``compute``, one unit per gestionnaire.
        autour: rows of ``complements``, for the same.
        dicibles: the indicators that may be told of.
        douteux: the (unit, indicator) that are doubted in the year judged.
    """

    valeurs: Mapping[int, pd.DataFrame]
    autour: pd.DataFrame
    dicibles: Collection[str]
    douteux: Collection[tuple[str, str]]

    def autres(self, unite: str, annee: int, *, jugee: bool) -> dict[str, Autres]:
        """Add up the others of a unit for a year; doubts are known of the year judged only."""
        unknown = {
            (unit, name): count
            for year, unit, name, count in _lus(self.autour, "annee", "unite", "id", "inconnus")
            if year == annee
        }
        found = autres(self.valeurs[annee], unknown, unite, self.douteux if jugee else ())
        return {name: one for name, one in found.items() if name in self.dicibles}


def rassembler(
    unite: str,
    siens: Mapping[int, pd.DataFrame],
    autour: pd.DataFrame,
    region: Region | None = None,
    doutes: Mapping[str, str] | None = None,
) -> Faits:
    """Put together all that the verdicts of a unit are drawn from.

    Args:
        unite: its name.
        siens: per year, its rows of ``compute``; the last year is judged.
        autour: rows of ``complements`` that hold its own.
        region: those it is set beside, where they may be.
        doutes: indicator → why its figure is doubted.
    """
    last, mine = max(siens), autour[autour["unite"] == unite]
    known = region.valeurs if region else ()
    return Faits(
        annee=last,
        siens={year: releves(siens[year], complements_de(mine, year)) for year in sorted(siens)},
        autres={year: region.autres(unite, year, jugee=year == last) for year in known}
        if region
        else {},
        doutes=doutes or {},
    )
