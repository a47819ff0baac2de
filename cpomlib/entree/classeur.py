"""The sheets of a workbook as rows of text, read along the file."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from cpomlib.entree.fusions import Plage, hautes, plages_de
from cpomlib.entree.garde import FichierError, Limites, abime, nature
from cpomlib.socle import Faute

COLONNES_MAX = 256
"""Columns read: a stray cell at the far right of a sheet must not make huge rows."""
LIGNES_MAX = 1_048_576
"""Rows of a sheet in the format itself: a number beyond is made to exhaust the reader."""
_FORMULE = re.compile(rb"<(?:\w+:)?f[ >/]")
_BLOCK = 1 << 20
_ENTETE_MIN = 3
"""Filled cells from which a row may be the headings of a table: above are its titles."""
Ligne = tuple[int, list[str]]
"""Row number in the sheet, and its cells as text."""


@contextmanager
def feuilles(path: Path, plafonds: Limites | None = None) -> Iterator[dict[str, Feuille]]:
    """Open a workbook and give its visible sheets by name, in order.

    A formula counts for the value the spreadsheet last saved. The workbook is closed on the
    way out; whatever a broken file makes the parser raise becomes a ``FichierError``.

    Raises:
        FichierError: not a workbook that may be opened, or a broken one.
    """
    nature(path, plafonds)
    with _quiet():
        with _mended(path):
            from openpyxl import load_workbook

            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            yield {
                sheet.title: Feuille(path, sheet)
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            }
        finally:
            book.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to itself what the parser tells programmers (in English) of odd workbooks."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")
        yield


class Feuille:
    """One sheet: its rows as text."""

    def __init__(self, path: Path, sheet: Any) -> None:
        self._path, self._sheet = path, sheet

    def lignes(self) -> Iterator[Ligne]:
        """Yield the rows that hold something, with their number in the sheet.

        Raises:
            FichierError: the sheet is broken.
        """
        with _mended(self._path):
            self._sheet.reset_dimensions()
            merged: list[Plage] | None = None
            for number, row in enumerate(self._sheet.iter_rows(values_only=True), 1):
                if number > LIGNES_MAX:
                    raise abime(self._path)
                cells = [cell_text(value) for value in row[:COLONNES_MAX]]
                if merged is None and sum(map(bool, cells)) >= _ENTETE_MIN:
                    merged = self._merged(number)
                    if merged:
                        raise _fused(self._path, self._sheet.title, merged)
                if any(cells):
                    yield number, cells

    def _merged(self, entete: int) -> list[Plage]:
        """Return the cells merged over several rows under the first row that is a table's."""
        with zipfile.ZipFile(self._path) as archive:
            return hautes(plages_de(archive, self._sheet._worksheet_path), entete)


def _fused(path: Path, title: str, merged: list[Plage]) -> FichierError:
    shown = ", ".join(one.adresse for one in merged[:3]) + (" …" if len(merged) > 3 else "")
    return FichierError(
        f"Des cellules y sont fusionnées sur plusieurs lignes : {shown}.",
        ou=f"{path.name}, feuille «\u00a0{title}\u00a0»",
        pourquoi="Toutes leurs lignes sauf la première se liraient vides.",
        que_faire="Défusionnez-les dans le tableur, et recopiez leur valeur sur chaque ligne.",
    )


@contextmanager
def _mended(path: Path) -> Iterator[None]:
    """Turn whatever a foreign parser raises on a broken workbook into a refusal."""
    try:
        yield
    except (FichierError, GeneratorExit, KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        raise abime(path) from error


def cell_text(value: Any) -> str:
    """Write a cell as text: dates ISO, whole numbers without decimals, others to six decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _number_text(value: float) -> str:
    """Undo the noise of binary fractions: 0.30000000000000004 is 0.3."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(round(value, 6))


def formules_sans_valeur(path: Path) -> list[Faute]:
    """Return the formula cells that hold no saved value, at most a hundred.

    They come from files written by a program and never opened in a spreadsheet: read as they
    are, they would count for nothing.

    Raises:
        FichierError: not a workbook that may be opened, or a broken one.
    """
    nature(path)
    with _quiet(), _mended(path):
        return _uncomputed(path) if _holds_formulas(path) else []


def _holds_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/") and _found(archive, part):
                return True
    return False


def _found(archive: zipfile.ZipFile, part: str) -> bool:
    tail = b""
    with archive.open(part) as handle:
        while block := handle.read(_BLOCK):
            if _FORMULE.search(tail + block):
                return True
            tail = block[-32:]
    return False


def _uncomputed(path: Path) -> list[Faute]:
    from openpyxl import load_workbook

    written = load_workbook(path, read_only=True, keep_links=False)
    computed = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    faults: list[Faute] = []
    try:
        for left, right in zip(written.worksheets, computed.worksheets, strict=True):
            if left.sheet_state == "visible":
                left.reset_dimensions()
                right.reset_dimensions()
                faults += _uncomputed_cells(path, left, right)
    finally:
        written.close()
        computed.close()
    return faults[:100]


def _uncomputed_cells(path: Path, written: Any, computed: Any) -> list[Faute]:
    from openpyxl.utils import get_column_letter

    faults: list[Faute] = []
    pairs = zip(written.iter_rows(), computed.iter_rows(values_only=True), strict=True)
    for number, (cells, values) in enumerate(pairs, 1):
        for rank, (cell, value) in enumerate(zip(cells, values, strict=True), 1):
            if cell.data_type == "f" and value is None:
                faults.append(
                    Faute(
                        path.name,
                        number,
                        get_column_letter(rank),
                        "",
                        "La cellule contient une formule sans résultat enregistré.",
                        "Ouvrez le classeur dans le tableur, enregistrez-le, puis recommencez ; "
                        "ou collez les valeurs à la place des formules.",
                        written.title,
                    )
                )
        if len(faults) >= 100 or number > LIGNES_MAX:
            break
    return faults
