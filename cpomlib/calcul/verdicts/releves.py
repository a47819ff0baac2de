"""What verdicts are drawn from: a unit's figures, those of the others, what is doubted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.calcul.verdicts.reste import Region


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


def rassembler(
    unite: str,
    siens: Mapping[int, pd.DataFrame],
    autour: pd.DataFrame,
    region: Region | None = None,
    doutes: Mapping[str, str] | None = None,
    cibles: Mapping[str, float] | None = None,
) -> Faits:
    """Put together all that the verdicts of a unit are drawn from.

    Args:
        unite: its name.
        siens: per year, its rows of ``compute``; the last year is judged.
        autour: rows of ``complements`` that hold its own.
        region: those it is set beside, where they may be.
        doutes: indicator → why its figure is doubted.
        cibles: indicator → the target of its contract for that year.
    """
    last, mine = max(siens), autour[autour["unite"] == unite]
    return Faits(
        annee=last,
        siens={year: releves(siens[year], complements_de(mine, year)) for year in sorted(siens)},
        autres={year: region.autres(unite, year) for year in region.annees} if region else {},
        doutes=doutes or {},
        cibles=cibles or {},
    )
