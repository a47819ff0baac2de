"""Some rows of a frame kept in an Arrow file, found without reading the others.

Seven hundred reports each want their own rows of the tables of a région. To look for them in the
whole of each table takes longer as the région grows: the first who asks notes where those of each
value are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cpomlib.dossier.fichiers_arrow import lire

_REPERTOIRE = pa.schema({"valeur": pa.large_string(), "rangs": pa.large_list(pa.int64())})


def lire_rangees(place: Path, colonne: str, valeurs: Collection[str]) -> pa.Table:
    """Return the rows whose column holds one of some values, in their order."""
    table = lire(place)
    rows = _rangs(_repertoire(place, table, colonne), valeurs) if len(table) else ()
    # a slice copies nothing, and keeps the categories of the columns when it keeps no row
    if not len(rows):
        return table.slice(0, 0)
    if rows[-1] - rows[0] + 1 == len(rows):
        return table.slice(rows[0], len(rows))
    return table.take(pa.array(rows))


def _rangs(repertoire: pa.Table, valeurs: Collection[str]) -> np.ndarray:
    """Return the ranks of the rows that hold one of some values, in order."""
    if not len(repertoire):
        return np.empty(0, np.int64)
    known, held = (repertoire[name].chunk(0) for name in _REPERTOIRE.names)
    found = pc.index_in(pa.array([*{*valeurs}], pa.large_string()), known).drop_null().to_pylist()
    rows = [held[at].values.to_numpy() for at in found]
    return np.sort(np.concatenate(rows)) if rows else np.empty(0, np.int64)


def _repertoire(place: Path, table: pa.Table, colonne: str) -> pa.Table:
    """Return where the rows of each value are: read, or made once for all."""
    kept = place.parent.with_name(f"{place.parent.name}-{place.name}-{colonne}")
    if not kept.exists():
        _poser(_reperer(table, colonne), kept)
    return lire(kept)


def _reperer(table: pa.Table, colonne: str) -> pa.Table:
    """Note where the rows of each value are; those without a value are nobody's."""
    held = table[colonne].cast(pa.large_string()).dictionary_encode().combine_chunks()
    values = held.dictionary
    codes = held.indices.fill_null(len(values)).to_numpy()
    ends = np.cumsum(np.bincount(codes, minlength=len(values) + 1))[: len(values)]
    starts = pa.array(np.concatenate([[0], ends]), pa.int64())
    rows = pa.array(np.argsort(codes, kind="stable"), pa.int64())
    return pa.Table.from_arrays(
        [values, pa.LargeListArray.from_arrays(starts, rows)], schema=_REPERTOIRE
    )


def _poser(repertoire: pa.Table, kept: Path) -> None:
    """Write it whole under its name: another report may be reading it, or making it too."""
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as own:
        with pa.ipc.new_stream(own, repertoire.schema) as writer:
            writer.write_table(repertoire)
    Path(own.name).replace(kept)
