"""Typed frames: the one shape every checked table has in memory."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cpomlib.tables.schema import Champ, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    import pandas as pd

    Frames: TypeAlias = Mapping[str, pd.DataFrame]


def dtype(champ: Champ) -> str | pd.CategoricalDtype:
    """Return the pandas dtype of a column; money is whole centimes, hence an integer."""
    import pandas as pd

    if champ.categories:
        return pd.CategoricalDtype(list(champ.categories))
    if champ.monnaie or champ.type == "integer":
        return "int64" if champ.requis else "Int64"
    if champ.type == "boolean":
        return "bool" if champ.requis else "boolean"
    return {"string": "str", "number": "float64", "date": "datetime64[s]"}[champ.type]


def empty(name: str) -> pd.DataFrame:
    """Return the shared table ``name`` without a row, typed.

    Raises:
        CommandeError: no shared table has this name.
    """
    return _blank(name).copy()


@cache
def _blank(name: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {champ.nom: pd.Series([], dtype=dtype(champ)) for champ in table(name).champs}
    )


def conform(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame built by code the columns, order and dtypes of the shared table ``name``.

    Money is expected in centimes already. An optional column that is not there is added,
    all missing; the index is numbered again.

    Args:
        name: shared table.
        frame: the rows, with at least the required columns.

    Raises:
        CommandeError: no shared table has this name.
        ValueError: a required column is missing or empty, a column is unknown, or a value
            is not of its column's type or categories.
    """
    import pandas as pd

    schema = table(name)
    unknown = sorted(set(frame.columns) - set(schema.colonnes))
    if unknown:
        raise ValueError(f"{name}: unknown columns {unknown}")
    columns = {champ.nom: _typed(name, champ, frame) for champ in schema.champs}
    return pd.DataFrame(columns).reset_index(drop=True)


def _typed(name: str, champ: Champ, frame: pd.DataFrame) -> pd.Series:
    import pandas as pd

    if champ.nom not in frame.columns:
        if champ.requis:
            raise ValueError(f"{name}.{champ.nom}: required column missing")
        return pd.Series([None] * len(frame), index=frame.index).astype(dtype(champ))
    values = frame[champ.nom]
    if champ.requis and values.isna().any():
        raise ValueError(f"{name}.{champ.nom}: empty values in a required column")
    strange = _strange(champ, values)
    if strange:
        raise ValueError(f"{name}.{champ.nom}: not in the categories: {strange}")
    return values.astype(dtype(champ))


def _strange(champ: Champ, values: pd.Series) -> list[str]:
    if not champ.categories or values.dtype == dtype(champ):
        return []
    return sorted({str(value) for value in values.dropna().unique()} - set(champ.categories))
