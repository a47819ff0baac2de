"""What must be said of budgets: the years a base mixes, who is left out, who closes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.rows import Rows
from cpomlib.socle import date_courte, pluriel

TOUS_FERMES = (
    "Les établissements qui ont un budget exécutoire ont fermé avant l’année\u00a0: il n’en reste "
    "pas de base."
)
NOMMES = 5
"""More establishments than that are counted, not named."""


def precisions(contexte: Contexte) -> np.ndarray:
    """Return per unit what must be said with its base, empty where every budget is of year A."""
    read, put = _distinct(contexte.be), _distinct(contexte.be_deposes)
    said: dict[int, list[str]] = defaultdict(list)
    for unit, years in _years(read).items():
        if set(years) != {contexte.annee}:
            said[unit].append(_mixed(years))
    gone = {key: year for key, year in put.items() if key not in read}
    for unit, names in _by_unit(gone).items():
        head = f"Fermés avant {contexte.annee} et laissés de côté"
        said[unit].append(_closings(contexte, head, names))
    for unit, names in _by_unit(read).items():
        closing = [name for name in names if _closes(contexte, name)]
        if closing:
            said[unit].append(_closings(contexte, f"Ferment en {contexte.annee}", closing))
    for unit, names in _by_unit(_tarifes(contexte) - put.keys()).items():
        head = f"Sans budget exécutoire jusqu’à {contexte.annee}, et non comptés"
        said[unit].append(_listed(contexte, head, names))
    return _notes(contexte, said)


def sans_compte(contexte: Contexte, rows: Rows | None = None) -> np.ndarray:
    """Return per unit the establishments without a ``ca`` of year A, to be said with a figure.

    Args:
        contexte: the tables of year A.
        rows: those that make the denominator; None: the establishments that owe a ``ca``.
    """
    owed, how = _tarifes(contexte), "et non comptés"
    if rows is not None:
        owed, how = _pairs(rows), "mais comptés au dénominateur"
    head = f"Sans compte administratif de {contexte.annee}, {how}"
    missing = _by_unit(owed - _pairs(contexte.ca))
    said = {unit: [_listed(contexte, head, names)] for unit, names in missing.items()}
    return _notes(contexte, said)


def _notes(contexte: Contexte, said: Mapping[int, Sequence[str]]) -> np.ndarray:
    notes = np.full(contexte.units.n, "", dtype=object)
    for unit, sentences in said.items():
        notes[unit] = " ".join(sentences)
    return notes


def _tarifes(contexte: Contexte) -> set[tuple[int, str]]:
    """Return the authorised establishments open in year A: each has a budget."""
    rows = contexte.units.rows(contexte.table("etablissements")).equal("regime", "autorise")
    opened = rows.column("date_ouverture").to_numpy("datetime64[s]")
    late = opened > np.datetime64(f"{contexte.annee}-12-31")
    closed = rows.column("id_etablissement").isin(contexte.fermes).to_numpy(bool)
    return _pairs(rows.where(~late & ~closed))


def _pairs(rows: Rows) -> set[tuple[int, str]]:
    return set(zip(rows.unit.tolist(), rows.column("id_etablissement").tolist(), strict=True))


def _distinct(rows: Rows) -> dict[tuple[int, str], int]:
    """Return the year read for each unit and establishment."""
    house, names = pd.factorize(rows.column("id_etablissement"))
    _, first = np.unique(rows.unit * max(len(names), 1) + house, return_index=True)
    years = rows.column("annee").to_numpy("int64")[first].tolist()
    keys = zip(rows.unit[first].tolist(), names[house[first]].tolist(), strict=True)
    return dict(zip(keys, years, strict=True))


def _years(read: dict[tuple[int, str], int]) -> dict[int, Counter[int]]:
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for (unit, _), year in read.items():
        found[unit][year] += 1
    return found


def _by_unit(read: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for unit, name in read:
        found[unit].append(name)
    return found


def _mixed(years: Counter[int]) -> str:
    parts = [f"{year} ({pluriel(years[year], 'établissement')})" for year in sorted(years)]
    return f"Budgets exécutoires de {_and(parts)}."


def _closes(contexte: Contexte, name: str) -> bool:
    day = contexte.fermetures.get(name)
    return day is not None and day.year == contexte.annee


def _closings(contexte: Contexte, head: str, names: Sequence[str]) -> str:
    days = {name: f" ({date_courte(contexte.fermetures[name])})" for name in names}
    return _listed(contexte, head, names, days)


def _listed(
    contexte: Contexte, head: str, names: Sequence[str], after: Mapping[str, str] | None = None
) -> str:
    if len(names) > NOMMES:
        return f"{head}\u00a0: {pluriel(len(names), 'établissement')}."
    table = contexte.table("etablissements")
    known = dict(zip(table["id_etablissement"], table["nom"], strict=True))
    told = [f"{known[name]}{(after or {}).get(name, '')}" for name in sorted(names)]
    return f"{head}\u00a0: {_and(told)}."


def _and(parts: Sequence[str]) -> str:
    return " et ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
