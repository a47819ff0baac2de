"""The workbook of a contract sent back: read with all its faults, where people see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.entree.garde import FichierError
from cpomlib.entree.onglets import Formule, Onglet
from cpomlib.entree.tables import DossierLu, lire_textes
from cpomlib.entree.trame.classeur_lu import Ligne, lignes_lues, ouvrir
from cpomlib.entree.trame.confirmation import attendues, non_confirmees
from cpomlib.entree.trame.mots_du_contrat import code, conseil
from cpomlib.socle import DonneesError, Faute
from cpomlib.tables import Controle, TableSchema, contract_names, table

if TYPE_CHECKING:
    from cpomlib.tables import Frames

_CHERCHEES = 10
"""Rows among which the names of the columns are looked for."""
CLE = "id_contrat"


@dataclass(frozen=True)
class _Feuille:
    """One sheet as it came back: where its columns are, and its rows, by number."""

    titre: str
    colonnes: Mapping[str, int]
    entete: int
    lignes: Mapping[int, Mapping[str, str]]


def lire_trame_contrat(
    chemin: Path,
    known: Frames,
    jour: date | None,
    controles: Sequence[Controle] = (),
    noms: Sequence[str] = (),
) -> DossierLu:
    """Read back the workbook of a contract, or of a programming.

    Args:
        chemin: the workbook.
        known: what the base already holds.
        jour: the day of the deposit.
        controles: further checks of each table.
        noms: the tables that a sheet may be; those of a contract by default.

    Raises:
        FichierError: not a workbook, or none of these tables.
        DonneesError: at least one fault, each with its sheet, its row and its column.
    """
    titles = {table(name).titre: name for name in noms or contract_names()}
    with ouvrir(chemin) as book:
        found = [
            (titles[sheet.titre], _read(sheet, table(titles[sheet.titre])))
            for sheet in book.onglets
            if sheet.titre in titles
        ]
        waiting = attendues(book)
    sheets = {name: sheet for name, sheet in found if sheet and sheet.lignes}
    if not sheets:
        what = "de ces tables" if noms else "d’un contrat"
        wanted = "Les feuilles portent le titre d’une table\u00a0: " + ", ".join(titles) + "."
        written = "Remplissez celui qu’écrit «\u00a0cpom contrat trame\u00a0»."
        raise FichierError(
            f"Ce classeur ne contient aucune ligne {what}.",
            ou=chemin.name,
            que_faire=wanted if noms else written,
        )
    texts = {name: list(sheet.lignes.values()) for name, sheet in sheets.items()}
    numbers = {name: list(sheet.lignes) for name, sheet in sheets.items()}
    unconfirmed = non_confirmees(waiting, {sheet.titre: sheet.lignes for sheet in sheets.values()})
    unconfirmed = [replace(one, fichier=chemin.name) for one in unconfirmed]
    try:
        read = lire_textes(texts, known, jour, controles, numbers)
    except DonneesError as error:
        placed = [_placed(one, sheets, chemin.name) for one in error.fautes]
        raise DonneesError([*placed, *unconfirmed]) from error
    if unconfirmed:
        raise DonneesError(unconfirmed)
    return read


def _read(sheet: Onglet, schema: TableSchema) -> _Feuille | None:
    rows = lignes_lues(sheet)
    columns, head = _columns(rows, schema.cle[0])
    if not columns:
        return None
    fields = {champ.nom: champ for champ in schema.champs}
    held: dict[int, dict[str, str]] = {}
    for number, cells in rows:
        row = {
            name: code(fields.get(name), texte_lu(cells[rank])) if rank < len(cells) else ""
            for name, rank in columns.items()
        }
        if any(row.values()):
            held[number] = row
    return _Feuille(sheet.titre, columns, head, held)


def _columns(rows: Iterator[Ligne], cle: str) -> tuple[dict[str, int], int]:
    """Return the place of each column, by the row that names them."""
    for number, cells in rows:
        texts = [str(cell) if cell is not None else "" for cell in cells]
        if cle in texts:
            return {text: rank for rank, text in enumerate(texts) if text}, number
        if number > _CHERCHEES:
            break
    return {}, 0


def texte_lu(value: Any) -> str:
    """Return a cell as its table reads it."""
    if isinstance(value, Formule):
        return texte_lu(value.valeur)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    return str(value)


def _placed(fault: Faute, sheets: Mapping[str, _Feuille], fichier: str) -> Faute:
    """Tell a fault as people see it: the sheet, the row, the letter of the column."""
    sheet = sheets.get(fault.fichier)
    if sheet is None:
        return replace(fault, fichier=fichier)
    row = sheet.entete if fault.ligne == 1 else fault.ligne
    names = [_lettered(sheet, name) for name in fault.colonne.split(", ")]
    return replace(
        fault, fichier=fichier, feuille=sheet.titre, ligne=row, colonne=", ".join(names),
        que_faire=conseil(fault.fichier, fault),
    )  # fmt: skip


def _lettered(sheet: _Feuille, name: str) -> str:
    from openpyxl.utils import get_column_letter

    if name not in sheet.colonnes:
        return name
    return f"{get_column_letter(sheet.colonnes[name] + 1)} ({name})"
