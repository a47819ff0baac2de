"""What must be said of a base budgétaire: the years it mixes, who is left out, who closes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

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
"""More closings than that are counted, not named."""


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
    notes = np.full(contexte.units.n, "", dtype=object)
    for unit, sentences in said.items():
        notes[unit] = " ".join(sentences)
    return notes


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


def _by_unit(read: dict[tuple[int, str], int]) -> dict[int, list[str]]:
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
    if len(names) > NOMMES:
        return f"{head}\u00a0: {pluriel(len(names), 'établissement')}."
    table = contexte.table("etablissements")
    known = dict(zip(table["id_etablissement"], table["nom"], strict=True))
    told = [f"{known[name]} ({date_courte(contexte.fermetures[name])})" for name in sorted(names)]
    return f"{head}\u00a0: {_and(told)}."


def _and(parts: Sequence[str]) -> str:
    return " et ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
