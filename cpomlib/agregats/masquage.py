"""Small counts masked, and what would let them be calculated: one system of counts per year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pandas as pd

from cpomlib.agregats.effectifs import COMPLEMENT, SANS_DEPART, effectifs, relations
from cpomlib.indicators import Conventions
from cpomlib.perimeter import Perimetre
from cpomlib.secret import Cellule, Equation, Regles, Systeme, secondaire, somme, verifier
from cpomlib.secret.systeme import Statut

SECRET = "secret_statistique"
"""Code of the reason of a masked row: the same whether the count is small or protects another."""

Compte = tuple[str, str]
"""A count: the unit, and the name of what is counted."""


def masquer(
    rows: pd.DataFrame, units: Perimetre, conventions: Conventions, regles: Regles
) -> pd.DataFrame:
    """Mask the rows of a year that say a small count of persons, or let one be calculated.

    Args:
        rows: results of the indicators: unite, id, numerateur, denominateur, valeur, statut,
            raison.
        units: the units, whose establishments add up.
        conventions: what the parties agreed.
        regles: the thresholds.

    Returns:
        The same rows; a masked number is NaN, and so is the value that would say it.

    Raises:
        SecretError: a masked count could be calculated from what is left.
    """
    systeme = secondaire(systeme_des_comptes(rows, units, conventions, regles), regles)
    verifier(systeme, regles)
    hidden = {cell.nom for cell in systeme.cellules if cell.inconnue}
    said = [effectifs()[name] for name in rows["id"]]
    unit = rows["unite"]
    above = np.array([_name(u, s.numerateur) in hidden for u, s in zip(unit, said, strict=True)])
    below = np.array([_name(u, s.denominateur) in hidden for u, s in zip(unit, said, strict=True)])
    # A sum of durations is no count: it goes with the number of stays it is divided by.
    above |= below & np.array([not counts.numerateur for counts in said])
    masked = (above | below) & (rows["statut"] == "ok").to_numpy()
    return rows.assign(
        numerateur=rows["numerateur"].mask(above),
        denominateur=rows["denominateur"].mask(below),
        valeur=rows["valeur"].mask(above | below),
        statut=rows["statut"].astype("str").mask(masked, "secret"),
        raison=rows["raison"].mask(masked, SECRET),
    )


def systeme_des_comptes(
    rows: pd.DataFrame, units: Perimetre, conventions: Conventions, regles: Regles
) -> Systeme:
    """Write the counts of a year and all that a reader may calculate with, small ones masked."""
    counts = _counts(rows)
    equations = [*_within(counts, conventions, regles), *_between(counts, units)]
    told = _told_by_status(rows)
    cells = tuple(_cell(count, value, regles, count in told) for count, value in counts.items())
    return Systeme(cells, tuple(equations))


def _counts(rows: pd.DataFrame) -> dict[Compte, float]:
    """Return every count that the rows say, once."""
    counts: dict[Compte, float] = {}
    numbers = zip(rows["unite"], rows["id"], rows["numerateur"], rows["denominateur"], strict=True)
    for unit, name, above, below in numbers:
        said = effectifs()[name]
        for cell, value in ((said.numerateur, above), (said.denominateur, below)):
            if cell and not np.isnan(value):
                counts[str(unit), cell] = float(value)
    return counts


def _within(
    counts: dict[Compte, float], conventions: Conventions, regles: Regles
) -> Iterator[Equation]:
    """Tie the counts of each unit, adding those that are only deduced to ``counts``."""
    known = list(relations(conventions.anciennete_min_mois is not None))
    for unit, relation in product(dict.fromkeys(unit for unit, _ in counts), known):
        total = counts.get((unit, relation.total))
        if total is None:
            continue
        written = [part for part in relation.parts if (unit, part) in counts]
        rest = total - sum(counts[unit, part] for part in written)
        if relation.complement and rest > regles.plus_grand_masque:
            continue  # a large remainder binds nothing
        for part in relation.deduites:
            counts[unit, part] = rest
            written.append(part)
            rest = 0.0
        yield somme(_name(unit, relation.total), [_name(unit, p) for p in written], -rest)


def _between(counts: Mapping[Compte, float], units: Perimetre) -> Iterator[Equation]:
    """Tie each unit of several establishments to them; who moved is counted once in it."""
    members = units.etablissements.groupby("unite", sort=False)["id_etablissement"].agg(list)
    for (unit, name), total in counts.items():
        own = members[unit]
        if own == [unit] or name.startswith(COMPLEMENT):
            continue
        parts = [each for each in own if (each, name) in counts]
        excess = sum(counts[each, name] for each in parts) - total
        yield somme(_name(unit, name), [_name(each, name) for each in parts], excess)


def _told_by_status(rows: pd.DataFrame) -> set[Compte]:
    """Return the counts that a reason gives away: nobody to relate a rate to."""
    empty = rows[rows["raison"] == "denominateur_nul"]
    names = zip(empty["unite"], empty["id"], strict=True)
    return {(str(unit), effectifs()[name].denominateur) for unit, name in names}


def _cell(count: Compte, value: float, regles: Regles, connue: bool) -> Cellule:
    unit, name = count
    small = 1 <= value <= regles.plus_grand_masque and name != SANS_DEPART
    written = not name.startswith(COMPLEMENT)
    return Cellule(
        nom=_name(unit, name),
        valeur=value,
        statut="connue" if connue else _statut(written, small),
        protection=(1.0, float(regles.plus_grand_masque)) if small else None,
        minimum=min(0.0, value),
        table=f"agrégats de {unit}",
    )


def _statut(written: bool, small: bool) -> Statut:
    if not written:
        return "interne"
    return "primaire" if small else "publiee"


def _name(unit: str, count: str) -> str:
    return f"{unit} {count}"
