"""What a publishable sheet keeps to itself when it compares départements.

The value of a département is masked where too few gestionnaires stand behind it, where one is
nearly all of it, or where it counts 1 to 10 persons. What is masked could come back from the
région by subtraction: the smallest département shown is masked in its turn until the masked ones,
taken together, could be published. The région itself is judged by the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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


def masques(apports: Mapping[str, Apports], regles: Regles) -> dict[str, str]:
    """Return unit → why it is masked, for the départements of a région and the région itself.

    Args:
        apports: per unit that has a value; the région is :data:`unites.REGION`.
        regles: the thresholds.
    """
    found = {unit: why for unit, own in apports.items() if (why := raison(own, regles))}
    if REGION in found:
        return dict.fromkeys(apports, found[REGION])
    parts = {unit: own for unit, own in apports.items() if unit != REGION}
    while found and raison(_together(found, parts), regles):
        shown = [unit for unit in parts if unit not in found]
        if not shown:
            break
        found[min(shown, key=lambda unit: _size(parts[unit], unit))] = SECONDAIRE
    return found


def apports(resultats: pd.DataFrame, indicateur: str) -> dict[str, Apports]:
    """Gather what stands behind each département and the région, for one indicator.

    Args:
        resultats: what ``compute`` gives for the units of :mod:`~cpomlib.regional.unites`.
        indicateur: its id.
    """
    rows = resultats[(resultats["id"] == indicateur) & (resultats["statut"] == "ok")]
    counts = fiches()[indicateur].personnes
    found = {}
    for row in rows.to_dict("records"):
        unit = str(row["unite"])
        if unit == REGION or unit.startswith("departement "):
            weights = _weights(rows, unit)
            counted = row["numerateur"] if counts and pd.notna(row["numerateur"]) else None
            rest = _rest(row) if counted is not None else None
            found[unit] = Apports(weights, counted, rest)
    return found


def _weights(rows: pd.DataFrame, unit: str) -> tuple[float, ...]:
    start = "gestionnaire " if unit == REGION else f"part {unit.removeprefix('departement ')} "
    own = rows[rows["unite"].str.startswith(start)]
    below = own["denominateur"].fillna(own["numerateur"]).fillna(0.0)
    return tuple(float(value) for value in below.abs())


def _rest(row: Mapping[str, float]) -> float | None:
    below = row["denominateur"]
    return None if pd.isna(below) else below - row["numerateur"]


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
