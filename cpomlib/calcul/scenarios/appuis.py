"""What a number of a hypothesis stands on: the years before it, the middle half of the région."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from cpomlib.calcul.scenarios.champ import TAUX_PAR_AN
from cpomlib.calcul.scenarios.declaration import Assiette, Hypothese, champs
from cpomlib.calcul.scenarios.etats import Etat
from cpomlib.calcul.scenarios.reperes import reperes

if TYPE_CHECKING:
    from cpomlib.calcul.regional import Moitie

MONTREES = 3
"""Years shown beside a number, the base year included."""


@dataclass(frozen=True)
class Recul:
    """What a value was, or how fast what it moves grew.

    Attributes:
        libelle: what grew; empty for a value of its own.
        valeurs: (year, value) of the last years known, the latest last.
    """

    libelle: str
    valeurs: tuple[tuple[int, float], ...]


@dataclass(frozen=True, eq=False)
class Appuis:
    """The years before a scenario and the others of the région, as far as they may be said.

    Attributes:
        etats: base years, the oldest first; the last is that of the scenario.
        moities: (indicator, whether it is its growth) → the middle half of the région.
    """

    etats: tuple[Etat, ...] = ()
    moities: Mapping[tuple[str, bool], Moitie] = field(default_factory=dict)


def reculs(appuis: Appuis, hypothese: Hypothese) -> Mapping[str, Recul]:
    """Return the past of each value of a hypothesis; a year that does not know it is left out."""
    levels = [(etat.annee, _lus(etat, hypothese)) for etat in appuis.etats[-MONTREES:]]
    found = {}
    for declare in champs(type(hypothese)):
        if declare.genre == TAUX_PAR_AN:
            label, known = _croissances(appuis.etats, hypothese, declare.nom)
        else:
            label = ""
            known = [(year, held[declare.nom]) for year, held in levels if declare.nom in held]
        if len(known) > (0 if label else 1):
            found[declare.nom] = Recul(label, tuple(known[-MONTREES:]))
    return found


def moitie_de(appuis: Appuis, hypothese: Hypothese, nom: str) -> Moitie | None:
    """Return the middle half of the région beside a value, None where it may not be said."""
    name = hypothese.indicateurs().get(nom)
    growth = any(one.nom == nom and one.genre == TAUX_PAR_AN for one in champs(type(hypothese)))
    return appuis.moities.get((name, growth)) if name else None


def _lus(etat: Etat, hypothese: Hypothese) -> Mapping[str, float]:
    """Read the values of a year; what was not there that year has none."""
    try:
        return reperes(etat, hypothese)
    except ValueError:
        return {}


def _croissances(
    etats: tuple[Etat, ...], hypothese: Hypothese, nom: str
) -> tuple[str, list[tuple[int, float]]]:
    """Return what a rate moves, and how it grew from each year to the next."""
    label, found = "", []
    for before, after in pairwise(etats):
        first, then = (hypothese.assiettes(etat).get(nom) for etat in (before, after))
        if first is None or then is None or after.annee != before.annee + 1:
            continue
        label = then.libelle
        both = _communs(before, after, getattr(hypothese, "etablissement", None))
        was = _montant(first, [before.rang(name) for name in both])
        now = _montant(then, [after.rang(name) for name in both])
        if was > 0 and np.isfinite(now):
            found.append((after.annee, now / was - 1))
    return label, found


def _communs(before: Etat, after: Etat, etablissement: str | None) -> list[str]:
    """Return the establishments of both years: one that opened or closed is no growth."""
    wanted = [etablissement] if etablissement else after.ids
    return [name for name in wanted if name in before.ids and name in after.ids]


def _montant(assiette: Assiette, rangs: list[int]) -> float:
    """Return the amount over some establishments, divided where it is; NaN where unknown."""
    top = assiette.haut[rangs]
    if assiette.bas is None:
        return float(top.sum())
    under = assiette.bas[rangs]
    known = np.isfinite(under)
    return float(top[known].sum() / under[known].sum()) if under[known].sum() > 0 else float("nan")
