"""A workbook as somebody sends it back: its sheets, row by row, with the nature of each cell.

The one reader of workbooks: what is read of a cell (a text, a typed value) is its callers' matter.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from cpomlib.entree.fusions import QUEUE, Plage, plages
from cpomlib.entree.garde import FichierError, abime
from cpomlib.tables import BLANKS

COLONNES_MAX = 256
"""Columns read: a stray cell at the far right of a sheet must not make huge rows."""
LIGNES_MAX = 1_048_576
"""Rows of a sheet in the format itself: a number beyond is made to exhaust the reader."""
_BLOCK, _LOT = 1 << 20, 64
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b[^>]*\shidden="(?:1|true)"[^>]*(?<!/)>')
_TEXTE = ("s", "str")
_SOMME = re.compile(r"\b(SUM|SUMIFS?|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)

Rangee = tuple[int, Sequence[Any]]
"""Row number in the sheet, and its cells: text, number, day, bool, ``Formule`` or None."""


@dataclass(frozen=True)
class Formule:
    """A cell that holds a formula.

    Attributes:
        valeur: the value saved with it; None when there is none.
        somme: whether it adds other cells up.
    """

    valeur: Any
    somme: bool


@dataclass(frozen=True)
class _Parcouru:
    """What the reader of a sheet does not tell: formulas, hidden rows, merged cells."""

    formules: bool
    masquees: int
    fusions: tuple[Plage, ...]


@dataclass(frozen=True, eq=False)
class Onglet:
    """One sheet of the workbook.

    Attributes:
        titre: its title, as it stands.
        cache: whether the sheet is hidden.
        valeurs: the reader of its values.
        formules: gives the reader of its formulas.
        chemin: the file, for the refusals.
        source: what the workbook is read from.
    """

    titre: str
    cache: bool
    valeurs: Any
    formules: Callable[[], Any]
    chemin: Path
    source: Path | BytesIO

    @property
    def masquees(self) -> int:
        """The number of its rows that are hidden or filtered out."""
        return self._parcouru.masquees

    @property
    def fusions(self) -> tuple[Plage, ...]:
        """Its merged cells, in the order of its rows."""
        return self._parcouru.fusions

    def rangees(self, *, formules: bool = False) -> Iterator[Rangee]:
        """Yield every row, hidden ones included.

        Args:
            formules: tell formulas from values; not needed to look for a word.

        Raises:
            FichierError: the sheet is broken.
        """
        with franchise(self.chemin):
            self.valeurs.reset_dimensions()
            mixed = formules and self._parcouru.formules
            rows = self._mixed() if mixed else self.valeurs.iter_rows(values_only=True)
            for number, row in enumerate(_silent(iter(rows)), 1):
                if number > LIGNES_MAX:
                    raise abime(self.chemin)
                yield number, row[:COLONNES_MAX]

    def formulees(self) -> Iterator[Rangee]:
        """Yield every row with its formulas told, of a sheet that has some; none of another."""
        return self.rangees(formules=True) if self._parcouru.formules else iter(())

    def _mixed(self) -> Iterator[list[Any]]:
        written_sheet = self.formules()
        written_sheet.reset_dimensions()
        pairs = zip(written_sheet.iter_rows(), self.valeurs.iter_rows(), strict=True)
        for written, computed in pairs:
            yield [_cell(left, right) for left, right in zip(written, computed, strict=True)]

    @cached_property
    def _parcouru(self) -> _Parcouru:
        with franchise(self.chemin), zipfile.ZipFile(self.source) as archive:
            return _scan(archive, self.valeurs._worksheet_path)


@dataclass(frozen=True)
class Classeur:
    """A workbook that is open.

    Attributes:
        onglets: its sheets, in order.
        origine: first day of its calendar, to read days written as numbers.
    """

    onglets: tuple[Onglet, ...]
    origine: datetime


@contextmanager
def ouvrir_classeur(path: Path, source: Path | BytesIO) -> Iterator[Classeur]:
    """Open a workbook to read it along the file, without ever holding it whole.

    Args:
        path: its file, which a guard let through, for the refusals.
        source: what it is read from.

    Raises:
        FichierError: it is broken.
    """
    with franchise(path), silence():
        from openpyxl import load_workbook

        values = load_workbook(source, read_only=True, data_only=True, keep_links=False)
    with ExitStack() as opened:
        opened.callback(values.close)

        @cache
        def formulas() -> Any:
            """Open the workbook again, for its formulas: most have none to read."""
            with silence():
                book = load_workbook(source, read_only=True, keep_links=False)
            opened.callback(book.close)
            return book

        yield Classeur(
            tuple(
                Onglet(sheet.title, sheet.sheet_state != "visible", sheet,
                       partial(_named, formulas, sheet.title), path, source)
                for sheet in values.worksheets
            ),
            values.epoch,
        )  # fmt: skip


def _named(book: Callable[[], Any], title: str) -> Any:
    return book()[title]


def _scan(archive: zipfile.ZipFile, part: str) -> _Parcouru:
    formulas, hidden, tail = False, 0, b""
    merged: list[Plage] = []
    with archive.open(part) as handle:
        while block := handle.read(_BLOCK):
            window = tail + block
            formulas = formulas or _FORMULA.search(window) is not None
            hidden += sum(match.end() > len(tail) for match in _HIDDEN.finditer(window))
            merged += plages(window, len(tail))
            tail = window[-QUEUE:]
    rows = sorted(merged, key=lambda one: (one.haut, one.gauche))
    return _Parcouru(formulas, hidden, tuple(rows))


@contextmanager
def franchise(path: Path) -> Iterator[None]:
    """Turn whatever a foreign parser raises on a broken workbook into a refusal."""
    try:
        yield
    except (FichierError, GeneratorExit, KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        raise abime(path) from error


@contextmanager
def silence() -> Iterator[None]:
    """Keep a parser's own warnings, in English, off the screen: they tell of decoration."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _silent(rows: Iterator[Any]) -> Iterator[Any]:
    """Yield rows, some read at a time in silence; between them warnings are as they were."""
    while True:
        with silence():
            some = list(islice(rows, _LOT))
        if not some:
            return
        yield from some


def _cell(written: Any, computed: Any) -> Any:
    if written.data_type != "f":
        return computed.value
    value = computed.value
    if isinstance(value, str) and not value.strip(BLANKS):
        value = None
    if value is None and computed.data_type in _TEXTE:
        return None  # a formula whose result is an empty text
    return Formule(value, bool(_SOMME.search(str(written.value))))
