"""The sheet of one shared table: title, note, locked headings, cells to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.classeurs import (
    TEXTE,
    Styles,
    ecrire_texte,
    forme_du_champ,
    proteger_feuille,
    sur_papier,
)
from cpomlib.entree.trame.libelles import colonne_ecrite
from cpomlib.entree.trame.plan import FeuilleTable, PlanTrame, entete
from cpomlib.entree.trame.validation import validation
from cpomlib.tables import Champ

if TYPE_CHECKING:
    import pandas as pd

TITRE, NOTE, ENTETE, PREMIERE = 1, 2, 3, 4
"""Rows of the title, the note, the headings and the first line to fill in."""
_SERRE = 1.05
"""Characters of ordinary text per unit of width, which is that of a digit."""
_VIDES = 15
"""Blank lines drawn under what is pre-filled."""
_RESERVE = 2000
"""Lines beyond the pre-filled ones that have their list, help and colour."""
_LARGES = {"nom": 36, "raison_sociale": 40, "libelle": 36, "dispositif": 30, "question": 44,
           "commentaire": 50, "categorie": 30, "gham": 24, "programme": 34, "destination": 31,
           "motif": 31, "theme": 28, "sexe": 11, "nationalite": 21, "departement": 14,
           "financeur": 32, "nb_adultes": 10, "nb_enfants": 10, "document": 22, "sens": 12,
           "groupe": 10, "mois": 9, "annee": 10}  # fmt: skip
_REFERENCE = 47
"""Width of an establishment written with its name."""
_PAGE = 210
"""Widths that an A4 page holds and that can still be read."""


def ecrire_table(
    sheet: Worksheet,
    feuille: FeuilleTable,
    frame: pd.DataFrame,
    plan: PlanTrame,
    listes: Mapping[str, str],
    etablissements: Mapping[str, str],
    annees: range,
    look: Styles,
) -> None:
    """Write the sheet of one shared table.

    Args:
        sheet: an empty sheet.
        feuille: what it holds.
        frame: the rows known, money in centimes; a required cell may be missing.
        plan: the words of the trame.
        listes: ``table.colonne`` → name of its drop-down list.
        etablissements: code → what is written for an establishment.
        annees: exercises.
        look: colours and fonts.
    """
    last = PREMIERE + len(frame) + _RESERVE
    lines: dict[int, int] = {}
    _head(sheet, feuille, look)
    for rank, champ in enumerate(feuille.schema.champs, 1):
        labels = plan.libelles(feuille.schema.name, champ)
        reference = feuille.refere(champ)
        shown = etablissements if reference else labels
        _column(sheet, rank, champ, _REFERENCE if reference else largeur(champ), look)
        values = list(colonne_ecrite(champ, frame[champ.nom], shown))
        _fill(sheet, rank, values, look)
        _note_lines(lines, values, sheet.column_dimensions[get_column_letter(rank)].width)
        listed = listes.get(f"{feuille.schema.name}.{champ.nom}", "")
        rule = validation(champ, listed, annees, labels)
        rule.add(f"{get_column_letter(rank)}{PREMIERE}:{get_column_letter(rank)}{last}")
        sheet.add_data_validation(rule)
    for row, count in lines.items():
        sheet.row_dimensions[row].height = 14.0 * count + 2
    _colour_lacking(sheet, feuille, last, look)
    _setup(sheet, feuille, len(frame))


def _head(sheet: Worksheet, feuille: FeuilleTable, look: Styles) -> None:
    width = len(feuille.schema.champs)
    sheet.cell(TITRE, 1, feuille.titre)
    sheet.cell(NOTE, 1, feuille.note)
    look.titre(sheet.cell(TITRE, 1))
    look.note(sheet.cell(NOTE, 1))
    for row in (TITRE, NOTE):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    for rank, champ in enumerate(feuille.schema.champs, 1):
        cell = sheet.cell(ENTETE, rank, entete(champ))
        look.entete(cell)
        numeric = forme_du_champ(champ) != TEXTE
        side = "right" if numeric else "left"
        cell.alignment = Alignment(side, "center", wrap_text=True, indent=0 if numeric else 1)
    sheet.row_dimensions[TITRE].height = 26
    sheet.row_dimensions[NOTE].height = 32
    sheet.row_dimensions[ENTETE].height = 46


def _column(sheet: Worksheet, rank: int, champ: Champ, width: float, look: Styles) -> None:
    """Unlock the whole column, so that lines can be added without end."""
    column = sheet.column_dimensions[get_column_letter(rank)]
    column.width = width
    column.font = look.police()
    column.number_format = forme_du_champ(champ)
    column.protection = Protection(locked=False)


def largeur(champ: Champ) -> float:
    """Return the width of a column, in characters."""
    if champ.nom in _LARGES:
        return _LARGES[champ.nom]
    if champ.monnaie:
        return 18
    if champ.categories:
        return 20
    return 13 if champ.type != "string" else 15


def _note_lines(lines: dict[int, int], values: Sequence[Any], width: float) -> None:
    """Note the rows whose text needs several lines: a spreadsheet does not always see it."""
    for row, value in enumerate(values, PREMIERE):
        if isinstance(value, str) and len(value) > (room := int(width * _SERRE)):
            lines[row] = max(lines.get(row, 1), -(-len(value) // room))


def _fill(sheet: Worksheet, rank: int, values: Sequence[Any], look: Styles) -> None:
    model = sheet.cell(PREMIERE, rank)
    column = sheet.column_dimensions[get_column_letter(rank)]
    model.font, model.border = look.police(), look.filet
    model.number_format, model.protection = column.number_format, Protection(locked=False)
    text = column.number_format == TEXTE
    model.alignment = Alignment(
        "left" if text else "right", "top", wrap_text=text, indent=1 if text else 0
    )
    style = copy(model._style)
    for row, value in enumerate(values, PREMIERE):
        poser(sheet.cell(row, rank), value, style)
    for row in range(PREMIERE + len(values), PREMIERE + len(values) + _VIDES):
        sheet.cell(row, rank)._style = copy(style)


def poser(cell: Any, value: Any, style: Any = None) -> None:
    """Write a value in a cell; a text that looks like a formula stays a text."""
    if style is not None:
        cell._style = copy(style)
    if isinstance(value, str):
        ecrire_texte(cell, value)
    else:
        cell.value = value


def _colour_lacking(sheet: Worksheet, feuille: FeuilleTable, last: int, look: Styles) -> None:
    """Colour the required cells still empty of the lines that somebody began."""
    end = get_column_letter(len(feuille.schema.champs))
    for rank, champ in enumerate(feuille.schema.champs, 1):
        if champ.requis:
            letter = get_column_letter(rank)
            begun = f'AND(${letter}{PREMIERE}="",COUNTA($A{PREMIERE}:${end}{PREMIERE})>0)'
            rule = FormulaRule(formula=[begun], fill=look.fond("vigilance_pale"))
            sheet.conditional_formatting.add(f"{letter}{PREMIERE}:{letter}{last}", rule)


def _setup(sheet: Worksheet, feuille: FeuilleTable, count: int) -> None:
    end = get_column_letter(len(feuille.schema.champs))
    sheet.freeze_panes = f"B{PREMIERE}"
    sheet.auto_filter.ref = f"A{ENTETE}:{end}{ENTETE + max(count, 1)}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
    sur_papier(sheet, paysage=True, lignes_repetees=f"{ENTETE}:{ENTETE}")
    wide = sum(column.width for column in sheet.column_dimensions.values())
    sheet.page_setup.fitToWidth = max(1, round(wide / _PAGE))
    sheet.print_title_cols = "A:A"
    proteger_feuille(sheet)
