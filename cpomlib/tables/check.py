"""Every rule of the shared tables, on typed frames, all the faults at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.socle import Faute
from cpomlib.tables.cles import foreign_key_faults, primary_key_faults
from cpomlib.tables.contraintes import column_faults
from cpomlib.tables.croisements import cross_faults
from cpomlib.tables.jours import date_faults
from cpomlib.tables.lecture import Provenance
from cpomlib.tables.schema import table

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables.frames import Frames

Controle = Callable[[str, "pd.DataFrame", Provenance], list[Faute]]
"""A further check of a table: its name, its rows, where they come from."""


def check(
    frames: Frames, known: Frames | None = None, fichiers: Mapping[str, str] | None = None
) -> list[Faute]:
    """Check typed frames that were not read from CSV text.

    Args:
        frames: the deposit: table name → typed frame (see ``cpomlib.tables.frames``).
        known: what the base already holds, to resolve references.
        fichiers: name of the file each table comes from; by default the table's own CSV.

    Returns:
        All the faults, none if the deposit may be written. Row 0 of a frame is line 2.

    Raises:
        CommandeError: a frame's name is not a shared table.
    """
    names = fichiers or {}
    provenances = {
        name: Provenance(
            names.get(name, f"{name}.csv"),
            monnaie=frozenset(champ.nom for champ in table(name).champs if champ.monnaie),
            champs={champ.nom: champ for champ in table(name).champs},
        )
        for name in frames
    }
    return check_read(frames, known or {}, provenances)


def check_read(
    frames: Frames,
    known: Frames,
    provenances: Mapping[str, Provenance],
    illisibles: Collection[str] = (),
    jour: date | None = None,
    controles: Sequence[Controle] = (),
) -> list[Faute]:
    """Check frames whose provenance is known, line by line.

    Args:
        frames: the deposit; a cell that could not be read is missing.
        known: what the base already holds.
        provenances: where each frame comes from.
        illisibles: tables of the deposit whose file could not be read at all.
        jour: the day of the deposit, which dates are compared with; None compares nothing.
        controles: further checks of each table, that the tables alone do not know.
    """
    faults: list[Faute] = []
    for name, frame in frames.items():
        schema, provenance = table(name), provenances[name]
        for champ in schema.champs:
            faults += column_faults(champ, frame, provenance)
        faults += primary_key_faults(schema, frame, provenance)
        faults += foreign_key_faults(schema, frames, known, provenances, illisibles)
        faults += cross_faults(name, frames, known, provenances)
        faults += [fault for rule in controles for fault in rule(name, frame, provenance)]
        if jour:
            faults += date_faults(name, frame, provenance, jour)
    return first_per_cell(faults)


def first_per_cell(faults: Iterable[Faute]) -> list[Faute]:
    """Keep the first fault of each cell: the ones that follow are its consequences."""
    kept: dict[tuple[str, int, str, str], Faute] = {}
    for fault in faults:
        # line 1 is the header of a file, and the first row of a list of rows: that one has a value
        cell = fault.colonne and (fault.ligne > 1 or fault.valeur)
        whole_file = "" if cell else fault.message
        kept.setdefault((fault.fichier, fault.ligne, fault.colonne, whole_file), fault)
    return list(kept.values())
