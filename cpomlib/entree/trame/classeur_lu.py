"""A workbook as somebody sends it back: its sheets, row by row, with the nature of each cell."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

from cpomlib.entree.classeur import COLONNES_MAX, LIGNES_MAX
from cpomlib.entree.fusions import QUEUE, Plage, plages
from cpomlib.entree.garde import CLASSEUR, FichierError, Limites, abime, limites, nature
from cpomlib.entree.opendocument import en_xlsx, est_ods
from cpomlib.entree.trame.libelles import deprotege
from cpomlib.tables import BLANKS

DEPLIE_MAX, TEXTES_MAX = 512 << 20, 64 << 20
"""A trame is that of one gestionnaire: the general limits are lowered, in bytes."""
_BLOCK = 1 << 20
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b[^>]*\shidden="(?:1|true)"[^>]*(?<!/)>')
_SOMME = re.compile(r"\b(SUM|SUMIFS?|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)

Ligne = tuple[int, list[Any]]
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
class Onglet:
    """One sheet of the workbook.

    Attributes:
        titre: its title, as it stands.
        cache: whether the sheet is hidden.
        masquees: number of its rows that are hidden or filtered out.
        valeurs: the reader of its values.
        formules: gives the reader of its formulas; None when it has none.
        chemin: the file, for the refusals.
        fusions: its merged cells, in the order of its rows.
    """

    titre: str
    cache: bool
    masquees: int
    valeurs: Any
    formules: Any
    chemin: Path
    fusions: tuple[Plage, ...] = ()

    def lignes(self, *, formules: bool = True) -> Iterator[Ligne]:
        """Yield the rows that hold something, hidden ones included.

        Args:
            formules: tell formulas from values; not needed to look for a word.

        Raises:
            FichierError: the sheet is broken.
        """
        with franchise(self.chemin):
            self.valeurs.reset_dimensions()
            mixed = formules and self.formules is not None
            rows = self._mixed() if mixed else self.valeurs.iter_rows(values_only=True)
            for number, row in enumerate(_silent(iter(rows)), 1):
                if number > LIGNES_MAX:
                    raise abime(self.chemin)
                cells = [_clean(value) for value in row[:COLONNES_MAX]]
                if any(value is not None for value in cells):
                    yield number, cells

    def _mixed(self) -> Iterator[list[Any]]:
        written_sheet = self.formules()
        written_sheet.reset_dimensions()
        pairs = zip(written_sheet.iter_rows(), self.valeurs.iter_rows(), strict=True)
        for written, computed in pairs:
            yield [_cell(left, right) for left, right in zip(written, computed, strict=True)]


@dataclass(frozen=True)
class Classeur:
    """A workbook that is open.

    Attributes:
        onglets: its sheets, in order.
        origine: first day of its calendar, to read days written as numbers.
    """

    onglets: tuple[Onglet, ...]
    origine: datetime


def plafonds_trame() -> Limites:
    """Return the limits in force for a trame."""
    general = limites()
    return replace(
        general,
        classeur_deplie_max=min(general.classeur_deplie_max, DEPLIE_MAX),
        textes_communs_max=min(general.textes_communs_max, TEXTES_MAX),
    )


@contextmanager
def ouvrir(path: Path) -> Iterator[Classeur]:
    """Open a workbook to read it along the file, without ever holding it whole.

    Raises:
        FichierError: not a workbook that may be opened, or a broken one.
    """
    source = lisible(path)
    if source is None:
        raise FichierError(
            "Ce fichier n’est pas un classeur.",
            ou=path.name,
            que_faire="Une trame est un classeur Excel (.xlsx), écrit par « cpom trame ».",
        )
    with franchise(path), silence():
        from openpyxl import load_workbook

        values = load_workbook(source, read_only=True, data_only=True, keep_links=False)
    with ExitStack() as opened:
        opened.callback(values.close)

        @cache
        def formulas() -> Any:
            """Open the workbook again, for its formulas: most trames have none to read."""
            with silence():
                book = load_workbook(source, read_only=True, keep_links=False)
            opened.callback(book.close)
            return book

        with franchise(path):
            sheets = tuple(_sheets(path, source, values, formulas))
        yield Classeur(sheets, values.epoch)


def lisible(path: Path) -> Path | BytesIO | None:
    """Return what a workbook is read from: its file, or what one of LibreOffice is turned into.

    Raises:
        FichierError: it may not be opened.
    """
    if est_ods(path):
        return en_xlsx(path, plafonds_trame())
    return path if nature(path, plafonds_trame()) == CLASSEUR else None


def _sheets(
    path: Path, source: Path | BytesIO, values: Any, formulas: Callable[[], Any]
) -> Iterator[Onglet]:
    with zipfile.ZipFile(source) as archive:
        for sheet in values.worksheets:
            has_formulas, hidden, merged = _scan(archive, sheet._worksheet_path)
            reader = partial(_named, formulas, sheet.title) if has_formulas else None
            visible = sheet.sheet_state == "visible"
            yield Onglet(sheet.title, not visible, hidden, sheet, reader, path, merged)


def _named(book: Callable[[], Any], title: str) -> Any:
    return book()[title]


def _scan(archive: zipfile.ZipFile, part: str) -> tuple[bool, int, tuple[Plage, ...]]:
    """Look along a sheet for formulas, hidden rows and merged cells: the reader tells none."""
    formulas, hidden, tail = False, 0, b""
    merged: list[Plage] = []
    with archive.open(part) as handle:
        while block := handle.read(_BLOCK):
            window = tail + block
            formulas = formulas or _FORMULA.search(window) is not None
            hidden += sum(match.end() > len(tail) for match in _HIDDEN.finditer(window))
            merged += plages(window, len(tail))
            tail = window[-QUEUE:]
    return formulas, hidden, tuple(sorted(merged, key=lambda one: (one.haut, one.gauche)))


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
    """Yield rows, each read in silence; between two of them warnings are as they were."""
    while True:
        with silence():
            row = next(rows, None)
        if row is None:
            return
        yield row


def _cell(written: Any, computed: Any) -> Any:
    if written.data_type != "f":
        return computed.value
    value = _clean(computed.value)
    if value is None and computed.data_type == "s":
        return None  # a formula whose result is an empty text
    return Formule(value, bool(_SOMME.search(str(written.value))))


def _clean(value: Any) -> Any:
    """Strip a text; an empty one is nothing."""
    if isinstance(value, str):
        return deprotege(value).strip(BLANKS) or None
    return value
