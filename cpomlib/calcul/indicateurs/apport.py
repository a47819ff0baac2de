"""What each row of a shared table adds to a figure: selected once, added up or shown row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from cpomlib.calcul.indicateurs.measure import Measure
from cpomlib.calcul.indicateurs.rows import Rows
from cpomlib.droit import NON_RENSEIGNE
from cpomlib.tables import table

CENTIMES = 100.0


@dataclass(frozen=True, eq=False)
class Apport:
    """Rows of a shared table, and what each adds to a numerator or a denominator.

    Attributes:
        table: name of the shared table.
        rows: the rows.
        bruts: what each holds, in what is added up exactly: centimes, days, ETP.
        fois: what the sum is multiplied by; ``sur``: what it is divided by.
    """

    table: str
    rows: Rows
    bruts: np.ndarray
    fois: float = 1.0
    sur: float = 1.0

    @cached_property
    def valeurs(self) -> np.ndarray:
        """What each adds: 1 for a household, euros for an amount, ETP or days."""
        return self.bruts * self.fois / self.sur

    @cached_property
    def total(self) -> np.ndarray:
        """What they add up to, per unit."""
        return self.rows.add(self.bruts) * self.fois / self.sur

    def where(self, mask: np.ndarray) -> Apport:
        """Keep the rows for which ``mask`` is true."""
        return replace(self, rows=self.rows.where(mask), bruts=self.bruts[mask])

    def holding(self, column: str, *values: object) -> Apport:
        """Keep the rows whose ``column`` holds one of ``values``."""
        return self.where(self.rows.holds(column, *values))


Cotes: TypeAlias = tuple[Apport | None, Apport | None]
"""Behind the numerator, behind the denominator; None where the indicator has none."""


def chacun(nom: str, rows: Rows) -> Apport:
    """Count each row of a table once."""
    return Apport(nom, rows, np.ones(len(rows.at)))


def colonne(nom: str, rows: Rows, column: str) -> Apport:
    """Add up a column; an empty value adds nothing."""
    values = rows.frame[column].array.take(rows.at).to_numpy("float64", na_value=np.nan)
    return Apport(nom, rows, np.nan_to_num(values))


def argent(nom: str, rows: Rows, column: str) -> Apport:
    """Add up a column of whole centimes, in euros."""
    return replace(colonne(nom, rows, column), sur=CENTIMES)


def ceux(nom: str, rows: Rows, column: str, *values: object) -> Cotes:
    """Select the rows whose column holds one of ``values``, among all of them."""
    return chacun(nom, rows.equal(column, *values)), chacun(nom, rows)


def parts(prefix: str, column: str, held: Apport) -> dict[str, Cotes]:
    """Select the rows of each modality of a column, among all of them.

    Args:
        prefix: start of the ids, followed by the modality.
        column: column read; empty counts as ``non_renseigne`` where the column is optional.
        held: the rows to distribute, with what each weighs.
    """
    field = table(held.table).champ(column)
    known = {f"{prefix}_{each}": held.rows.holds(column, each) for each in field.categories}
    if not field.requis:
        known[f"{prefix}_{NON_RENSEIGNE}"] = held.rows.column(column).isna().to_numpy()
    return {name: (held.where(mask), held) for name, mask in known.items()}


def mesurer(cotes: Cotes, **reste: Any) -> Measure:
    """Add up what is behind an indicator, for every unit.

    Args:
        cotes: behind its numerator, behind its denominator.
        reste: the other attributes of the measure.
    """
    above, below = cotes
    rows = next(side.rows for side in cotes if side is not None)
    return Measure(
        np.full(rows.n, np.nan) if above is None else above.total,
        None if below is None else below.total,
        **reste,
    )


def mesurees(
    cotes: Mapping[str, Cotes], reste: Mapping[str, Mapping[str, Any]]
) -> dict[str, Measure]:
    """Measure several indicators; ``reste`` gives what some of them have of their own."""
    return {name: mesurer(sides, **reste.get(name, {})) for name, sides in cotes.items()}
