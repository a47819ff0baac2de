"""A CSV file as a person saved it, read as text columns with the line of each row."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from cpomlib.entree.fichier import COPIER, PAS_ORDINAIRE, special
from cpomlib.socle import Faute, nombre
from cpomlib.tables import BLANKS, ColonneLue

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

SEPARATORS = (";", ",", "\t")
CELLULE_MAX = 100_000
COLONNES_MAX = 1000
"""Columns of a file beyond which it is no table: the largest export has a hundred."""
_LOT = 50_000
_QUOTED = re.compile(r'"[^"]*"')
_BLOCK = 1 << 20
ENREGISTRER = "Dans le tableur, enregistrez la feuille au format « CSV UTF-8 »."


class IllisibleError(Exception):
    """The file is not a text table; ``faute`` says why."""

    def __init__(self, faute: Faute) -> None:
        self.faute = faute
        super().__init__(str(faute))


@dataclass(frozen=True)
class Texte:
    """The text of one CSV file.

    Attributes:
        header: names of the columns, as written.
        colonnes: text columns by name; a repeated name keeps its first column.
        lignes: line of each row in the file, blank lines counted.
        irregulieres: lines that have too few or too many cells, with their cell count.
    """

    header: tuple[str, ...]
    colonnes: dict[str, ColonneLue]
    lignes: np.ndarray
    irregulieres: dict[int, int]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def sha256_ensemble(paths: Sequence[Path]) -> str:
    """Return the SHA-256 of one file, or that of the names and SHA-256 of several."""
    if len(paths) == 1:
        return sha256(paths[0])
    lines = sorted(f"{path.name} {sha256(path)}\n" for path in paths)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def encoding(path: Path) -> str:
    """Return ``utf-8-sig`` or ``cp1252``, whichever the whole file can be read with.

    Raises:
        IllisibleError: the file is a workbook, is binary, or cannot be opened.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8 = True
    for block in _blocks(path):
        _refuse_binary(path, block)
        if utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                utf8 = False
    return "utf-8-sig" if utf8 and _complete(decoder) else "cp1252"


def _complete(decoder: codecs.IncrementalDecoder) -> bool:
    return not decoder.getstate()[0]


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        if special(path):
            raise IllisibleError(Faute(path.name, 0, "", "", PAS_ORDINAIRE, COPIER))
        with path.open("rb") as handle:
            while block := handle.read(_BLOCK):
                yield block
    except OSError as error:
        raise IllisibleError(
            Faute(
                path.name,
                0,
                "",
                "",
                "Le fichier ne peut pas être ouvert.",
                "Fermez-le s’il est ouvert ailleurs et vérifiez vos droits d’accès.",
            )
        ) from error


def _refuse_binary(path: Path, block: bytes) -> None:
    if block.startswith(b"PK\x03\x04"):
        raise _unreadable(path, "Ce fichier est un classeur ou une archive, pas un CSV.")
    if block.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(path, "Ce fichier est en « texte Unicode » (UTF-16), pas en UTF-8.")
    if b"\0" in block:
        raise _unreadable(path, "Ce fichier n’est pas un fichier texte.")


def _unreadable(path: Path, message: str, ligne: int = 0) -> IllisibleError:
    return IllisibleError(Faute(path.name, ligne, "", "", message, ENREGISTRER))


def read_text(path: Path, expected: Sequence[str]) -> Texte:
    """Read a CSV file as text.

    Args:
        path: the file.
        expected: names of columns to look for, which tell the separator.

    Raises:
        IllisibleError: the file is not a CSV text with a header.
    """
    try:
        with path.open(encoding=encoding(path), newline="") as handle:
            lines = _lines(path, handle)
            first = next(lines, "")
            separator = _separator(first, expected)
            reader = csv.reader(chain([first], lines), delimiter=separator, strict=True)
            return _collect(path, _rows(path, reader))
    except UnicodeDecodeError as error:
        raise _unreadable(path, "Ce fichier n’est écrit ni en UTF-8 ni en Windows-1252.") from error


def _lines(path: Path, handle: TextIO) -> Iterator[str]:
    for number, line in enumerate(handle, 1):
        if len(line) > 20 * CELLULE_MAX:
            raise _unreadable(path, "Cette ligne est trop longue pour un tableau.", number)
        yield line


def _separator(header: str, expected: Sequence[str]) -> str:
    """Tell what parts the cells: what finds the most names expected, then the most cells.

    What stands between quotes parts nothing.
    """
    known, bare = set(expected), _QUOTED.sub("", header)

    def score(separator: str) -> tuple[int, int]:
        cells = [name.strip(BLANKS + '"') for name in header.split(separator)]
        return sum(cell in known for cell in cells), bare.count(separator)

    return max(SEPARATORS, key=score)


def _rows(path: Path, reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, each with the line it begins on."""
    previous = 0
    try:
        for row in reader:
            line, previous = previous + 1, reader.line_num  # type: ignore[attr-defined]
            if sum(map(len, row)) > CELLULE_MAX and max(map(len, row)) > CELLULE_MAX:
                # csv has a limit too, but any library may have moved it for the whole process
                raise IllisibleError(_malformed(path, line, "field larger"))
            if any(cell and cell.strip(BLANKS) for cell in row):
                yield line, row
    except csv.Error as error:
        raise IllisibleError(_malformed(path, previous + 1, str(error))) from error


def _malformed(path: Path, line: int, error: str) -> Faute:
    if "field larger" in error:
        message = "Une cellule est démesurée (plus de 100 000 caractères)."
    else:
        message = "Les guillemets de cette ligne sont mal fermés ; la suite n’a pas été lue."
    return Faute(
        path.name,
        line,
        "",
        "",
        message,
        'Un guillemet qui fait partie du texte s’écrit deux fois (""), dans une cellule '
        "entre guillemets.",
    )


def _collect(path: Path, rows: Iterator[tuple[int, list[str]]]) -> Texte:
    import numpy as np

    _, header = next(rows, (0, []))
    names = tuple(name.strip(BLANKS) for name in header)
    while names and not names[-1]:  # a spreadsheet often leaves separators at the end
        names = names[:-1]
    if not names:
        raise _unreadable(path, "Le fichier est vide : il n’a même pas de ligne d’en-tête.")
    if len(names) > COLONNES_MAX:
        raise IllisibleError(trop_de_colonnes(path, len(names), 1))
    lines: list[int] = []
    irregular: dict[int, int] = {}
    batches: list[list[pa.Array]] = []
    batch: list[list[str]] = []
    for line, row in rows:
        lines.append(line)
        batch.append(_fitted(row, len(names), line, irregular))
        if len(batch) == _LOT:
            batches.append(_encoded(batch))
            batch = []
    if batch or not batches:
        batches.append(_encoded(batch, len(names)))
    columns = {
        name: _column([columns[rank] for columns in batches])
        for rank, name in reversed(list(enumerate(names)))
        if name
    }
    return Texte(names, columns, np.array(lines, dtype="int64"), irregular)


def trop_de_colonnes(path: Path, count: int, line: int) -> Faute:
    """Return the refusal of a file far too wide for a table."""
    return Faute(
        path.name,
        line,
        "",
        "",
        f"Cette ligne a {nombre(count)} colonnes : ce n’est pas une table "
        f"({nombre(COLONNES_MAX)} au plus).",
        "Vérifiez que c’est bien le fichier attendu, et son séparateur.",
    )


def _fitted(row: list[str], width: int, line: int, irregular: dict[int, int]) -> list[str]:
    """Pad or cut a row to the header's width, noting the line where cells are lost or lacking."""
    if len(row) == width:
        return row
    if len(row) < width or any(cell.strip(BLANKS) for cell in row[width:]):
        irregular[line] = len(row)
    return row[:width] + [""] * (width - len(row))


def _encoded(batch: list[list[str]], width: int = 0) -> list[pa.Array]:
    import pyarrow as pa

    columns = zip(*batch, strict=True) if batch else [()] * width
    return [pa.array(column, pa.string()).dictionary_encode() for column in columns]


def _column(chunks: list[pa.Array]) -> ColonneLue:
    import pyarrow as pa

    joined = pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
    array = joined.chunk(0) if isinstance(joined, pa.ChunkedArray) else joined
    texts = [text.strip(BLANKS) for text in array.dictionary.to_pylist()]
    return ColonneLue(array.indices.to_numpy(zero_copy_only=False), texts)
