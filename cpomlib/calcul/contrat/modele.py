"""A contract as its tables give it: plain rows, and what follows from its dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cpomlib.tables import contract_names

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

CADRES_CPOM = ("l313_11_2", "l313_11")
"""The kinds of contracts that the law of the CPOM binds."""
Ligne = Mapping[str, Any]
"""A row of a table: None where the cell is empty, a date for a day, money in whole centimes."""


def plus_mois(jour: date, mois: int) -> date:
    """Add months to a day; a month too short gives its last day."""
    rank = jour.year * 12 + jour.month - 1 + mois
    year, month = divmod(rank, 12)
    return date(year, month + 1, min(jour.day, calendar.monthrange(year, month + 1)[1]))


def terme(effet: date, mois: int) -> date:
    """Return the last day of a contract of so many months."""
    return plus_mois(effet, mois) - timedelta(days=1)


def rang(numero: str) -> list[tuple[int, str]]:
    """Return a number as it is sorted: « 1.10 » comes after « 1.9 », « 1.1-B » after « 1.1-A »."""
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"(\d+)", numero)]


@dataclass(frozen=True, eq=False)
class Contrat:
    """A contract with all its rows.

    Attributes:
        ligne: its row of the table ``contrats``.
        tables: its rows of the other tables, by table.
    """

    ligne: Ligne
    tables: Mapping[str, Sequence[Ligne]] = field(default_factory=dict)

    def de(self, table: str) -> Sequence[Ligne]:
        """Return its rows of a table, none where there is none."""
        return self.tables.get(table, ())

    @property
    def id(self) -> str:
        """Its code."""
        return str(self.ligne["id_contrat"])

    @property
    def gestionnaire(self) -> str:
        """Who concludes it."""
        return str(self.ligne["id_gestionnaire"])

    @property
    def effet(self) -> date | None:
        """Its first day, None while nobody knows."""
        return self.ligne["date_effet"]

    @property
    def duree(self) -> int | None:
        """Its months, extensions left aside."""
        return None if self.ligne["duree_mois"] is None else int(self.ligne["duree_mois"])

    @property
    def signe(self) -> bool:
        """Whether it is signed, or was."""
        return bool(self.ligne["statut"] != "preparation")

    @property
    def reconduit(self) -> bool:
        """Whether silence renews it each year: never a CPOM, whatever is written."""
        return bool(self.ligne["reconduction_tacite"]) and self.ligne["cadre"] not in CADRES_CPOM

    @property
    def terme_initial(self) -> date | None:
        """Its last day as it was signed."""
        return terme(self.effet, self.duree) if self.effet and self.duree else None


def contrats_de(frames: Frames) -> dict[str, Contrat]:
    """Return the contracts that tables hold, by code, in the order of ``contrats``.

    Args:
        frames: the tables of the contracts; an absent one counts as empty.
    """
    rows = {name: lignes_de(frames[name]) for name in contract_names() if name in frames}
    split: dict[str, dict[str, list[Ligne]]] = {}
    for name, lines in rows.items():
        for line in lines:
            split.setdefault(str(line["id_contrat"]), {}).setdefault(name, []).append(line)
    return {
        str(line["id_contrat"]): Contrat(line, split[str(line["id_contrat"])])
        for line in rows.get("contrats", [])
    }


def lignes_de(frame: pd.DataFrame) -> list[Ligne]:
    """Return a table as plain rows."""
    if frame.empty:
        return []
    columns = {name: _plain(frame[name]) for name in frame.columns}
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def _plain(values: pd.Series) -> list[Any]:
    if str(values.dtype).startswith("datetime"):
        return [None if day is None else day.date() for day in _or_none(values)]
    return _or_none(values)


def _or_none(values: pd.Series) -> list[Any]:
    pairs = zip(values.tolist(), values.isna().tolist(), strict=True)
    return [None if missing else value for value, missing in pairs]
