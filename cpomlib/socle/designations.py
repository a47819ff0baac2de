"""What points at a person by itself (e-mail, telephone, NIR), and how a message speaks of it.

Numbers that have no other meaning: a name is another matter, that the column decides.
"""

from __future__ import annotations

import re

EMAIL = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[A-Za-z]{2,}")
PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:\+33|0033)[ .-]?(?:\(0\))?[ .-]?[1-9](?:[ .-]?[0-9]{2}){4}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])0[1-9](?:[ .-][0-9]{2}){4}(?![0-9A-Za-z])"
)
BARE_PHONE = re.compile(r"(?<![0-9A-Za-z])0[1-9][0-9]{8}(?![0-9A-Za-z])")
NIR = re.compile(
    r"(?<![0-9A-Za-z])([1-478])[ .]?([0-9]{2})[ .]?(0[1-9]|1[0-2]|20|3[0-9]|4[0-2]|[5-9][0-9])"
    r"[ .]?([0-9]{2}|2[AB])[ .]?([0-9]{3})[ .]?([0-9]{3})(?:[ .-]?([0-9]{2}))?(?![0-9A-Za-z])"
)
ADRESSE, TELEPHONE, SECU = (
    "une adresse électronique",
    "un numéro de téléphone",
    "un numéro de sécurité sociale",
)
_UTILE = re.compile("[0-9@]")


def is_nir(match: re.Match[str], *, with_key: bool) -> bool:
    """Check the key (97 minus the number modulo 97, 2A being 19 and 2B 18) where it is written."""
    *parts, key = match.groups()
    if key is None:
        return not with_key or " " in match.group()
    number = int("".join(parts).replace("2A", "19").replace("2B", "18"))
    return int(key) == 97 - number % 97


def designe(text: str) -> str:
    """Return what a text holds that points at a person by itself, empty when nothing does."""
    if not _UTILE.search(text):
        return ""
    if EMAIL.search(text):
        return ADRESSE
    if PHONE.search(text) or BARE_PHONE.search(text):
        return TELEPHONE
    return SECU if NIR.search(text) else ""  # even with a wrong key: it is told, not refused


def decrite(nature: str) -> str:
    """Return what a message says instead of a value that points at a person."""
    return f"(masqué : ressemble à {nature})"
