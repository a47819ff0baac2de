"""An export as text columns, direct identifiers left at the door."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.entree.classeur import Feuille, feuilles
from cpomlib.entree.garde import CLASSEUR, nature
from cpomlib.entree.noms import plie
from cpomlib.entree.texte import IllisibleError, read_text
from cpomlib.socle import CpomError, DonneesError, suggestion
from cpomlib.tables import ColonneLue, forbidden_column

if TYPE_CHECKING:
    import numpy as np

_TITRES_MAX = 20
"""Rows above the header of a sheet, where titles and dates of edition are."""


@dataclass(frozen=True)
class Export:
    """The columns of an export that may be read.

    Attributes:
        entete: names of all its columns, as written.
        colonnes: text columns by name, without the direct identifiers.
        lignes: line of each row in the file.
        retirees: names of the columns of direct identifiers, dropped.
        irregulieres: lines with too few or too many cells, with their cell count.
    """

    entete: tuple[str, ...]
    colonnes: dict[str, ColonneLue]
    lignes: np.ndarray
    retirees: tuple[str, ...]
    irregulieres: dict[int, int]


def lire_export(
    path: Path, voulues: Sequence[str] = (), feuille: str = "", gardees: Collection[str] = ()
) -> Export:
    """Read an export in CSV or XLSX.

    Args:
        path: the file.
        voulues: columns to look for, which tell the header and the separator.
        feuille: sheet of the workbook; the first visible one by default.
        gardees: columns of direct identifiers that are needed all the same (a birth date).

    Raises:
        FichierError: the file may not be opened.
        DonneesError: it is not a text table.
        CpomError: the sheet does not exist, or is empty.
    """
    kept = {plie(name) for name in gardees}
    if nature(path) == CLASSEUR:
        header, columns, lines, irregular = _sheet(path, voulues, feuille)
    else:
        try:
            text = read_text(path, voulues)
        except IllisibleError as error:
            raise DonneesError([error.faute]) from error
        header, columns, lines = text.header, text.colonnes, text.lignes
        irregular = text.irregulieres
    names = [name for name in dict.fromkeys(header) if name in columns]
    dropped = tuple(name for name in names if forbidden_column(name) and plie(name) not in kept)
    readable = {name: columns[name] for name in names if name not in dropped}
    return Export(header, readable, lines, dropped, irregular)


def _sheet(
    path: Path, voulues: Sequence[str], name: str
) -> tuple[tuple[str, ...], dict[str, ColonneLue], np.ndarray, dict[int, int]]:
    import numpy as np

    wanted = {plie(column) for column in voulues}
    with feuilles(path) as sheets:
        rows = _chosen(path, sheets, name).lignes()
        head = list(islice(rows, _TITRES_MAX))
        first = _header_rank([cells for _, cells in head], wanted)
        if first is None:
            raise CpomError("Cette feuille est vide.", ou=path.name, que_faire="Refaites l’export.")
        header = [cell.strip() for cell in head[first][1]]
        while header and not header[-1]:
            header.pop()
        kept = [(rank, column) for rank, column in enumerate(header) if column]
        lines, texts = array("q"), [_Encodeur() for _ in kept]
        for line, cells in chain(head[first + 1 :], rows):
            lines.append(line)
            for (rank, _), encoder in zip(kept, texts, strict=True):
                encoder.ajouter(cells[rank].strip() if rank < len(cells) else "")
    columns = {
        column: encoder.colonne()
        for (_, column), encoder in reversed(list(zip(kept, texts, strict=True)))
    }
    return tuple(header), columns, np.array(lines, dtype="int64"), {}


class _Encodeur:
    """Gathers a text column along a sheet, each distinct text once."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._codes = array("q")

    def ajouter(self, text: str) -> None:
        self._codes.append(self._known.setdefault(text, len(self._known)))

    def colonne(self) -> ColonneLue:
        import numpy as np

        return ColonneLue(np.array(self._codes, dtype="int64"), list(self._known))


def _chosen(path: Path, sheets: dict[str, Feuille], name: str) -> Feuille:
    by_name = {plie(title): sheet for title, sheet in sheets.items()}
    if name and plie(name) not in by_name:
        raise CpomError(
            f"La feuille «\u00a0{name}\u00a0» n’existe pas.",
            ou=path.name,
            que_faire=suggestion(name, sheets),
        )
    if not sheets:
        raise CpomError(
            "Ce classeur n’a aucune feuille visible.",
            ou=path.name,
            que_faire="Affichez la feuille à lire, enregistrez, puis recommencez.",
        )
    return by_name[plie(name)] if name else next(iter(sheets.values()))


def _header_rank(rows: Sequence[Sequence[str]], wanted: Collection[str]) -> int | None:
    """Return the row that holds most of the wanted names; failing that, the widest one."""
    if not rows:
        return None

    def score(rank: int) -> tuple[int, int, int]:
        cells = [plie(cell) for cell in rows[rank] if cell.strip()]
        return len(set(cells) & set(wanted)), len(cells), -rank

    return max(range(len(rows)), key=score)
