"""The merged cells of a sheet, which its reader leaves empty but the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_REF = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})"'
)
QUEUE = 1 << 10
"""Bytes kept from one block to the next: an element may straddle them."""


@dataclass(frozen=True)
class Plage:
    """A range of merged cells.

    Attributes:
        haut: its first row.
        bas: its last row.
        gauche: rank of its first column, from 0.
        droite: rank of its last column.
        adresse: as the spreadsheet writes it (``A4:A15``).
    """

    haut: int
    bas: int
    gauche: int
    droite: int
    adresse: str


def plages(window: bytes, after: int = 0) -> Iterator[Plage]:
    """Yield the merged ranges written in a piece of a sheet.

    Args:
        window: the piece.
        after: where what was not looked at yet begins.
    """
    for match in _REF.finditer(window):
        if match.end() > after:
            left, top, right, bottom = (part.decode() for part in match.groups())
            yield Plage(
                int(top), int(bottom), _rank(left), _rank(right), f"{left}{top}:{right}{bottom}"
            )


def hautes(found: Iterable[Plage], sous: int) -> list[Plage]:
    """Return the ranges of several rows that begin under a row."""
    return [one for one in found if one.haut > sous and one.bas > one.haut]


def _rank(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
