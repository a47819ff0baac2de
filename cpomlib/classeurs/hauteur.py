"""The height of a row whose texts wrap: the suites do not all find it themselves."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

_LINE = 13.5
"""Height of a line of text in points."""


def hausser(sheet: Worksheet, ligne: int, textes: Sequence[tuple[str, float]]) -> None:
    """Give a row the height of its wrapped texts.

    Args:
        sheet: the sheet.
        ligne: the row.
        textes: each text with the width it is given, in characters.
    """
    lines = max((_lines(said, room) for said, room in textes), default=1)
    if lines > 1:
        sheet.row_dimensions[ligne].height = lines * _LINE + 2


def _lines(said: str, room: float) -> int:
    """Count the lines of a text, words kept whole."""
    width = max(1, int(room * 1.12))
    return sum(len(textwrap.wrap(line, width)) or 1 for line in said.split("\n"))
