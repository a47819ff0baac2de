"""A text as it is compared: what is typed otherwise without saying otherwise is the same."""

from __future__ import annotations

import re

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre")  # fmt: skip
_JOUR = re.compile(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(MOIS)}) (\d{{4}})\b")
_CHIFFRES = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b")
_POINT = re.compile(r"(?<![\d.])(\d+)\.(\d{1,2})(?= €|%)")
"""A decimal point: before a currency or a percent, it is nothing else."""
_NOMBRE = re.compile(r"(\d{1,3}(?:[ .']\d{3})+|\d+)(?:,(\d+))?(?![\d/])")
_EUROS = re.compile(r" ?(?:€|euros?\b|EUR\b)")


def net(texte: str) -> str:
    """Return a text with plain spaces and hyphens, as an editor may have left them."""
    return _SPACES.sub(" ", texte.replace("\u2011", "-")).strip()


def droit(texte: str) -> str:
    """Return a plain text whose apostrophes are straight."""
    return net(texte).replace("’", "'")


def plie(texte: str) -> str:
    """Return what a text says, however its days, numbers, amounts and apostrophes are typed."""
    said = _EUROS.sub(" €", droit(texte).replace("\u2212", "-")).replace(" %", "%")
    said = _JOUR.sub(lambda day: f"{day[1]}/{MOIS.index(day[2]) + 1}/{day[3]}", said)
    said = _CHIFFRES.sub(lambda day: f"{int(day[1]):02d}/{int(day[3]):02d}/{day[4]}", said)
    return _NOMBRE.sub(_nombre, _POINT.sub(r"\1,\2", said))


def _nombre(found: re.Match[str]) -> str:
    """Return a number without the marks of its thousands nor the zeros that end it."""
    whole, cents = re.sub(r"\D", "", found[1]), (found[2] or "").rstrip("0")
    return f"{whole},{cents}" if cents else whole


def meme(un: str, autre: str) -> bool:
    """Tell whether two texts say the same."""
    return plie(un) == plie(autre)
