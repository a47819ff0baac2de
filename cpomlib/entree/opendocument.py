"""A workbook of LibreOffice (``.ods``), turned into the one kind that is read (``.xlsx``).

Values and titles are kept; the look, the lists and the formulas are not (a formula has its value).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cpomlib.entree.garde import ABIME, Limites, abime, limites, refuser_gonfle

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT = _NS % "table", _NS % "office", _NS % "text"
_LARGE, _HAUT = 400, 250_000
"""Cells of a row, rows of a sheet: a spreadsheet repeats its last blank ones a million times."""
_SOMME = re.compile(r"\b(SUM|SUMIFS?|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)
_NOMBRES = frozenset(("float", "currency", "percentage"))


def est_ods(path: Path) -> bool:
    """Say whether a file is a workbook of LibreOffice, from what it holds."""
    try:
        # a pipe is not opened: it would wait for somebody to write
        if not (path.is_file() and zipfile.is_zipfile(path)):
            return False
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            known = "mimetype" in names and "content.xml" in names
            return known and archive.read("mimetype").strip().endswith(b"opendocument.spreadsheet")
    except ABIME:
        return False


def en_xlsx(path: Path, plafonds: Limites | None = None) -> BytesIO:
    """Return a workbook of LibreOffice as an ``.xlsx`` one, in memory.

    Raises:
        FichierError: it is broken, locked by a password, or swells too much.
    """
    from openpyxl import Workbook

    book, held = Workbook(write_only=True), BytesIO()
    try:
        with zipfile.ZipFile(path) as archive:
            refuser_gonfle(path, archive.infolist(), plafonds or limites())
            with archive.open("content.xml") as part:
                for title, rows in _sheets(part):
                    sheet = book.create_sheet(title[:31] or "Feuille")
                    for row in rows:
                        sheet.append(row)
        if not book.worksheets:
            raise abime(path)
        book.save(held)
    except (*ABIME, ElementTree.ParseError) as error:
        raise abime(path) from error
    held.seek(0)
    return held


def _sheets(part: Any) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    """Yield the title and the rows of each sheet; a sheet is freed once it is read."""
    for event, element in ElementTree.iterparse(part, ("start", "end")):
        if event == "end" and element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), _rows(element)
            element.clear()


def _rows(sheet: ElementTree.Element) -> Iterator[list[Any]]:
    """Yield the rows; blank ones are written only where something follows."""
    blank = done = 0
    for row in sheet.iter(f"{_TABLE}table-row"):
        times = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        cells = [] if _only_sums(row) else _cells(row)
        if not cells:
            blank += times
            continue
        times = min(times, _HAUT - done)
        for _ in range(min(blank, _HAUT - done)):
            yield []
        for _ in range(times):
            yield cells
        done += blank + times
        blank = 0
        if done >= _HAUT:
            return


def _only_sums(row: ElementTree.Element) -> bool:
    """Say whether a row holds nothing but sums: it is one of totals, and no formula is kept."""
    filled = [cell for cell in row if cell.get(f"{_OFFICE}value-type")]
    return bool(filled) and all(
        _SOMME.search(cell.get(f"{_TABLE}formula", "")) is not None for cell in filled
    )


def _cells(row: ElementTree.Element) -> list[Any]:
    """Return the cells of a row, without the blank ones at its end."""
    cells: list[Any] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        cells += [_value(cell)] * min(times, _LARGE - len(cells))
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _value(cell: ElementTree.Element) -> Any:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in _NOMBRES:
        number = float(cell.get(f"{_OFFICE}value", "nan"))
        return int(number) if number.is_integer() else number
    if kind == "date":
        return _day(cell.get(f"{_OFFICE}date-value", ""))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", "").lower() == "true"
    text = "\n".join("".join(part.itertext()) for part in cell.findall(f"{_TEXT}p"))
    return text or None


def _day(written: str) -> datetime | str:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return written
