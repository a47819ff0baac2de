"""What a publishable sheet keeps to itself when it compares départements.

The value of a département is masked where too few gestionnaires stand behind it, where one is
nearly all of it, or where it counts 1 to 10 persons; so is the région. A gestionnaire reads too:
what is masked, taken together, must be publishable, or one of them would calculate another. All
that could bring a number back (the région less its départements, the shares of a family, an
amount told twice) is written as cells and relations, which ``calcul.secret`` masks further
and audits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cpomlib.calcul.regional.cellules import indicateurs_masques
from cpomlib.calcul.regional.unites import REGION
from cpomlib.calcul.secret import (
    DOMINANCE,
    DU_SERVICE,
    PEU_D_UNITES,
    PEU_DE_PERSONNES,
    SECONDAIRE,
    Regles,
    est_du_service,
    est_une_part,
    facteur_personnes,
)
from cpomlib.socle import nombre

Raisons = dict[tuple[str, str], str]
"""(Unit, indicator) → why it is masked."""


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
        if counted is not None and _BRUIT < counted <= regles.plus_grand_masque:
            return PEU_DE_PERSONNES.format(seuil=regles.seuil_personnes)
    total = sum(apports.poids)
    if total > 0 and max(apports.poids) > regles.dominance_max * total:
        return DOMINANCE.format(part=nombre(regles.dominance_max * 100))
    return ""


def masques(
    apports: Mapping[str, Apports], regles: Regles, deja: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return unit → why it is masked by itself, for the départements of a région and the région.

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


def masquer(resultats: pd.DataFrame, regles: Regles, regionaux: Mapping[str, str]) -> Raisons:
    """Return (unit, indicator) → why it is masked, for a whole year.

    Args:
        resultats: what ``compute`` gives for the units of :mod:`~cpomlib.calcul.regional.unites`.
        regles: the thresholds.
        regionaux: indicator → why the région itself may not be shown
            (:func:`cpomlib.calcul.secret.reference`).

    Raises:
        SecretError: what is masked could be calculated from what is shown.
    """
    own = resultats["id"].map({name: est_du_service(name) for name in resultats["id"].unique()})
    return _livres(resultats[~own.to_numpy(bool)], regles, regionaux) | {
        (str(unit), str(name)): DU_SERVICE
        for unit, name in zip(*(resultats.loc[own, key] for key in ("unite", "id")), strict=True)
    }


def _livres(resultats: pd.DataFrame, regles: Regles, regionaux: Mapping[str, str]) -> Raisons:
    """Mask what the relations declared know; what a service adds changes none of it."""
    behind = apports(resultats)
    known: dict[str, dict[str, str]] = {
        name: {REGION: regionaux[name]} for name in behind if name in regionaux
    }
    shown = _territories(resultats)
    while True:
        found = dict(_by_themselves(behind, known, regles))
        further = indicateurs_masques(shown, found, regles) - found.keys()
        if not further:
            return found
        known = {name: {} for name in behind}
        for (unit, name), why in {**found, **dict.fromkeys(further, SECONDAIRE)}.items():
            known[name][unit] = why


def _by_themselves(
    behind: Mapping[str, Mapping[str, Apports]],
    known: Mapping[str, Mapping[str, str]],
    regles: Regles,
) -> Iterator[tuple[tuple[str, str], str]]:
    for name, own in behind.items():
        for unit, why in masques(own, regles, known.get(name)).items():
            yield (unit, name), why


def _territories(resultats: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a sheet shows: the région and its départements."""
    unit = resultats["unite"]
    shown = (unit == REGION) | unit.str.startswith("departement ")
    return resultats[shown & (resultats["statut"] == "ok")].reset_index(drop=True)


def apports(resultats: pd.DataFrame) -> dict[str, dict[str, Apports]]:
    """Gather what stands behind each département and the région, per indicator.

    Args:
        resultats: what ``compute`` gives for the units of :mod:`~cpomlib.calcul.regional.unites`.
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
    counted, factor = row["numerateur"], facteur_personnes(name)
    if factor is None or pd.isna(counted):
        return None, None
    below = row["denominateur"]
    part = est_une_part(name) and not pd.isna(below)
    return counted * factor, below - counted if part else None


_BRUIT = 1e-9
"""Below this, what floats lose of a sum of posts."""


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
