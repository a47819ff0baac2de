"""Keys: each row once, each reference resolved in the deposit or in the base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cpomlib.socle import Faute, nearest
from cpomlib.tables.cellules import Refus
from cpomlib.tables.lecture import Provenance
from cpomlib.tables.schema import CleEtrangere, TableSchema

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables.frames import Frames

PROCHES = 20
"""Distinct unknown values for which the nearest known one is looked for."""


def primary_key_faults(
    schema: TableSchema, frame: pd.DataFrame, provenance: Provenance
) -> list[Faute]:
    """Return one fault per row whose key was already written, naming the first line.

    An empty optional part of a key (a place without GHAM) is a value like another.
    """
    key = list(schema.cle)
    if provenance.absentes & {name for name in key if schema.champ(name).requis}:
        return []
    required = [name for name in key if schema.champ(name).requis]
    repeated = frame.loc[frame[key].duplicated(keep=False).to_numpy(), key].dropna(subset=required)
    groups = repeated.groupby(key, dropna=False, observed=True, sort=False).indices
    faults: list[Faute] = []
    for positions in groups.values():
        rows = repeated.index[positions]
        first = min(rows)
        for row in sorted(rows)[1:]:
            faults.append(_repeated(key, frame, provenance, int(row), int(first)))
    return faults


def _repeated(
    key: list[str], frame: pd.DataFrame, provenance: Provenance, row: int, first: int
) -> Faute:
    written = [provenance.valeur(row, name, frame) or "(vide)" for name in key]
    return Faute(
        provenance.fichier,
        provenance.ligne(row),
        ", ".join(key),
        ", ".join(written),
        f"Cette clé est déjà à la ligne {provenance.ligne(first)}.",
        "Gardez une seule des deux lignes, ou corrigez l’une d’elles.",
    )


def foreign_key_faults(
    schema: TableSchema,
    frames: Frames,
    known: Frames,
    provenances: Mapping[str, Provenance],
    unreadable: Iterable[str] = (),
) -> list[Faute]:
    """Return the references of a table that neither the deposit nor the base resolves.

    Args:
        schema: the table that refers.
        frames: the deposit.
        known: what the base already holds.
        provenances: where each frame of the deposit comes from.
        unreadable: tables of the deposit whose file could not be read: what refers to
            them is not judged.
    """
    provenance = provenances[schema.name]
    faults: list[Faute] = []
    for reference in schema.etrangeres:
        if reference.table in unreadable or set(reference.champs) & provenance.absentes:
            continue
        target = provenances.get(reference.table)
        if target and set(reference.cibles) & target.absentes:
            continue
        find = _reference_faults if len(reference.champs) == 1 else _pair_faults
        faults += find(reference, frames, known, provenance, schema.name)
    return faults


def _reference_faults(
    reference: CleEtrangere, frames: Frames, known: Frames, provenance: Provenance, name: str
) -> list[Faute]:
    import pandas as pd

    column, target = reference.champs[0], reference.cibles[0]
    valid = {
        value
        for source in (frames, known)
        if reference.table in source
        for value in source[reference.table][target].dropna()
    }
    frame = frames[name]
    if not valid and reference.table not in frames:
        return [_missing_file(reference, provenance)] if len(frame) else []
    codes, distinct = pd.factorize(frame[column])
    unknown = [code for code, value in enumerate(distinct) if value not in valid]
    close = {code: nearest(distinct[code], valid) for code in unknown[:PROCHES]}
    refusals = {code: _unknown(reference.table, close.get(code, [])) for code in unknown}
    return provenance.fautes_distinctes(codes, refusals, column, frame)


def _pair_faults(
    reference: CleEtrangere,
    frames: Frames,
    known: Frames,
    provenance: Provenance,
    name: str,
) -> list[Faute]:
    """Resolve a reference within one owner: an objective of the same contract, for instance."""
    owner, column = reference.champs
    valid: dict[str, set[str]] = {}
    for source in (frames, known):
        if reference.table in source:
            pairs = source[reference.table][list(reference.cibles)].dropna()
            for key, value in pairs.itertuples(index=False, name=None):
                valid.setdefault(str(key), set()).add(str(value))
    frame = frames[name]
    faults: list[Faute] = []
    for row, (key, value) in enumerate(zip(frame[owner], frame[column], strict=True)):
        inside = valid.get(str(key), set())
        if isinstance(value, str) and value not in inside:
            refus = _unknown_inside(reference.table, str(key), nearest(value, sorted(inside)))
            faults += provenance.fautes([row], column, refus, frame)
    return faults


def _unknown_inside(table: str, owner: str, close: list[str]) -> Refus:
    named = ", ".join(f"« {value} »" for value in close)
    advice = f"Le plus proche : {named}." if named else f"Corrigez-la ou complétez {table}.csv."
    return Refus(f"Cette valeur n’est pas dans la table « {table} » pour « {owner} ».", advice)


def _unknown(table: str, close: list[str]) -> Refus:
    named = ", ".join(f"« {value} »" for value in close)
    advice = f"Le plus proche : {named}." if named else f"Corrigez-la ou complétez {table}.csv."
    return Refus(f"Cette valeur n’est ni dans la table « {table} » du dépôt, ni en base.", advice)


def _missing_file(reference: CleEtrangere, provenance: Provenance) -> Faute:
    return Faute(
        provenance.fichier,
        0,
        reference.champs[0],
        "",
        f"Cette colonne renvoie à la table « {reference.table} », qui n’est ni dans le dépôt, "
        "ni en base.",
        f"Ajoutez le fichier {reference.table}.csv.",
    )
