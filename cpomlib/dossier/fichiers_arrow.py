"""Frames kept in Arrow files, and read back faster than pyarrow does it.

A report reads some thirty small frames. pyarrow makes a frame in one to four milliseconds, most of
it to check again the categories of each column; here the types are made once for all. Anything
unusual is left to pyarrow, and both make the same frame.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

_TEXTE = pd.StringDtype("pyarrow", na_value=np.nan)
_MASQUES = {"Int64": pd.Int64Dtype(), "boolean": pd.BooleanDtype()}
"""Types of whole numbers and booleans that may be missing: Arrow's own say nothing of it."""
_APPRIS: dict[Path, pa.Table] = {}
_CADRES: dict[Path, pd.DataFrame] = {}
_ENTIERES = 4000
"""Rows up to which a table is kept as a frame too: it is read whole, or takes little."""
_CATEGORIES: dict[tuple[object, ...], pd.CategoricalDtype] = {}


def ecrire(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame, the types of its columns included."""
    table = pa.Table.from_pandas(frame)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
        if frame.empty:
            # a table without a row is written without the categories of its columns
            whole = [column.combine_chunks() for column in table.columns]
            writer.write_batch(pa.RecordBatch.from_arrays(whole, schema=table.schema))


def lire(path: Path) -> pa.Table:
    """Read what was written, nothing of it made into Python yet."""
    known = _APPRIS.get(path)
    return _read(path) if known is None else known


def cadre(path: Path) -> pd.DataFrame:
    """Return the frame that was written; it is this process's own, or read before it was forked."""
    known = _CADRES.get(path)
    return en_frame(lire(path)) if known is None else known


def garder(paths: Iterable[Path]) -> None:
    """Read what was written, and its types: who is forked from this process has it read.

    What is there never changes. Nothing is kept of other files.
    """
    held = set(paths)
    for path in set(_APPRIS).difference(held):
        del _APPRIS[path]
        _CADRES.pop(path, None)
    for path in held.difference(_APPRIS):
        table = _APPRIS[path] = _read(path)
        if len(table) <= _ENTIERES:
            _CADRES[path] = en_frame(table)
        else:
            en_frame(table.slice(0, 0))


def _read(path: Path) -> pa.Table:
    # as a stream: a file, which may be read from anywhere, is read by threads that take longer
    # to start than it takes to read
    with pa.memory_map(str(path)) as source, pa.ipc.open_stream(source) as stream:
        return stream.read_all()


def en_frame(table: pa.Table) -> pd.DataFrame:
    """Return a table as the frame that was written, or as those of its rows that are left."""
    index, types = _declares((table.schema.metadata or {}).get(b"pandas", b"{}"))
    if index is None or not all(map(_usual, table.columns)):
        return table.to_pandas(use_threads=False)
    columns = {
        name: _array(column, types[name])
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    named = pd.Index(columns.pop(index), name=index) if index else None
    return pd.DataFrame(columns, index=named, copy=False)


@cache
def _declares(metadata: bytes) -> tuple[str | None, dict[str, str]]:
    """Return the column that is the index (empty: the rows are numbered), and the types.

    The index is None where pyarrow must say how it was.
    """
    told = json.loads(metadata)
    types = {column["name"]: column["numpy_type"] for column in told.get("columns", ())}
    match told.get("index_columns"):
        case [{"kind": "range", "name": None, "start": 0, "step": 1}]:
            return "", types
        case [str(name)] if name in types:
            return name, types
    return None, types


def _usual(column: pa.ChunkedArray) -> bool:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return bool(column.num_chunks) and pa.types.is_large_string(kind.value_type)
    plain = (pa.types.is_large_string, pa.types.is_int64, pa.types.is_float64, pa.types.is_boolean)
    return any(is_so(kind) for is_so in plain) or kind == pa.timestamp("s")


def _array(column: pa.ChunkedArray, declare: str) -> Any:
    if pa.types.is_dictionary(column.type):
        return _categories(column)
    if pa.types.is_large_string(column.type):
        return _TEXTE.__from_arrow__(column)
    if declare in _MASQUES:
        return _MASQUES[declare].__from_arrow__(column)
    values = column.to_numpy()
    # pandas expects to own what it is given
    return values if values.flags.writeable else values.copy()


def _categories(column: pa.ChunkedArray) -> pd.Categorical:
    whole = column.unify_dictionaries() if column.num_chunks > 1 else column
    codes = [chunk.indices.fill_null(-1).to_numpy() for chunk in whole.chunks]
    kind = _categorie(whole.chunk(0).dictionary, column.type.ordered)
    return pd.Categorical.from_codes(np.concatenate(codes), dtype=kind, validate=False)


def _categorie(valeurs: pa.Array, ordonnees: bool) -> pd.CategoricalDtype:
    held = (part if part is None else part.to_pybytes() for part in valeurs.buffers())
    key = (ordonnees, valeurs.offset, len(valeurs), *held)
    if key not in _CATEGORIES:
        _CATEGORIES[key] = pd.CategoricalDtype(
            pd.Index(valeurs.to_pylist(), dtype="str"), ordonnees
        )
    return _CATEGORIES[key]
