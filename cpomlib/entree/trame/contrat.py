"""The workbook of a contract: one sheet per table, pre-filled, read back with all its faults."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.classeurs import CODES, Styles, ecrire_texte, proteger_feuille, styles
from cpomlib.entree.garde import FichierError
from cpomlib.entree.tables import DossierLu, lire_textes
from cpomlib.entree.trame.classeur_lu import Formule, Ligne, Onglet, ouvrir
from cpomlib.entree.trame.ecriture import refuser_chemin
from cpomlib.socle import DonneesError, Faute, fichiers, vers_euros
from cpomlib.tables import Champ, Controle, TableSchema, contract_names, table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from cpomlib.tables import Frames

LISTES = "Listes"
VIDES = 200
"""Rows that a list of values is offered on, below those that are filled."""
_DEBUT = 3
"""First row of data: above it the headings, then the names of the columns."""
_CHERCHEES = 10
"""Rows among which the names of the columns are looked for."""


Ouverte = Callable[[str, Mapping[str, Any] | None, str], bool]
"""Table, row (None: one to be added), column → whether the cell may be filled."""


def ecrire_trame_contrat(
    frames: Frames, chemin: Path, noms: Sequence[str] = (), ouverte: Ouverte | None = None
) -> dict[str, int]:
    """Write the workbook of a contract.

    Args:
        frames: the tables of the contract; one that is absent has an empty sheet.
        chemin: the workbook, which must not exist.
        noms: the tables that have a sheet; all by default.
        ouverte: the cells that may be filled, where the others are locked; all by default.

    Returns:
        How many rows each sheet holds.

    Raises:
        CommandeError: it cannot be written there.
    """
    from openpyxl import Workbook

    refuser_chemin(chemin)
    book, look = Workbook(), styles()
    book.remove(book.active)
    lists = _Listes({}, [])
    counts = {}
    for name in noms or contract_names():
        rows = frames[name].to_dict("records") if name in frames else []
        sheet = book.create_sheet(table(name).titre)
        _sheet(sheet, table(name), rows, lists, look)
        if ouverte is not None:
            _lock(sheet, name, rows, ouverte, look)
        counts[name] = len(rows)
    _write_lists(book, lists)
    held = io.BytesIO()
    book.save(held)
    fichiers.ecrire(chemin, held.getvalue(), neuf=True)
    return counts


@dataclass(frozen=True)
class _Listes:
    """The closed lists: codes → range of the sheet that holds them, and its columns."""

    adresses: dict[tuple[str, ...], str]
    colonnes: list[tuple[str, ...]]

    def adresse(self, codes: tuple[str, ...]) -> str:
        if codes not in self.adresses:
            from openpyxl.utils import get_column_letter

            self.colonnes.append(codes)
            letter = get_column_letter(len(self.colonnes))
            self.adresses[codes] = f"{LISTES}!${letter}$1:${letter}${len(codes)}"
        return self.adresses[codes]


def _sheet(
    sheet: Worksheet,
    schema: TableSchema,
    rows: Sequence[Mapping[str, Any]],
    lists: _Listes,
    look: Styles,
) -> None:
    from openpyxl.utils import get_column_letter

    for rank, champ in enumerate(schema.champs, 1):
        head, code = sheet.cell(1, rank, champ.titre), sheet.cell(2, rank, champ.nom)
        look.entete(head)
        look.note(code)
        head.comment = _help(champ)
        letter = get_column_letter(rank)
        sheet.column_dimensions[letter].width = 40 if champ.texte_libre else 18
        last = _DEBUT + len(rows) + VIDES
        if champ.categories:
            _offer(sheet, f"{letter}{_DEBUT}:{letter}{last}", lists.adresse(champ.categories))
    for number, row in enumerate(rows, _DEBUT):
        for rank, champ in enumerate(schema.champs, 1):
            _cell(sheet, number, rank, champ, row[champ.nom])
    sheet.freeze_panes = f"B{_DEBUT}"


def _lock(
    sheet: Worksheet,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    ouverte: Ouverte,
    look: Styles,
) -> None:
    """Leave open, and show, the cells that may be filled; lock the others."""
    from openpyxl.styles import Protection

    for number, row in enumerate([*rows, *[None] * VIDES], _DEBUT):
        for rank, champ in enumerate(table(name).champs, 1):
            if ouverte(name, row, champ.nom):
                cell = sheet.cell(number, rank)
                look.saisie(cell)
                cell.protection = Protection(locked=False)
    proteger_feuille(sheet)


def _help(champ: Champ) -> Any:
    from openpyxl.comments import Comment

    needed = " Obligatoire." if champ.requis else ""
    expected = f" Attendu : {champ.attendu}." if champ.attendu else ""
    return Comment(f"{champ.description}{needed}{expected}", "cpom")


def _offer(sheet: Worksheet, cells: str, address: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    # a list that only offers: what is typed otherwise is told when the workbook comes back
    rule = DataValidation(type="list", formula1=f"={address}", showErrorMessage=False)
    rule.add(cells)
    sheet.add_data_validation(rule)


def _cell(sheet: Worksheet, row: int, rank: int, champ: Champ, value: Any) -> None:
    import pandas as pd

    if pd.isna(value):
        return
    if champ.monnaie:
        value = float(vers_euros(int(value)))
    elif champ.type == "boolean":
        value = "oui" if value else "non"
    elif champ.type == "date":
        value = pd.Timestamp(value).to_pydatetime().date()
    elif champ.type == "integer":
        value = int(value)
    cell = sheet.cell(row, rank)
    if isinstance(value, str):
        ecrire_texte(cell, value)
    else:
        cell.value = value
    if champ.type in {"date", "number"}:
        cell.number_format = CODES[
            "date" if champ.type == "date" else "euros" if champ.monnaie else "texte"
        ]


def _write_lists(book: Workbook, lists: _Listes) -> None:
    sheet = book.create_sheet(LISTES)
    for rank, codes in enumerate(lists.colonnes, 1):
        for row, code in enumerate(codes, 1):
            sheet.cell(row, rank, code)
    sheet.sheet_state = "hidden"


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
            (titles[sheet.titre], _read(sheet, table(titles[sheet.titre]).cle[0]))
            for sheet in book.onglets
            if sheet.titre in titles
        ]
    sheets = {name: sheet for name, sheet in found if sheet and sheet.lignes}
    if not sheets:
        what = "de ces tables" if noms else "d’un contrat"
        wanted = "Les feuilles portent le titre d’une table\u00a0: " + ", ".join(titles) + "."
        raise FichierError(
            f"Ce classeur ne contient aucune ligne {what}.",
            ou=chemin.name,
            que_faire=wanted
            if noms
            else "Remplissez celui qu’écrit «\u00a0cpom contrat trame\u00a0».",
        )
    texts = {name: list(sheet.lignes.values()) for name, sheet in sheets.items()}
    numbers = {name: list(sheet.lignes) for name, sheet in sheets.items()}
    try:
        return lire_textes(texts, known, jour, controles, numbers)
    except DonneesError as error:
        raise DonneesError([_placed(one, sheets, chemin.name) for one in error.fautes]) from error


def _read(sheet: Onglet, cle: str) -> _Feuille | None:
    rows = sheet.lignes()
    columns, head = _columns(rows, cle)
    if not columns:
        return None
    held: dict[int, dict[str, str]] = {}
    for number, cells in rows:
        row = {
            name: _text(cells[rank]) if rank < len(cells) else "" for name, rank in columns.items()
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


def _text(value: Any) -> str:
    if isinstance(value, Formule):
        return _text(value.valeur)
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
    return replace(fault, fichier=fichier, feuille=sheet.titre, ligne=row, colonne=", ".join(names))


def _lettered(sheet: _Feuille, name: str) -> str:
    from openpyxl.utils import get_column_letter

    if name not in sheet.colonnes:
        return name
    return f"{get_column_letter(sheet.colonnes[name] + 1)} ({name})"
