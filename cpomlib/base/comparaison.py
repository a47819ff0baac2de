"""Two deposits side by side: rows added, rows removed, cells changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from cpomlib.base.lots import scope_of
from cpomlib.base.reading import read_deposit
from cpomlib.tables import Champ, TableSchema, stored_names, table

if TYPE_CHECKING:
    import pandas as pd

AJOUTEE, RETIREE, MODIFIEE = "ajoutée", "retirée", "modifiée"
_OLD, _NEW = " avant", " après"


@dataclass(frozen=True)
class Ecart:
    """One difference: a whole row, or a cell of a row that both deposits hold.

    Attributes:
        changement: ``ajoutée``, ``retirée`` or ``modifiée``.
        cle: the key of the row, column by column.
        colonne: of the cell; empty for a whole row.
        avant: the older value, None when it was empty (money in whole centimes).
        apres: the newer value, None when it is empty.
    """

    changement: str
    cle: dict[str, Any]
    colonne: str = ""
    avant: Any = None
    apres: Any = None


@dataclass(frozen=True, eq=False)
class TableComparee:
    """A shared table in two deposits.

    Attributes:
        nom: the table.
        avant: how many rows the first deposit has, None when it has not the table.
        apres: how many rows the second has, None when it has not the table.
        ajoutees: the keys of the rows only the second has.
        retirees: the keys of the rows only the first has.
        modifiees: the cells that differ: the key, ``colonne``, ``avant``, ``apres``.
        lignes_modifiees: how many rows hold such a cell.
        hors_perimetre: rows of the first deposit that the second is not about (another
            establishment, another year): they are not rows removed.
    """

    nom: str
    avant: int | None
    apres: int | None
    ajoutees: pd.DataFrame
    retirees: pd.DataFrame
    modifiees: pd.DataFrame
    lignes_modifiees: int
    hors_perimetre: int = 0

    def ecarts(self) -> Iterator[Ecart]:
        """Give the differences one by one: rows removed, rows added, cells changed."""
        for changement, rows in ((RETIREE, self.retirees), (AJOUTEE, self.ajoutees)):
            for row in rows.itertuples(index=False, name=None):
                yield Ecart(changement, _plain(rows, row))
        for row in self.modifiees.itertuples(index=False, name=None):
            *key, colonne, avant, apres = row
            cle = _plain(self.modifiees.iloc[:, :-3], tuple(key))
            yield Ecart(MODIFIEE, cle, colonne, _value(avant), _value(apres))


def comparer(engine: Engine, avant: int, apres: int) -> list[TableComparee]:
    """Compare what two deposits brought, table by table, row by row (by key).

    A table that only one of them holds is counted, its rows are not listed.

    Args:
        engine: an open base.
        avant: the deposit compared with.
        apres: the deposit that is looked at.
    """
    old, new = read_deposit(engine, avant), read_deposit(engine, apres)
    return [
        _compared(table(name), old.get(name), new.get(name))
        for name in stored_names()
        if name in old or name in new
    ]


def _compared(
    schema: TableSchema, old: pd.DataFrame | None, new: pd.DataFrame | None
) -> TableComparee:
    import pandas as pd

    key = list(schema.cle)
    if old is None or new is None:
        none = pd.DataFrame(columns=key)
        before, after = (None if frame is None else len(frame) for frame in (old, new))
        cells = _cells(schema, none, {})
        return TableComparee(schema.name, before, after, none, none, cells, 0)
    within = old[_within(schema.name, old, new)]
    sides = within[key].merge(new[key], how="outer", indicator="_cote")
    shared = old.merge(new, on=key, suffixes=(_OLD, _NEW))
    changes = {champ: _differs(shared, champ.nom) for champ in _values(schema)}
    touched = pd.DataFrame({champ.nom: mask for champ, mask in changes.items()})
    return TableComparee(
        schema.name,
        len(old),
        len(new),
        ajoutees=sides.loc[sides["_cote"] == "right_only", key],
        retirees=sides.loc[sides["_cote"] == "left_only", key],
        modifiees=_cells(schema, shared, changes),
        lignes_modifiees=int(touched.any(axis=1).sum()) if len(touched.columns) else 0,
        hors_perimetre=len(old) - len(within),
    )


def _within(name: str, old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    """Tell which older rows the newer deposit is about."""
    import pandas as pd

    about = pd.MultiIndex.from_frame(scope_of(name, new).drop_duplicates())
    mine = pd.MultiIndex.from_frame(scope_of(name, old))
    return pd.Series(mine.isin(about), index=old.index)


def _values(schema: TableSchema) -> list[Champ]:
    return [champ for champ in schema.champs if champ.nom not in schema.cle]


def _differs(shared: pd.DataFrame, nom: str) -> pd.Series:
    """Tell where a column differs: empty and empty are the same, empty and 0 are not."""
    old, new = (shared[nom + suffix] for suffix in (_OLD, _NEW))
    missing = old.isna(), new.isna()
    other = (old != new).fillna(True).astype("bool")
    return (other & ~(missing[0] & missing[1])) | (missing[0] != missing[1])


def _cells(
    schema: TableSchema, shared: pd.DataFrame, changes: dict[Champ, pd.Series]
) -> pd.DataFrame:
    """List the cells that differ, row after row."""
    import pandas as pd

    columns = [*schema.cle, "colonne", "avant", "apres"]
    parts = [
        shared.loc[mask, list(schema.cle)].assign(
            colonne=champ.nom,
            avant=shared.loc[mask, champ.nom + _OLD].astype("object"),
            apres=shared.loc[mask, champ.nom + _NEW].astype("object"),
        )
        for champ, mask in changes.items()
        if mask.any()
    ]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts)[columns].sort_index(kind="stable")


def _plain(frame: pd.DataFrame, row: tuple[Any, ...]) -> dict[str, Any]:
    return {name: _value(value) for name, value in zip(frame.columns, row, strict=True)}


def _value(value: Any) -> Any:
    """Return a cell as plain Python: None when it is empty."""
    import pandas as pd

    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value
