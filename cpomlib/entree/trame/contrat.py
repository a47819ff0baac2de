"""The workbook of a contract, written: one sheet per table, pre-filled."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.classeurs import CODES, Styles, ecrire_texte, proteger_feuille, styles, sur_papier
from cpomlib.entree.trame.ecriture import refuser_chemin
from cpomlib.entree.trame.mots_du_contrat import Reperes, mot
from cpomlib.socle import fichiers, vers_euros
from cpomlib.tables import Champ, TableSchema, contract_names, table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from cpomlib.tables import Frames

LISTES = "Listes"
VIDES = 200
"""Rows that a list of values is offered on, below those that are filled."""
DEBUT = 3
"""First row of data: above it the headings, then the names of the columns."""


Ouverte = Callable[[str, Mapping[str, Any] | None, str], bool]
"""Table, row (None: one to be added), column → whether the cell may be filled."""


def ecrire_trame_contrat(
    frames: Frames,
    chemin: Path,
    noms: Sequence[str] = (),
    ouverte: Ouverte | None = None,
    reperes: Reperes | None = None,
) -> dict[str, int]:
    """Write the workbook of a contract.

    Args:
        frames: the tables of the contract; one that is absent has an empty sheet.
        chemin: the workbook, which must not exist.
        noms: the tables that have a sheet; all by default.
        ouverte: the cells that may be filled, where the others are locked; all by default.
        reperes: what the codes of a column mean, written beside them.

    Returns:
        How many rows each sheet holds.

    Raises:
        CommandeError: it cannot be written there.
    """
    refuser_chemin(chemin)
    names = noms or contract_names()
    rows = {name: frames[name].to_dict("records") if name in frames else [] for name in names}
    held = io.BytesIO()
    classeur_contrat(rows, ouverte, reperes).save(held)
    fichiers.ecrire(chemin, held.getvalue(), neuf=True)
    return {name: len(those) for name, those in rows.items()}


def classeur_contrat(
    lignes: Mapping[str, Sequence[Mapping[str, Any]]],
    ouverte: Ouverte | None = None,
    reperes: Reperes | None = None,
) -> Workbook:
    """Return the workbook of a contract: a sheet per table, whose rows may lack what is required.

    Args:
        lignes: table → its rows, money in centimes.
        ouverte: the cells that may be filled, where the others are locked; all by default.
        reperes: what the codes of a column mean, written beside them.
    """
    from openpyxl import Workbook

    book, look, lists = Workbook(), styles(), _Listes({}, [], reperes or {})
    book.remove(book.active)
    for name, rows in lignes.items():
        sheet = book.create_sheet(table(name).titre)
        _sheet(sheet, table(name), rows, lists, look)
        if ouverte is not None:
            _lock(sheet, name, rows, ouverte, look)
    _write_lists(book, lists)
    return book


@dataclass(frozen=True)
class _Listes:
    """The lists: words → range of the sheet that holds them, its columns, what codes mean."""

    adresses: dict[tuple[str, ...], str]
    colonnes: list[tuple[str, ...]]
    reperes: Reperes

    def mots(self, champ: Champ) -> tuple[str, ...]:
        """Return what a cell of a column may hold, none where it is open."""
        codes = champ.categories or tuple(self.reperes.get(champ.nom, ()))
        return tuple(mot(champ, code, self.reperes) for code in codes)

    def adresse(self, mots: tuple[str, ...]) -> str:
        if mots not in self.adresses:
            from openpyxl.utils import get_column_letter

            self.colonnes.append(mots)
            letter = get_column_letter(len(self.colonnes))
            self.adresses[mots] = f"{LISTES}!${letter}$1:${letter}${len(mots)}"
        return self.adresses[mots]


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
        words = lists.mots(champ)
        wide = champ.texte_libre or champ.nom in lists.reperes
        sheet.column_dimensions[letter].width = 40 if wide else 26 if words else 18
        last = DEBUT + len(rows) + VIDES
        if words:
            _offer(sheet, f"{letter}{DEBUT}:{letter}{last}", lists.adresse(words))
    for number, row in enumerate(rows, DEBUT):
        for rank, champ in enumerate(schema.champs, 1):
            _cell(sheet, number, rank, champ, row.get(champ.nom), lists.reperes)
    sheet.freeze_panes = f"B{DEBUT}"
    sur_papier(sheet, paysage=True, lignes_repetees="1:1")


def _lock(
    sheet: Worksheet,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    ouverte: Ouverte,
    look: Styles,
) -> None:
    """Leave open, and show, the cells that may be filled; lock the others."""
    from openpyxl.styles import Protection

    for number, row in enumerate([*rows, *[None] * VIDES], DEBUT):
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


def _cell(
    sheet: Worksheet, row: int, rank: int, champ: Champ, value: Any, reperes: Reperes
) -> None:
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
        ecrire_texte(cell, mot(champ, value, reperes))
    else:
        cell.value = value
    if champ.type in {"date", "number"}:
        cell.number_format = CODES[
            "date" if champ.type == "date" else "euros" if champ.monnaie else "texte"
        ]


def _write_lists(book: Workbook, lists: _Listes) -> None:
    sheet = book.create_sheet(LISTES)
    for rank, words in enumerate(lists.colonnes, 1):
        for row, word in enumerate(words, 1):
            ecrire_texte(sheet.cell(row, rank), word)
    sheet.sheet_state = "hidden"
