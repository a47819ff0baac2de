"""A copy of a faulty trame, its wrong cells coloured and commented, so that it can be mended."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.classeurs import Styles, styles, sur_papier
from cpomlib.entree.onglets import franchise, silence
from cpomlib.entree.trame.classeur_lu import lisible
from cpomlib.entree.trame.emplacement import lettres
from cpomlib.entree.trame.feuille_table import poser
from cpomlib.entree.trame.plan import PlanTrame, plan
from cpomlib.socle import Faute, fichiers, pluriel

if TYPE_CHECKING:
    from openpyxl import Workbook

SUFFIXE = "-a-corriger"
DEPLIE_MAX = 96 << 20
"""Bytes of an uncompressed workbook beyond which it would not fit in memory as a whole."""
FAUTES_MAX = 2000
_MARQUE = "À corriger : "
_AUTEUR = "cpom"
_COLONNES = (("Feuille", 18), ("Ligne", 8), ("Colonne", 26), ("Valeur", 24),
             ("Ce qui ne va pas", 60), ("Que faire", 60))  # fmt: skip


def annoter(path: Path, fautes: Sequence[Faute]) -> Path | None:
    """Write, next to a faulty trame, a copy that shows its faults; the original is untouched.

    The wrong cells are coloured and commented; a first sheet lists the faults, each with a
    link to its cell. Marks left by a former copy are removed.

    Args:
        path: the workbook as it was read.
        fautes: its faults, as ``lire_trame`` gives them.

    Returns:
        The copy (``…-a-corriger.xlsx``, numbered when that name is taken), or None when the
        workbook is too big to be annotated.

    Raises:
        FichierError: the workbook is broken in a part that only annotating reads.
        EcritureError: the folder cannot be written to.
    """
    source = lisible(path) or path
    with franchise(path):
        too_big = _unfolded(source) > DEPLIE_MAX
    if too_big:
        return None
    words, look = plan(), styles()
    with franchise(path), silence():
        from openpyxl import load_workbook

        book = load_workbook(source, keep_links=False)
        _clean(book, words)
        ordered = _ordered(book, fautes)
        for fault in ordered[:FAUTES_MAX]:
            _mark(book, fault, words)
        _list(book, ordered, words, look)
        written = io.BytesIO()
        book.save(written)
    return _save(path, written.getvalue())


def _ordered(book: Workbook, faults: Sequence[Faute]) -> list[Faute]:
    """Return the faults sheet by sheet, in the order of the workbook, then row by row."""
    ranks = {title: rank for rank, title in enumerate(book.sheetnames)}
    return sorted(faults, key=lambda fault: (ranks.get(fault.feuille, -1), fault.ligne))


def _unfolded(source: Path | io.BytesIO) -> int:
    with zipfile.ZipFile(source) as archive:
        return sum(part.file_size for part in archive.infolist())


def _save(path: Path, content: bytes) -> Path:
    stem = re.sub(rf"{SUFFIXE}(-[0-9]+)?$", "", path.stem)
    number = 1
    while True:
        rank = f"-{number}" if number > 1 else ""
        copy = path.with_name(f"{stem}{SUFFIXE}{rank}.xlsx")
        try:
            fichiers.ecrire(copy, content, neuf=True)
        except fichiers.DejaLaError:
            number += 1
        else:
            return copy


def _clean(book: Workbook, words: PlanTrame) -> None:
    """Remove the marks of a former copy that was mended and sent back."""
    from openpyxl.styles import PatternFill

    for sheet in book.worksheets:
        if sheet.title == words.titres["a_corriger"]:
            book.remove(sheet)
            continue
        marked = [c for row in sheet.iter_rows() for c in row if _is_mark(c.comment)]
        for cell in marked:
            cell.comment = None
            cell.fill = PatternFill()


def _is_mark(comment: Any) -> bool:
    return comment is not None and comment.text.lstrip().startswith(_MARQUE.strip())


def _mark(book: Workbook, fault: Faute, words: PlanTrame) -> None:
    from openpyxl.styles import PatternFill

    if fault.feuille not in book.sheetnames or not fault.ligne:
        return
    colour = "FF" + words.couleur_faute.removeprefix("#").upper()
    for letter in lettres(fault.colonne) or ["A"]:
        cell = _anchor(book[fault.feuille], f"{letter}{fault.ligne}")
        cell.fill = PatternFill("solid", start_color=colour, end_color=colour)
        cell.comment = _comment(cell.comment, f"{fault.message} {fault.que_faire}".strip())


def _anchor(sheet: Any, address: str) -> Any:
    """Return the cell, or the one that stands for it when cells are merged."""
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet[address]


def _comment(former: Any, text: str) -> Any:
    from openpyxl.comments import Comment

    before = f"{former.text}\n" if former else ""
    told = Comment(before + _MARQUE + text, _AUTEUR)
    told.width, told.height = 320, 30 + 18 * (1 + len(told.text) // 45)
    return told


def _list(book: Workbook, faults: Sequence[Faute], words: PlanTrame, look: Styles) -> None:
    sheet = book.create_sheet(words.titres["a_corriger"], 0)
    poser(sheet["A1"], f"{pluriel(len(faults), 'faute')} à corriger")
    poser(
        sheet["A2"],
        "Rien n’a été pris en compte. Corrigez les cellules colorées, puis renvoyez ce classeur. "
        "Cliquez sur le nom d’une feuille pour aller à la cellule.",
    )
    look.titre(sheet["A1"])
    look.note(sheet["A2"])
    for span in ("A1:F1", "A2:F2"):
        sheet.merge_cells(span)
    for rank, (title, width) in enumerate(_COLONNES, 1):
        poser(sheet.cell(4, rank), title)
        look.entete(sheet.cell(4, rank))
        sheet.column_dimensions["ABCDEF"[rank - 1]].width = width
    for row, fault in enumerate(faults[:FAUTES_MAX], 5):
        _line(sheet, row, fault, look)
    if len(faults) > FAUTES_MAX:
        more = pluriel(len(faults) - FAUTES_MAX, "autre faute", "autres fautes")
        poser(sheet.cell(FAUTES_MAX + 5, 1), f"… et {more}.")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 26, 30
    sheet.freeze_panes = "A5"
    sheet.sheet_view.showGridLines = False
    sur_papier(sheet, paysage=True, lignes_repetees="4:4")
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


def _line(sheet: Any, row: int, fault: Faute, look: Styles) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import quote_sheetname
    from openpyxl.worksheet.hyperlink import Hyperlink

    texts = (fault.feuille, fault.ligne or None, fault.colonne, fault.valeur,
             fault.message, fault.que_faire)  # fmt: skip
    for rank, text in enumerate(texts, 1):
        cell = sheet.cell(row, rank)
        poser(cell, text)
        look.texte(cell, role="accent" if rank == 1 else "encre")
        cell.border = look.filet
    where = f"{(lettres(fault.colonne) or ['A'])[0]}{fault.ligne or 1}"
    place = f"{quote_sheetname(fault.feuille)}!{where}"
    sheet.cell(row, 1).hyperlink = Hyperlink(ref=f"A{row}", location=place, display=fault.feuille)
    longest = max(
        len(fault.message), len(fault.que_faire), 2.5 * len(fault.valeur), 2.4 * len(fault.colonne)
    )
    sheet.cell(row, 2).alignment = Alignment("center", "top")
    sheet.row_dimensions[row].height = 14.0 * (1 + int(longest) // 64) + 3
