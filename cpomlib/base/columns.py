"""Columns as they come from the base, and the columns of a checked frame.

What is in the base was checked when it was deposited: nothing is checked again here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cpomlib.base.schema import CENTIMES
from cpomlib.tables import Champ, dtype, table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def column_of(champ: Champ) -> str:
    """Return the column of the base that holds a field: money is kept in centimes."""
    return champ.nom + CENTIMES if champ.monnaie else champ.nom


@cache
def arrow_types(name: str) -> dict[str, pa.DataType]:
    """Return the Arrow type in which each column of a table is read, in contract order."""
    return {column_of(champ): _arrow_type(champ) for champ in table(name).champs}


def _arrow_type(champ: Champ) -> pa.DataType:
    import pyarrow as pa

    if champ.categories:
        return pa.dictionary(pa.int32(), pa.string())
    if champ.monnaie:
        return pa.int64()
    return {
        "string": pa.large_string(),
        "date": pa.timestamp("s"),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
    }[champ.type]


def as_frame(name: str, found: pa.Table) -> pd.DataFrame:
    """Return columns read from the base as a frame with the types of a checked table."""
    import pandas as pd

    champs = table(name).champs
    return pd.DataFrame(
        {champ.nom: _typed(found.column(rank), champ) for rank, champ in enumerate(champs)}
    )


def _typed(column: pa.ChunkedArray, champ: Champ) -> object:
    import pandas as pd

    kind = dtype_of(champ)
    if isinstance(kind, pd.CategoricalDtype):
        return _category(column, kind)
    if isinstance(kind, str):
        return column.to_numpy()
    return kind.__from_arrow__(column)


def _category(column: pa.ChunkedArray, kind: pd.CategoricalDtype) -> pd.Categorical:
    """Number the labels found as those of the type, without going through texts."""
    import numpy as np
    import pandas as pd

    found = column.unify_dictionaries().combine_chunks()
    ranks = {label: rank for rank, label in enumerate(kind.categories)}
    labels = found.dictionary.to_pylist()
    # The last code is that of a missing label.
    codes = np.array([*(ranks.get(label, -1) for label in labels), -1], dtype="int16")
    places = found.indices.fill_null(len(labels)).to_numpy()
    return pd.Categorical.from_codes(codes[places], dtype=kind, validate=False)


@cache
def dtype_of(champ: Champ) -> str | pd.api.extensions.ExtensionDtype:
    """Return the pandas type of a field, made once: pandas checks categories at each making.

    A type of numpy's is left as its name.
    """
    import pandas as pd

    made = pd.api.types.pandas_dtype(dtype(champ))
    return made if isinstance(made, pd.api.extensions.ExtensionDtype) else str(made)
