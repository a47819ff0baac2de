"""Whose stays do not cover a period: they begin after it does, or stop before it ends.

Before the first exit known they only name who stayed; after the last day known, nobody leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.stays import OPEN, day_number, days_of, from_day_number
from cpomlib.calcul.perimetre import ouvertures
from cpomlib.tables import RegistreSejours, premieres_annees

if TYPE_CHECKING:
    from cpomlib.socle import Periode
    from cpomlib.tables import Frames

PEU_DE_SORTIES = 5
"""No pace is told on so few exits."""
UNE_FOIS_SUR = 100
"""Exits that should have been seen, and were not: chance does it less than once in so many.
"""
PART = 4
"""A silence shorter than this part of the period (a quarter) changes little of its figures."""


@dataclass(frozen=True)
class Manque:
    """What the stays of an establishment lack of a period.

    Attributes:
        premiere_sortie: its first exit known, where they begin too late; None for none at all.
        arret: the last day known, where they stop while its siblings go on, or before the end.
        absent: it has days of activity in the period, and no stay at all.
    """

    premiere_sortie: date | None = None
    arret: date | None = None
    absent: bool = False


@dataclass(frozen=True, eq=False)
class _Registres:
    """The stays of a table, in days, with the number of the establishment and the owner of each."""

    maisons: tuple[str, ...]
    maison: np.ndarray
    proprietaires: tuple[str, ...]
    de_maison: np.ndarray
    entree: np.ndarray
    sortie: np.ndarray

    @cached_property
    def proprietaire(self) -> np.ndarray:
        """The owner of the establishment of each stay."""
        owners: np.ndarray = self.de_maison[self.maison]
        return owners

    def premieres_sorties(self, code: np.ndarray, n: int) -> np.ndarray:
        """Return the first exit known of each code, ``OPEN`` where nobody left."""
        found = np.full(n, OPEN)
        np.minimum.at(found, code, self.sortie)
        return found

    def derniers_jours(self, code: np.ndarray, n: int, *, sorties: bool) -> np.ndarray:
        """Return the last entry known of each code, or its last entry or exit."""
        seen = np.where(sorties & (self.sortie < OPEN), self.sortie, self.entree)
        found = np.full(n, -OPEN)
        np.maximum.at(found, code, np.maximum(seen, self.entree))
        return found


def non_couverts(frames: Frames, periode: Periode) -> Mapping[str, Manque]:
    """Return the establishments whose stays do not cover a period, and what they lack of it.

    It is so before the first exit known of their gestionnaire (an establishment that is new is
    known from its opening, and has nothing to tell before), and where so long without any exit is
    not chance, in it or in all the establishments of its gestionnaire: its stays begin later.
    So it is where nobody comes nor leaves any more, that long, while its siblings go on or the
    period is over; and where days of activity are told of a period without any stay.
    A silence that an establishment lived before (each winter, in a winter shelter) is none.

    Args:
        frames: the shared tables, with every establishment of each gestionnaire.
        periode: the period.
    """
    stays = frames.get("sejours")
    # a version to publish keeps of the stays only whose they are
    if stays is None or stays.empty or "date_entree" not in stays.columns:
        return {}
    held = _registres(stays, frames["etablissements"])
    exits = held.premieres_sorties(held.maison, len(held.maisons))
    late = _begun_later(held, exits, ouvertures(frames["etablissements"]), periode)
    late |= _too_long(held, held.maison, len(held.maisons), periode)
    owners = _too_long(held, held.proprietaire, len(held.proprietaires), periode)
    late |= owners[held.de_maison]
    found = {held.maisons[at]: Manque(_day(exits[at])) for at in np.flatnonzero(late)}
    last, stopped = _stopped(held, periode)
    told = {held.maisons[at]: Manque(arret=_day(last[at])) for at in np.flatnonzero(stopped)}
    return dict.fromkeys(_absents(held, frames, periode), Manque(absent=True)) | told | found


def _registres(stays: pd.DataFrame, structures: pd.DataFrame) -> _Registres:
    maison, names = pd.factorize(stays["id_etablissement"].array)
    owner = dict(zip(structures["id_etablissement"], structures["id_gestionnaire"], strict=True))
    whose, owners = pd.factorize(np.array([str(owner.get(name, "")) for name in names], object))
    return _Registres(
        tuple(map(str, names)), maison, tuple(map(str, owners)), whose,
        days_of(stays["date_entree"]), days_of(stays["date_sortie"]),
    )  # fmt: skip


def _day(number: int) -> date | None:
    return None if number == OPEN else from_day_number(int(number))


def _begun_later(
    held: _Registres, exits: np.ndarray, ouvertures: Mapping[str, date], periode: Periode
) -> np.ndarray:
    """Tell the establishments, open in a period, the stays of which are whole from a later year."""
    entries = held.derniers_jours(held.maison, len(held.maisons), sorties=False)
    known: dict[int, dict[str, RegistreSejours]] = {}
    for at, name in enumerate(held.maisons):
        known.setdefault(int(held.de_maison[at]), {})[name] = RegistreSejours(
            from_day_number(int(entries[at])), _day(exits[at]), ouvertures.get(name)
        )
    begun = {name: year for each in known.values() for name, year in premieres_annees(each).items()}
    return np.array([
        begun[name] > periode.annee and ouvertures.get(name, periode.debut) <= periode.fin
        for name in held.maisons
    ])  # fmt: skip


def _duree(periode: Periode) -> int:
    """Return the fewest days of a silence that counts."""
    return (day_number(periode.fin) - day_number(periode.debut) + 1) // PART


def _too_long(held: _Registres, code: np.ndarray, n: int, periode: Periode) -> np.ndarray:
    """Tell whom nobody left for longer than chance allows, from its first day to the first exit.

    Exits are expected as they come afterwards: so many for so many days that households spend.
    """
    debut, exits = day_number(periode.debut), held.premieres_sorties(code, n)
    long = exits - debut >= _duree(periode)
    if not long.any():
        return long
    first = exits[code]
    owners = held.derniers_jours(held.proprietaire, len(held.proprietaires), sorties=True)
    spent = np.minimum(held.sortie, owners[held.proprietaire]) - np.maximum(held.entree, first)
    awaited = np.minimum(held.sortie, first) - np.maximum(held.entree, debut)
    after, before = (_days_by(code, days, n) for days in (spent, awaited))
    return long & _unlikely(held, code, after, before, entrees=False)


def _stopped(held: _Registres, periode: Periode) -> tuple[np.ndarray, np.ndarray]:
    """Return the last day known of each establishment, and whether its stays stop there.

    They do where chance would not keep everybody up to the end of a period that is over; up to
    the last day known of its gestionnaire, where the period goes on.
    """
    n, code = len(held.maisons), held.maison
    last = held.derniers_jours(code, n, sorties=True)
    owners = held.derniers_jours(held.proprietaire, len(held.proprietaires), sorties=True)
    first, end = held.premieres_sorties(code, n)[code], last[code]
    fin = day_number(periode.fin)
    known = np.minimum(owners[held.proprietaire], fin) if periode.ouverte else fin
    spent = np.minimum(held.sortie, end) - np.maximum(held.entree, first)
    silent = np.minimum(held.sortie, known) - np.maximum(held.entree, end)
    before, after = (_days_by(code, days, n) for days in (spent, silent))
    until = np.full(n, fin)
    until[code] = known
    long = until - last >= _duree(periode)
    return last, long & _unlikely(held, code, before, after, entrees=True)


def _unlikely(
    held: _Registres, code: np.ndarray, vus: np.ndarray, muets: np.ndarray, *, entrees: bool
) -> np.ndarray:
    """Tell where chance does not make a silence of so many days that households spend.

    So many exits were seen in so many days; nothing is said on a few, nor of a silence that is no
    longer than one seen (between exits, or between entries and exits).
    """
    count = np.bincount(code[held.sortie < OPEN], minlength=len(vus))
    ratio = np.where(vus > 0, muets / np.maximum(vus, 1), 0.0)
    rare = (count - 1) * np.log1p(ratio) >= np.log(UNE_FOIS_SUR)
    found: np.ndarray = rare & (count > PEU_DE_SORTIES)
    for at in np.flatnonzero(found):
        mine = code == at
        found[at] = muets[at] > _silence(held.entree[mine], held.sortie[mine], entrees=entrees)
    return found


def _silence(entree: np.ndarray, sortie: np.ndarray, *, entrees: bool) -> float:
    """Return the most days that households spent between two exits, or entries and exits."""
    left = np.sort(sortie[sortie < OPEN])
    days = np.unique(np.concatenate([left, entree[entree > left[0]]]) if entrees else left)
    lived = _depuis(np.sort(entree), days) - _depuis(left, days)
    return float(np.diff(lived).max(initial=0))


def _depuis(sorted_days: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return, for each day, how many days passed in all since those that came before."""
    rank = np.searchsorted(sorted_days, days, side="right")
    passed: np.ndarray = rank * days - np.concatenate([[0], np.cumsum(sorted_days)])[rank]
    return passed


def _absents(held: _Registres, frames: Frames, periode: Periode) -> list[str]:
    """Return the establishments that have days of activity in a period, and no stay at all."""
    here = (held.entree <= day_number(periode.fin)) & (held.sortie >= day_number(periode.debut))
    present = np.bincount(held.maison[here], minlength=len(held.maisons)) > 0
    empty = {name for name, seen in zip(held.maisons, present, strict=True) if not seen}
    if not empty:
        return []
    told = frames.get("activite")
    if told is None or told.empty or "journees_realisees" not in told.columns:
        return []
    months = [month for month in periode.mois if date(periode.annee, month, 1) <= periode.fin]
    rows = told[(told["annee"] == periode.annee) & told["mois"].isin(months)]
    worked = set(rows.loc[rows["journees_realisees"] > 0, "id_etablissement"].astype("str"))
    absent = (empty & worked) - _transmis(frames, periode.annee)
    return [name for name in held.maisons if name in absent]


def _transmis(frames: Frames, annee: int) -> set[str]:
    """Return the establishments whose aggregates of a year are sent in the place of their stays."""
    sent = frames.get("agregats_etablissements")
    if sent is None or sent.empty:
        return set()
    return set(sent.loc[sent["annee"] == annee, "id_etablissement"].astype("str"))


def _days_by(code: np.ndarray, days: np.ndarray, n: int) -> np.ndarray:
    """Add up days by code; a stay outside of what is looked at has none."""
    return np.bincount(code, weights=np.maximum(days, 0).astype("float64"), minlength=n)
