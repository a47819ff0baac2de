"""Names of sheets: what the format allows, each one different."""

from __future__ import annotations

import re

LONGUEUR = 31
_FORBIDDEN = re.compile(r"[:\\/?*\[\]\x00-\x1f]")
_RESERVED = {"history", "historique"}


def nom(titre: str, pris: set[str]) -> str:
    r"""Return the name of a sheet for ``titre``, and add it to ``pris`` (names in lower case).

    At most 31 characters as the format counts them (UTF-16), none of ``: \ / ? * [ ]``, no
    apostrophe at either end, unlike any other whatever the case.
    """
    wanted = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", titre)).strip(" '")
    if not wanted or wanted.lower() in _RESERVED:
        wanted = "Partie"
    found, turn = _shortened(wanted, ""), 1
    while found.lower() in pris:
        turn += 1
        found = _shortened(wanted, f" {turn}")
    pris.add(found.lower())
    return found


def _shortened(texte: str, suffix: str) -> str:
    """Cut at a word where there is one, an ellipsis telling that it was cut."""
    room = LONGUEUR - len(suffix)
    if _units(texte) <= room:
        return texte + suffix
    kept = texte
    while _units(kept) > room - 1:
        kept = kept[:-1]
    word = kept.rpartition(" ")[0]
    kept = word if len(word) > room // 2 else kept
    return f"{kept.rstrip(' .,;’')}…{suffix}"


def _units(texte: str) -> int:
    return len(texte.encode("utf-16-le")) // 2
