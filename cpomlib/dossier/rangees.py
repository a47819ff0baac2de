"""Some rows of a frame kept in an Arrow file, found without reading the others.

Seven hundred reports each want their own rows of the tables of a région. To look for them in the
whole of each table takes longer as the région grows: the first who asks notes where those of each
value are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from cpomlib.dossier.fichiers_arrow import lire
from cpomlib.socle import fichiers

_REPERTOIRE = pa.schema({"valeur": pa.large_string(), "rangs": pa.large_list(pa.int64())})
Rangs: TypeAlias = Mapping[str, np.ndarray]
"""The ranks of the rows of each value."""
_PLAGES = 100
"""Runs of rows past which they are taken one by one."""
_RETENUS: dict[Path, Rangs] = {}


def lire_rangees(place: Path, colonne: str, valeurs: Collection[str]) -> pa.Table:
    """Return the rows whose column holds one of some values, in their order."""
    table = lire(place)
    rows = np.empty(0, np.int64)
    if len(table):
        rows = _rangs(_repertoire(place, table, colonne), valeurs)
    # a slice copies nothing, and keeps the categories of the columns when it keeps no row
    if not len(rows):
        return table.slice(0, 0)
    cuts = np.flatnonzero(rows[1:] != rows[:-1] + 1) + 1
    if len(cuts) >= _PLAGES:
        return table.take(pa.array(rows))
    # taken row by row, each column would first be copied whole
    return pa.concat_tables(table.slice(run[0], len(run)) for run in np.split(rows, cuts))


def retenir(repertoires: Iterable[Path]) -> None:
    """Have directories read, for those that this process will fork; nothing is kept of others."""
    held = set(repertoires)
    for path in set(_RETENUS).difference(held):
        del _RETENUS[path]
    for path in held.difference(_RETENUS):
        _RETENUS[path] = _par_valeur(lire(path))


def _rangs(repertoire: Rangs, valeurs: Collection[str]) -> np.ndarray:
    """Return the ranks of the rows that hold one of some values, in order."""
    rows = [repertoire[value] for value in {*valeurs} if value in repertoire]
    return np.sort(np.concatenate(rows)) if rows else np.empty(0, np.int64)


def _repertoire(place: Path, table: pa.Table, colonne: str) -> Rangs:
    """Return where the rows of each value are: read, or made once for all."""
    kept = place.parent.with_name(f"{place.parent.name}-{place.name}-{colonne}")
    if not kept.exists():
        made = _reperer(table, colonne)
        # another report may be reading it, or have made it first
        with suppress(fichiers.EcritureError):
            fichiers.ecrire(kept, _en_octets(made))
        return _par_valeur(made)
    return _RETENUS[kept] if kept in _RETENUS else _par_valeur(lire(kept))


def _par_valeur(repertoire: pa.Table) -> Rangs:
    if not len(repertoire):
        return {}
    known, held = (repertoire[name].chunk(0) for name in _REPERTOIRE.names)
    starts, rows = held.offsets.to_numpy(), held.values.to_numpy()
    each = zip(known.to_pylist(), starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    return {value: rows[start:end] for value, start, end in each}


def _reperer(table: pa.Table, colonne: str) -> pa.Table:
    """Note where the rows of each value are; those without a value are nobody's."""
    held = table[colonne].cast(pa.large_string()).dictionary_encode().combine_chunks()
    values = held.dictionary
    codes = held.indices.fill_null(len(values)).to_numpy()
    rows = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[rows], np.arange(len(values) + 1))
    lists = pa.LargeListArray.from_arrays(pa.array(starts, pa.int64()), pa.array(rows, pa.int64()))
    return pa.Table.from_arrays([values, lists], schema=_REPERTOIRE)


def _en_octets(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
