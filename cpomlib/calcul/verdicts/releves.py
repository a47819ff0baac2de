"""What verdicts are drawn from: a unit's figures, those of the others, what is doubted."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
    """

    numerateur: float
    denominateur: float
    inconnus: int
    valeurs: tuple[float, ...]

    @property
    def compte(self) -> tuple[int, int]:
        """Their terms as counts."""
        return round(self.numerateur), round(self.denominateur)


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
    rows = lignes[lignes["annee"] == annee]
    columns = (rows[name].tolist() for name in ("id", "inconnus", "communs", "phi"))
    return {name: rest for name, *rest in zip(*columns, strict=True)}  # type: ignore[misc]


def releves(resultats: pd.DataFrame, autour: Complements) -> dict[str, Releve]:
    """Read the figures of a unit for a year.

    Args:
        resultats: its rows of ``compute``, with their column ``id``.
        autour: what surrounds its rates.
    """
    shown = resultats[(resultats["statut"] == "ok") & resultats["valeur"].notna()]
    names = ("id", "valeur", "numerateur", "denominateur")
    columns = (shown[name].tolist() for name in names)
    return {
        name: Releve(value, top, bottom, *autour.get(name, ()))
        for name, value, top, bottom in zip(*columns, strict=True)
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
    rows = valeurs[(valeurs["statut"] == "ok") & valeurs["valeur"].notna()]
    names = ("unite", "id", "numerateur", "denominateur", "valeur")
    held: dict[str, list[tuple[float, float, int, float]]] = {}
    for unit, name, top, bottom, value in zip(*(rows[n].tolist() for n in names), strict=True):
        if unit != unite and (unit, name) not in douteux:
            unknown = inconnus.get((unit, name), 0)
            held.setdefault(name, []).append((top, bottom, unknown, value))
    return {name: _somme(found) for name, found in held.items()}


def _somme(found: Sequence[tuple[float, float, int, float]]) -> Autres:
    top, bottom, unknown = (sum(one[n] for one in found) for n in range(3))
    return Autres(top, bottom, int(unknown), tuple(one[3] for one in found))


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
        rows = self.valeurs[annee]
        shown = rows[rows["id"].isin(list(self.dicibles))]
        around = self.autour[self.autour["annee"] == annee]
        columns = (around[name].tolist() for name in ("unite", "id", "inconnus"))
        unknown = {(unit, name): count for unit, name, count in zip(*columns, strict=True)}
        return autres(shown, unknown, unite, self.douteux if jugee else ())


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
