"""The sheets of a workbook as rows of text, read along the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from cpomlib.entree.fusions import Plage, hautes
from cpomlib.entree.garde import FichierError, Limites, nature
from cpomlib.entree.onglets import Formule, Onglet, ouvrir_classeur
from cpomlib.socle import DonneesError, Faute

_ENTETE_MIN = 3
"""Filled cells from which a row may be the headings of a table: above are its titles."""
_FAUTES_MAX = 100
Ligne = tuple[int, list[str]]
"""Row number in the sheet, and its cells as text."""


@contextmanager
def feuilles(path: Path, plafonds: Limites | None = None) -> Iterator[dict[str, Feuille]]:
    """Open a workbook and give its visible sheets by name, in order.

    A formula counts for the value the spreadsheet last saved. The workbook is closed on the
    way out; whatever a broken file makes the parser raise becomes a ``FichierError``.

    Raises:
        FichierError: not a workbook that may be opened, or a broken one.
        DonneesError: it holds formulas that were saved without a result: they come from a
            program, were never opened in a spreadsheet, and would count for nothing.
    """
    nature(path, plafonds)
    with ouvrir_classeur(path, path) as book:
        seen = [sheet for sheet in book.onglets if not sheet.cache]
        faults = (fault for sheet in seen for fault in _uncomputed(sheet))
        if found := list(islice(faults, _FAUTES_MAX)):
            raise DonneesError(found)
        yield {sheet.titre: Feuille(sheet) for sheet in seen}


class Feuille:
    """One sheet: its rows as text."""

    def __init__(self, onglet: Onglet) -> None:
        self._onglet = onglet

    def lignes(self) -> Iterator[Ligne]:
        """Yield the rows that hold something, with their number in the sheet.

        Raises:
            FichierError: the sheet is broken.
        """
        headed = False
        for number, row in self._onglet.rangees():
            cells = [cell_text(value) for value in row]
            if not headed and sum(map(bool, cells)) >= _ENTETE_MIN:
                headed = True
                if merged := hautes(self._onglet.fusions, number):
                    raise _fused(self._onglet, merged)
            if any(cells):
                yield number, cells


def _fused(sheet: Onglet, merged: list[Plage]) -> FichierError:
    shown = ", ".join(one.adresse for one in merged[:3]) + (" …" if len(merged) > 3 else "")
    return FichierError(
        f"Des cellules y sont fusionnées sur plusieurs lignes : {shown}.",
        ou=f"{sheet.chemin.name}, feuille «\u00a0{sheet.titre}\u00a0»",
        pourquoi="Toutes leurs lignes sauf la première se liraient vides.",
        que_faire="Défusionnez-les dans le tableur, et recopiez leur valeur sur chaque ligne.",
    )


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


def _uncomputed(sheet: Onglet) -> Iterator[Faute]:
    """Yield a fault for each formula that holds no saved value."""
    from openpyxl.utils import get_column_letter

    for number, row in sheet.formulees():
        for rank, value in enumerate(row, 1):
            if isinstance(value, Formule) and value.valeur is None:
                yield Faute(
                    sheet.chemin.name,
                    number,
                    get_column_letter(rank),
                    "",
                    "La cellule contient une formule sans résultat enregistré.",
                    "Ouvrez le classeur dans le tableur, enregistrez-le, puis recommencez ; "
                    "ou collez les valeurs à la place des formules.",
                    sheet.titre,
                )
