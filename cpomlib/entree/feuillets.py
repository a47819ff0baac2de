"""A table in a CSV file or in the sheets of a workbook, as rows of text alike."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from cpomlib.entree.classeur import Ligne, feuilles
from cpomlib.entree.encodage import encodage
from cpomlib.entree.flux import blocs_de_lignes
from cpomlib.entree.garde import CLASSEUR, nature
from cpomlib.entree.texte import COLONNES_MAX, trop_de_colonnes
from cpomlib.socle import DonneesError, Faute

SEPARATEURS = (";", "\t", ",", "|")
_TETE = 30
"""Lines looked at to find the separator."""


@dataclass(frozen=True)
class Feuillet:
    """One table of a file.

    Attributes:
        fichier: name of the file.
        feuille: name of the sheet, empty for a text.
        lignes: its rows that hold something, each with its number.
    """

    fichier: str
    feuille: str
    lignes: Iterator[Ligne]


@contextmanager
def feuillets(path: Path) -> Iterator[Iterator[Feuillet]]:
    """Open a CSV file or a workbook and give its tables one after the other.

    Raises:
        FichierError: not a file that may be opened, or a broken one.
        DonneesError: a workbook holds formulas without a saved result.
    """
    if nature(path) != CLASSEUR:
        yield iter([Feuillet(path.name, "", _text(path))])
        return
    with feuilles(path) as sheets:
        yield (Feuillet(path.name, name, sheet.lignes()) for name, sheet in sheets.items())


def _text(path: Path) -> Iterator[Ligne]:
    lines = chain.from_iterable(block for _, block in blocs_de_lignes(path, encodage(path)))
    head = list(islice(lines, _TETE))
    separator = max(SEPARATEURS, key=lambda sep: _regularity(head, sep))
    reader = csv.reader(chain(head, lines), delimiter=separator)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise DonneesError([_malformed(path, number)]) from error
        if row is None:
            return
        if len(row) > COLONNES_MAX:
            raise DonneesError([trop_de_colonnes(path, len(row), number)])
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield number, cells


def _regularity(lines: list[str], separator: str) -> tuple[int, int]:
    """Return how many lines have as many separators as the line that has the most."""
    counts = [line.count(separator) for line in lines]
    most = max(counts, default=0)
    return (sum(count == most for count in counts) if most else 0, most)


def _malformed(path: Path, line: int) -> Faute:
    return Faute(
        path.name,
        line,
        "",
        "",
        "Une cellule est démesurée : des guillemets sont mal fermés.",
        "Retirez les guillemets isolés, ou refaites l’export.",
    )
