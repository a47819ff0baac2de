"""What a publishable sheet keeps to itself when it compares départements.

The value of a département is masked where too few gestionnaires stand behind it, where one is
nearly all of it, or where it counts 1 to 10 persons. What is masked could come back from the
région by subtraction: the smallest département shown is masked in its turn until the masked ones,
taken together, could be published. The région itself is judged by the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from cpomlib.indicators import fiches
from cpomlib.regional.unites import REGION
from cpomlib.secret import Regles
from cpomlib.secret.primaire import DOMINANCE, PEU_D_UNITES, PEU_DE_PERSONNES
from cpomlib.secret.tableau import SECONDAIRE
from cpomlib.typography import nombre


@dataclass(frozen=True)
class Apports:
    """What the gestionnaires bring to a unit, for one indicator.

    Attributes:
        poids: what each brings: denominators of a rate, or the counts themselves.
        personnes: persons or households counted; None where the indicator counts none.
        hors: persons left out of the numerator of a rate; None where there are none to tell of.
    """

    poids: tuple[float, ...]
    personnes: float | None = None
    hors: float | None = None

    def avec(self, autre: Apports) -> Apports:
        """Return two units taken together."""
        return Apports(
            self.poids + autre.poids,
            _sum(self.personnes, autre.personnes),
            _sum(self.hors, autre.hors),
        )


def raison(apports: Apports, regles: Regles) -> str:
    """Say why a unit may not be shown, empty when it may."""
    if 1 <= len(apports.poids) < regles.seuil_etablissements:
        return PEU_D_UNITES.format(seuil=regles.seuil_etablissements)
    for counted in (apports.personnes, apports.hors):
        if counted is not None and 1 <= counted <= regles.plus_grand_masque:
            return PEU_DE_PERSONNES.format(seuil=regles.seuil_personnes)
    total = sum(apports.poids)
    if total > 0 and max(apports.poids) > regles.dominance_max * total:
        return DOMINANCE.format(part=nombre(regles.dominance_max * 100))
    return ""


def masques(
    apports: Mapping[str, Apports], regles: Regles, deja: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return unit → why it is masked, for the départements of a région and the région itself.

    Args:
        apports: per unit that has a value; the région is :data:`unites.REGION`.
        regles: the thresholds.
        deja: what is already masked, and why.
    """
    found = {unit: why for unit, own in apports.items() if (why := raison(own, regles))}
    found |= {unit: why for unit, why in (deja or {}).items() if unit in apports}
    if REGION in found:
        return {unit: found.get(unit, found[REGION]) for unit in apports}
    parts = {unit: own for unit, own in apports.items() if unit != REGION}
    while found and raison(_together(found, parts), regles):
        shown = [unit for unit in parts if unit not in found]
        if not shown:
            break
        found[min(shown, key=lambda unit: _size(parts[unit], unit))] = SECONDAIRE
    return found


def masquer(
    resultats: pd.DataFrame, regles: Regles, regionaux: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """Return (unit, indicator) → why it is masked, for a whole year.

    The shares of a family add up to one: one that is masked alone would come back, so another of
    the family goes with it, and the départements are looked at again.

    Args:
        resultats: what ``compute`` gives for the units of :mod:`~cpomlib.regional.unites`.
        regles: the thresholds.
        regionaux: indicator → why the région itself may not be shown
            (:func:`cpomlib.secret.reference`).
    """
    behind = apports(resultats)
    found = {
        name: masques(own, regles, {REGION: regionaux[name]} if name in regionaux else None)
        for name, own in behind.items()
    }
    while added := _complements(behind, found, regles):
        for name, unit in added:
            found[name] = masques(behind[name], regles, {**found[name], unit: SECONDAIRE})
    return {(unit, name): why for name, units in found.items() for unit, why in units.items()}


def _complements(
    behind: Mapping[str, Mapping[str, Apports]],
    found: Mapping[str, Mapping[str, str]],
    regles: Regles,
) -> list[tuple[str, str]]:
    """Return what must be masked beside shares that would come back from the others."""
    added = []
    for family in _families():
        known = [name for name in family if name in behind]
        # in one order on every machine: which share is masked first decides which others are
        for unit in sorted({unit for name in known for unit in found[name]}):
            hidden = [name for name in known if unit in found[name]]
            shown = [
                name for name in known
                if unit not in found[name] and (_counted(behind, name, unit) or 0) > 0
            ]  # fmt: skip
            total = sum(_counted(behind, name, unit) or 0 for name in hidden)
            if shown and (len(hidden) < 2 or total <= regles.plus_grand_masque):
                added.append((min(shown, key=lambda n: (_counted(behind, n, unit), n)), unit))
    return added


def _counted(behind: Mapping[str, Mapping[str, Apports]], name: str, unit: str) -> float | None:
    own = behind[name].get(unit)
    return own.personnes if own else None


@cache
def _families() -> tuple[tuple[str, ...], ...]:
    """Return the indicators on persons whose shares add up to a whole that is shown."""
    by_family: dict[str, list[str]] = {}
    for fiche in fiches().values():
        if fiche.famille and fiche.personnes:
            by_family.setdefault(fiche.famille, []).append(fiche.id)
    return (*map(tuple, by_family.values()), ("cpom_1_taux_social", "cpom_1_taux_prive"))


def apports(resultats: pd.DataFrame) -> dict[str, dict[str, Apports]]:
    """Gather what stands behind each département and the région, per indicator.

    Args:
        resultats: what ``compute`` gives for the units of :mod:`~cpomlib.regional.unites`.
    """
    rows = resultats[resultats["statut"] == "ok"].to_dict("records")
    weights: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        kind, _, rest = str(row["unite"]).partition(" ")
        unit = {"gestionnaire": REGION, "part": f"departement {rest.partition(' ')[0]}"}.get(kind)
        if unit is not None:
            weights.setdefault((row["id"], unit), []).append(_weight(row))
    found: dict[str, dict[str, Apports]] = {}
    for row in rows:
        name, unit = str(row["id"]), str(row["unite"])
        if unit == REGION or unit.startswith("departement "):
            own = tuple(weights.get((name, unit), ()))
            found.setdefault(name, {})[unit] = Apports(own, *_persons(name, row))
    return found


def _weight(row: Mapping[str, Any]) -> float:
    below = row["numerateur"] if pd.isna(row["denominateur"]) else row["denominateur"]
    return 0.0 if pd.isna(below) else abs(float(below))


def _persons(name: str, row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Return how many persons a figure counts, and how many its denominator leaves out."""
    counted = row["numerateur"]
    if not fiches()[name].personnes or pd.isna(counted):
        return None, None
    below = row["denominateur"]
    return counted, None if pd.isna(below) else below - counted


def _size(own: Apports, unit: str) -> tuple[float, float, str]:
    return (sum(own.poids), own.personnes or 0.0, unit)


def _together(units: Mapping[str, str], parts: Mapping[str, Apports]) -> Apports:
    first, *others = (parts[unit] for unit in units)
    whole = first
    for other in others:
        whole = whole.avec(other)
    return whole


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
