"""A text of any size as blocks of lines: the memory holds one block at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cpomlib.entree.encodage import Encodage
from cpomlib.entree.garde import FichierError

_CARACTERES = 1 << 22
LIGNE_MAX = 1 << 20
"""Longest line, in characters: beyond, the file is not a table."""
_RETIRES = {0: None, 0x1A: None, 0xFEFF: None}
"""NUL and end-of-file marks that old software leaves; a byte order mark between two files."""


def blocs_de_lignes(path: Path, encodage: Encodage) -> Iterator[tuple[int, list[str]]]:
    """Yield blocks of lines, each with the number of its first line in the file.

    Lines end with CR, LF or both; a character that cannot be decoded is replaced.

    Raises:
        FichierError: a line is too long for a table.
    """
    number, rest = 1, ""
    with path.open(encoding=encodage.nom, errors="replace", newline=None) as handle:
        while text := handle.read(_CARACTERES):
            lines = (rest + _clean(text)).split("\n")
            rest = lines.pop()
            if len(rest) > LIGNE_MAX:
                raise _too_long(path, number + len(lines))
            if lines:
                yield number, lines
                number += len(lines)
    if rest:
        yield number, [rest]


def _clean(text: str) -> str:
    if "\0" in text or "\x1a" in text or "\ufeff" in text:
        return text.translate(_RETIRES)
    return text


def _too_long(path: Path, line: int) -> FichierError:
    return FichierError(
        "Cette ligne est trop longue pour un tableau.",
        ou=f"{path.name}, ligne {line}",
        que_faire="Vérifiez que c’est bien le fichier attendu, puis refaites l’export.",
    )
