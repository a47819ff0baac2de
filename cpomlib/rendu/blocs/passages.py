"""A text cut at what stands out in it: what nobody has given, what leads elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cpomlib.rendu.blocs.blocks import Entree

A_COMPLETER = re.compile(r"\[à compléter[^\]]*\]")
"""What stands for a value that nobody has given (``cpomlib.calcul.contrat.marque``)."""


class Portion(NamedTuple):
    """A stretch of a text; ``ancre``: of the heading it leads to; ``manque``: to be completed."""

    texte: str
    ancre: str = ""
    manque: bool = False


def portions(texte: str, renvois: Sequence[Entree] = ()) -> list[Portion]:
    """Cut a text at its references, then at what is to be completed; nothing of it is lost.

    Args:
        texte: the text.
        renvois: what leads elsewhere, each as the text has it.
    """
    known = {each.texte: each.ancre for each in renvois}
    found: list[Portion] = []
    for part in _cut(texte, known):
        if part in known:
            found.append(Portion(part, known[part]))
            continue
        position = 0
        for mark in A_COMPLETER.finditer(part):
            found += [Portion(part[position : mark.start()]), Portion(mark[0], manque=True)]
            position = mark.end()
        found.append(Portion(part[position:]))
    return [one for one in found if one.texte]


def _cut(texte: str, known: dict[str, str]) -> list[str]:
    if not known:
        return [texte]
    longest = sorted(map(re.escape, known), key=len, reverse=True)
    return re.split(rf"\b({'|'.join(longest)})\b", texte)
