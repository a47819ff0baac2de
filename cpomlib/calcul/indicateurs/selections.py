"""The rows that the fiche of a service may start from, by name: those that ours start from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.finances import exploitation
from cpomlib.calcul.indicateurs.measure import MOIS
from cpomlib.calcul.indicateurs.rh import heads_of
from cpomlib.calcul.indicateurs.rows import Rows
from cpomlib.tables import table

DUREES: Mapping[str, float] = MappingProxyType({"duree_jours": 1.0, "duree_mois": MOIS})
"""What is known of a stay beside its columns: how long it lasted, and the days of its unit."""
_DE_PERSONNES = ("publics", "rh")
"""Volets whose tables have a row per person or household, or count them."""


@dataclass(frozen=True, eq=False)
class Selection:
    """Rows of a shared table, and how many days each stay lasted.

    Attributes:
        rows: the rows.
        jours: from entry to exit, or to the last day known; None outside stays.
    """

    rows: Rows
    jours: np.ndarray | None = None


@dataclass(frozen=True)
class Depart:
    """Where the rows of a term come from.

    Attributes:
        table: the shared table.
        source: without what it does not exist (see ``absence.SOURCES``).
        lire: takes the rows from the tables of a period.
        durees: what is calculated of each row, beside its columns.
    """

    table: str
    source: str
    lire: Callable[[Contexte], Selection]
    durees: Mapping[str, float] = field(default_factory=dict)

    @property
    def personnes(self) -> bool:
        """Whether the table tells of persons or households (statistical secrecy)."""
        return table(self.table).volet in _DE_PERSONNES


def _sejours(nom: str) -> Depart:
    def lire(contexte: Contexte) -> Selection:
        known = contexte.sejours
        held = getattr(known, nom)
        days = np.minimum(held.sortie, known.fin) - held.entree
        return Selection(held.rows, days.astype("float64"))

    return Depart("sejours", "sejours", lire, DUREES)


def _lignes(nom: str, lire: Callable[[Contexte], Rows], source: str = "") -> Depart:
    return Depart(nom, source or nom, lambda contexte: Selection(lire(contexte)))


def _tetes(contexte: Contexte) -> Rows:
    return heads_of(contexte.salaries, contexte.units.employeurs)[0]


DEPARTS: Mapping[str, Depart] = MappingProxyType({
    "sejours.accueillis": _sejours("accueillis"),
    "sejours.presents": _sejours("presents"),
    "sejours.sortis": _sejours("sortis"),
    "sejours.termines": _sejours("termines"),
    "places": _lignes("places", lambda known: known.places),
    "activite": _lignes("activite", lambda known: known.activite),
    "financements": _lignes("financements", lambda known: known.financements),
    "salaries": _lignes("salaries", lambda known: known.salaries),
    "salaries.personnes": _lignes("salaries", _tetes),
    "absences": _lignes("absences", lambda known: known.absences),
    "mouvements": _lignes("mouvements", lambda known: known.mouvements),
    # results carried forward are no charge or product of the year, there as elsewhere
    "budgets.ca": _lignes("budgets", lambda known: exploitation(known.ca), "budgets.ca"),
    "budgets.ca_precedent": _lignes(
        "budgets", lambda known: exploitation(known.ca_precedent), "budgets.ca_precedent"
    ),
    "budgets.be": _lignes("budgets", lambda known: exploitation(known.be), "budgets.be"),
    "balances": _lignes("balances", lambda known: known.balances),
})  # fmt: skip
"""Name → where the rows come from. Ménages are read on one stay each, heads on one row each."""
