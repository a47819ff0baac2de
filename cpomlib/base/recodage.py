"""Sums before and after, where completing would leave two codings of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpomlib.base.lots import SCOPE, scope_of
from cpomlib.base.portee_dite import Somme
from cpomlib.tables import table

if TYPE_CHECKING:
    import pandas as pd

ADDITIONNEES = {
    "places": ("places_autorisees", "places_financees"),
    "demandes_siao": ("demandes",),
    "budgets": ("montant",),
    "balances": ("debit", "credit"),
    "financements": ("montant_accorde",),
    "salaries": ("etp",),
    "absences": ("jours",),
}
"""Columns whose sum tells that one thing is counted twice, by table."""


def sommes(name: str, frame: pd.DataFrame, held: pd.DataFrame, lost: pd.DataFrame) -> list[Somme]:
    """Return the sums of the scopes where the file leaves rows out and brings new ones.

    Args:
        name: the shared table.
        frame: its rows in the file.
        held: the rows of the current state in the same scopes.
        lost: those that the file does not hold.
    """
    if lost.empty or name not in ADDITIONNEES:
        return []
    parts = [_by_scope(name, rows) for rows in (held, frame, lost)]
    doubtful = sorted(set(parts[2]) & _with_new_rows(name, frame, held))
    return [
        Somme(name, *scope, column, before, given, given + left)
        for scope in doubtful
        for column, before, given, left in zip(
            ADDITIONNEES[name], *(part.get(scope, _nothing(name)) for part in parts), strict=True
        )
    ]


_Scope = tuple[str, int, str, str]


def _nothing(name: str) -> tuple[float, ...]:
    return (0,) * len(ADDITIONNEES[name])


def _scopes(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the scope of each row, charges and produits apart."""
    sens = rows["sens"].astype("str") if "sens" in rows.columns else ""
    return scope_of(name, rows).assign(sens=sens)


def _by_scope(name: str, rows: pd.DataFrame) -> dict[_Scope, tuple[float, ...]]:
    columns = list(ADDITIONNEES[name])
    named = _scopes(name, rows)
    grouped = rows[columns].fillna(0).groupby([named[each] for each in (*SCOPE, "sens")]).sum()
    return {
        (str(who), int(year), str(document), str(sens)): tuple(values)
        for (who, year, document, sens), *values in grouped.itertuples()
    }


def _with_new_rows(name: str, frame: pd.DataFrame, held: pd.DataFrame) -> set[_Scope]:
    """Return the scopes where the file has keys that are not known."""
    key = list(table(name).cle)
    sides = frame[key].astype("object").merge(
        held[key].astype("object").drop_duplicates(), how="left", on=key, indicator=True
    )  # fmt: skip
    new = frame[(sides["_merge"] == "left_only").to_numpy()]
    return {(str(a), int(b), str(c), str(d)) for a, b, c, d in
            _scopes(name, new).drop_duplicates().itertuples(index=False)}  # fmt: skip
