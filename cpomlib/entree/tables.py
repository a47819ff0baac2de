"""A folder of CSV files, one per shared table: read with all its faults at once, written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.entree.ecriture import write_csv
from cpomlib.entree.texte import IllisibleError, read_text, sha256
from cpomlib.socle import CommandeError, DonneesError, Faute, fichiers, suggestion
from cpomlib.tables import (
    ColonneLue,
    Controle,
    Lue,
    check_read,
    conform,
    contract_names,
    first_per_cell,
    folder_names,
    table,
)
from cpomlib.tables.parse import parse

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

_BESIDE = ("readme", "lisezmoi")
_SYSTEM = ("thumbs.db", "desktop.ini")


def read_folder(dossier: Path, known: Frames | None = None) -> dict[str, pd.DataFrame]:
    """Read and check a folder of CSV files named after the shared tables.

    Args:
        dossier: the folder; a table without a file is simply not deposited.
        known: what the base already holds, to resolve references.

    Returns:
        Typed frames, in contract order; money in centimes.

    Raises:
        CommandeError: the folder does not exist or is not one.
        DonneesError: at least one fault; it holds all of them.
    """
    return dict(lire_dossier(dossier, known).frames)


@dataclass(frozen=True, eq=False)
class DossierLu:
    """A folder without fault.

    Attributes:
        frames: typed frames, in contract order; money in centimes.
        absentes: columns that the file of a table does not have.
    """

    frames: Mapping[str, pd.DataFrame]
    absentes: Mapping[str, frozenset[str]]


def lire_dossier(
    dossier: Path,
    known: Frames | None = None,
    jour: date | None = None,
    noms: Sequence[str] = (),
    controles: Sequence[Controle] = (),
) -> DossierLu:
    """Read and check a folder as :func:`read_folder` does, and say which columns it lacks.

    Args:
        dossier: as for :func:`read_folder`.
        known: as for :func:`read_folder`.
        jour: the day of the deposit, which dates are compared with; None compares nothing.
        noms: the tables that a file may bear the name of; by default the shared ones.
        controles: further checks of each table, that the tables alone do not know.

    Raises:
        CommandeError: the folder does not exist or is not one.
        DonneesError: at least one fault; it holds all of them.
    """
    files, faults = _files(dossier, noms or folder_names())
    read: dict[str, Lue] = {}
    unreadable: set[str] = set()
    for name, path in files.items():
        try:
            read[name] = read_file(name, path)
        except IllisibleError as error:
            unreadable.add(name)
            faults.append(error.faute)
    return _conformes(read, faults, known or {}, unreadable, jour, controles)


def _conformes(
    read: dict[str, Lue],
    faults: list[Faute],
    known: Frames,
    unreadable: set[str],
    jour: date | None,
    controles: Sequence[Controle] = (),
) -> DossierLu:
    faults = faults + _judged(read, known, unreadable, jour, controles)
    if faults:
        raise DonneesError(faults)
    return DossierLu(
        {name: conform(name, lue.frame) for name, lue in read.items()},
        {name: lue.provenance.absentes for name, lue in read.items()},
    )


def lire_textes(
    textes: Mapping[str, Sequence[Mapping[str, str]]],
    known: Frames,
    jour: date | None,
    controles: Sequence[Controle] = (),
    lignes: Mapping[str, Sequence[int]] | None = None,
    fichier: str = "",
) -> DossierLu:
    """Read rows that are texts already (of a JSON file, of a workbook) as a folder is read.

    Args:
        textes: table name → rows, column → text.
        known: as for :func:`lire_dossier`.
        jour: as for :func:`lire_dossier`.
        controles: as for :func:`lire_dossier`.
        lignes: the line of each row, told in a fault; by default its rank.
        fichier: the file that holds all the tables, told before the table in a fault.

    Raises:
        DonneesError: at least one fault; it holds all of them.
    """
    ranks = lignes or {name: range(1, len(rows) + 1) for name, rows in textes.items()}
    read = {name: _of_texts(name, rows, ranks[name], fichier) for name, rows in textes.items()}
    return _conformes(read, [], known, set(), jour, controles)


def _of_texts(
    name: str, rows: Sequence[Mapping[str, str]], lignes: Sequence[int], fichier: str
) -> Lue:
    import numpy as np

    header = list(dict.fromkeys(column for row in rows for column in row))
    columns = {}
    for column in header:
        written = [row.get(column, "") for row in rows]
        distinct = list(dict.fromkeys(written))
        codes = np.array([distinct.index(text) for text in written], dtype="int64")
        columns[column] = ColonneLue(codes, distinct)
    where = f"{fichier}, {name}" if fichier else name
    return parse(table(name), where, header, columns, np.array(lignes, dtype="int64"))


def _judged(
    read: dict[str, Lue],
    known: Frames,
    unreadable: set[str],
    jour: date | None,
    controles: Sequence[Controle] = (),
) -> list[Faute]:
    frames = {name: lue.frame for name, lue in read.items()}
    provenances = {name: lue.provenance for name, lue in read.items()}
    faults = [fault for lue in read.values() for fault in lue.fautes]
    faults += check_read(frames, known, provenances, unreadable, jour, controles)
    irregular = {(fault.fichier, fault.ligne) for fault in faults if _is_irregular(fault)}
    kept = [
        fault
        for fault in faults
        if _is_irregular(fault) or (fault.fichier, fault.ligne) not in irregular
    ]
    return first_per_cell(kept)


def read_file(name: str, path: Path) -> Lue:
    """Read one CSV file as the shared table ``name``, without the checks between cells.

    Raises:
        IllisibleError: the file is not a CSV text with a header.
    """
    schema = table(name)
    text = read_text(path, schema.colonnes)
    lue = parse(schema, path.name, text.header, text.colonnes, text.lignes)
    irregular = tuple(
        Faute(path.name, line, "", "", _cells(count, len(text.header)), MAL_COUPEE)
        for line, count in text.irregulieres.items()
    )
    return Lue(lue.frame, lue.provenance, irregular + lue.fautes)


MAL_COUPEE = (
    "Mettez entre guillemets un texte qui contient le séparateur, et gardez les cellules vides."
)


def _cells(count: int, expected: int) -> str:
    plural = "s" if count > 1 else ""
    return f"La ligne a {count} cellule{plural}, l’en-tête en a {expected}."


def _is_irregular(fault: Faute) -> bool:
    return fault.que_faire == MAL_COUPEE


def folder_sha256(dossier: Path, noms: Sequence[str] = ()) -> str:
    """Return one SHA-256 for the folder: that of the names and SHA-256 of its tables' files."""
    files, _ = _files(dossier, noms or folder_names())
    lines = [f"{name} {sha256(path)}\n" for name, path in files.items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _files(dossier: Path, noms: Sequence[str]) -> tuple[dict[str, Path], list[Faute]]:
    if not dossier.exists():
        raise CommandeError(
            f"Le dossier « {dossier} » n’existe pas.",
            que_faire="Indiquez le dossier qui contient les fichiers CSV.",
        )
    if not dossier.is_dir():
        raise CommandeError(
            f"« {dossier} » n’est pas un dossier.",
            que_faire="Indiquez le dossier qui contient les fichiers CSV.",
        )
    found: dict[str, Path] = {}
    faults: list[Faute] = []
    for path in _visible(dossier):
        fault = _misplaced(path, found, noms)
        if fault:
            faults.append(fault)
        else:
            found[path.stem.lower()] = path
    if not found and not faults:
        faults.append(
            Faute(
                dossier.name,
                0,
                "",
                "",
                "Ce dossier ne contient aucun fichier CSV.",
                f"Il faut un fichier par table, par exemple {noms[0]}.csv.",
            )
        )
    return {name: found[name] for name in noms if name in found}, faults


def _visible(dossier: Path) -> Iterator[Path]:
    for path in sorted(dossier.iterdir()):
        name = path.name.lower()
        system = name.startswith((".", "~$")) or name in _SYSTEM
        if not system and not name.startswith(_BESIDE):
            yield path


def _where(name: str, noms: Sequence[str]) -> str:
    """Say which name was meant, or which command takes the table of a contract."""
    if name in contract_names():
        return "C’est une table de contrat\u00a0: «\u00a0cpom importer contrat DOSSIER\u00a0»."
    return suggestion(name, noms)


def _misplaced(path: Path, found: dict[str, Path], noms: Sequence[str]) -> Faute | None:
    """Return why a file of the folder is not the CSV of a shared table, or None if it is."""
    name = path.stem.lower()
    if path.suffix.lower() != ".csv":
        if path.is_dir():
            message = "C’est un dossier : seuls les fichiers CSV du dossier indiqué sont lus."
        else:
            message = "Ce fichier n’est pas un CSV."
        return Faute(
            path.name, 0, "", "", message, "Enregistrez-le en CSV, ou retirez-le du dossier."
        )
    if name not in noms:
        message = "Ce fichier ne porte le nom d’aucune table."
        return Faute(path.name, 0, "", "", message, _where(name, noms))
    if path.is_dir():
        message = "C’est un dossier, pas un fichier CSV."
        return Faute(path.name, 0, "", "", message, "Remplacez-le par le fichier.")
    if name in found:
        message = f"« {found[name].name} » est la même table."
        return Faute(path.name, 0, "", "", message, "Gardez un seul des deux fichiers.")
    return None


def write_folder(frames: Frames, dossier: Path) -> None:
    """Write typed frames as the folder ``read_folder`` reads: UTF-8, comma, ISO dates, euros.

    Args:
        frames: table name → typed frame; money in centimes.
        dossier: created if it does not exist; a file of the same name is replaced.

    Raises:
        CommandeError: a frame's name is not a shared table.
        EcritureError: the folder or a file cannot be written.
    """
    fichiers.dossier(dossier)
    for name, frame in frames.items():
        write_csv(table(name), frame, dossier / f"{name}.csv")
