"""Where one stands among the comparable ones: quartiles and rank, or nothing at all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.secret import (
    Matrices,
    ReferenceRegionale,
    Regles,
    reference_de,
    regles_des_seuils,
)
from cpomlib.socle import nombre

AUCUN = "Aucun comparable n’a de valeur."
PEU_DE_COMPARABLES = "Moins de {seuil} comparables ont une valeur."
PEU_DE_GESTIONNAIRES = "Les comparables relèvent de moins de {seuil} gestionnaires."


@dataclass(frozen=True)
class Position:
    """Where a unit stands on one indicator among its comparable ones.

    Attributes:
        n: how many of these have a value, the unit itself left out.
        q1: their first quartile; None where masked or unknown, as the two that follow.
        mediane: their median.
        q3: their third quartile.
        statut: ``ok``, ``nd`` when none has a value, ``secret`` when masked.
        raison: why nothing is said, a French sentence; empty when ok.
        rang: place of the unit among them and itself, the best first (« 3e sur 11 »);
            empty when it has no value, no better side, or when the rest is masked.
    """

    n: int
    q1: float | None
    mediane: float | None
    q3: float | None
    statut: Literal["ok", "nd", "secret"]
    raison: str
    rang: str


def situer(
    valeurs: Matrices,
    unite: str,
    voisins: Mapping[str, str],
    gestionnaires_min: int,
    *,
    regles: Regles | None = None,
) -> Mapping[str, Position]:
    """Say where a unit stands among its comparable ones, indicator by indicator.

    Secrecy bears on the comparable ones alone: the unit's own figure, which its reader knows,
    never helps to reach the threshold, nor does its gestionnaire.

    Args:
        valeurs: the indicators of the unit and of the others.
        unite: the one to set among the others.
        voisins: comparable unit → its gestionnaire.
        gestionnaires_min: fewest gestionnaires the others must belong to.
        regles: the thresholds of secrecy; those of ``seuils.yaml`` by default.

    Returns:
        Id of the indicator → position, in the order of ``valeurs``.
    """
    rules = regles or regles_des_seuils()
    others = valeurs.parmi(voisins)
    said = reference_de(others, regles=rules) if others.unites else {}
    mine = valeurs.parmi([unite]).valeurs
    none = ReferenceRegionale(0, None, None, "nd", AUCUN, "")
    least = rules.seuil_etablissements, gestionnaires_min
    return {
        name: _position(
            said.get(name, none),
            _known(others, place),
            float(mine[0, place]) if len(mine) else math.nan,
            voisins,
            least,
            fiches()[name].cote,
        )
        for place, name in enumerate(valeurs.ids)
    }


def _known(others: Matrices, place: int) -> dict[str, float]:
    """Return unit → value of an indicator, where there is one."""
    column = others.valeurs[:, place].tolist()
    known = zip(others.unites, column, strict=True)
    return {unit: value for unit, value in known if not math.isnan(value)}


def _position(
    said: ReferenceRegionale,
    group: Mapping[str, float],
    mine: float,
    owners: Mapping[str, str],
    least: tuple[int, int],
    cote: int,
) -> Position:
    if not group:
        return Position(0, None, None, None, "nd", AUCUN, "")
    reason = _reason(said, list(group), owners, least)
    if reason:
        return Position(len(group), None, None, None, "secret", reason, "")
    values = sorted(group.values())
    q1, middle, q3 = (_quartile(values, rank) for rank in (1, 2, 3))
    return Position(len(group), q1, middle, q3, "ok", "", _rank(values, mine, cote))


def _quartile(ordered: Sequence[float], rang: int) -> float:
    """Return a quartile, between the two values around it as numpy sets it, to the last bit."""
    place, beyond = divmod(rang * (len(ordered) - 1), 4)
    below, above = ordered[place], ordered[min(place + 1, len(ordered) - 1)]
    part = beyond / 4
    if part < 0.5:
        return below + (above - below) * part
    return above - (above - below) * (1 - part)


def _reason(
    said: ReferenceRegionale,
    units: Sequence[str],
    owners: Mapping[str, str],
    least: tuple[int, int],
) -> str:
    if len(units) < least[0]:
        return PEU_DE_COMPARABLES.format(seuil=nombre(least[0]))
    if len({owners[unit] for unit in units}) < least[1]:
        return PEU_DE_GESTIONNAIRES.format(seuil=nombre(least[1]))
    return said.raison if said.statut != "ok" else ""


def _rank(others: Sequence[float], mine: float, cote: int) -> str:
    """Return « 3e sur 11 », the best first; equal values share the best place.

    Nobody is ranked on an indicator that has no better side.
    """
    if math.isnan(mine) or not cote:
        return ""
    place = sum(other * cote > mine * cote for other in others) + 1
    return f"{place}{'er' if place == 1 else 'e'}\u00a0sur\u00a0{len(others) + 1}"
