"""Days, durations, numbers and rates as a contract writes them in French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from cpomlib.entree.jours import lire_jour
from cpomlib.entree.noms import sans_accent

_MOIS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_NOMBRES = {
    name: rank for rank, name in enumerate(("un", "deux", "trois", "quatre", "cinq", "six"), 1)
} | {"douze": 12, "vingt quatre": 24, "trente six": 36, "quarante huit": 48, "soixante": 60}
_JOUR = re.compile(
    r"\b(?P<jour>[0-9]{1,2})(?:er)?\s+(?P<mois>"
    + "|".join(_MOIS)
    + r")\s+(?P<annee>[12][0-9]{3})\b"
    r"|\b(?P<chiffres>[0-9]{1,2}[/.-][0-9]{1,2}[/.-][12][0-9]{3}|[12][0-9]{3}-[0-9]{2}-[0-9]{2})\b"
)
_DUREE = re.compile(
    r"\b(?P<mots>" + "|".join(sorted(_NOMBRES, key=len, reverse=True)) + r")?"
    r"\s*\(?\s*(?P<chiffres>[0-9]{1,2})?\s*\)?\s*(?P<unite>ans?|annees?|mois)\b"
)
ANNEE = re.compile(r"\b(20[0-9]{2})\b")
_NUMERO = re.compile(r"\b[0-9]+(?:\.[0-9]+)*\b")
_NOMBRE = re.compile(r"-?(?:[0-9]{1,3}(?:\s[0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?")


def jours(texte: str) -> Iterator[tuple[int, date]]:
    """Yield the days a text writes, in figures or in words, each with its place."""
    plain = sans_accent(texte)
    for match in _JOUR.finditer(plain):
        day = _day(match)
        if day is not None:
            yield match.start(), day


def _day(match: re.Match[str]) -> date | None:
    if match["chiffres"]:
        read = lire_jour(match["chiffres"])
        return read if isinstance(read, date) else None
    try:
        return date(int(match["annee"]), _MOIS.index(match["mois"]) + 1, int(match["jour"]))
    except ValueError:
        return None


def jour(texte: str) -> date | None:
    """Return the one day of a text; None where there is none, or several."""
    found = {day for _, day in jours(texte)}
    return found.pop() if len(found) == 1 else None


def duree(texte: str) -> int | None:
    """Return a duration in months: « cinq ans », « 60 mois », « cinq (5) ans »; None otherwise.

    A number in words that its figures contradict is not a duration.
    """
    for match in _DUREE.finditer(sans_accent(texte).replace("-", " ")):
        said, figures = match["mots"], match["chiffres"]
        values = {_NOMBRES[said]} if said else set()
        values |= {int(figures)} if figures else set()
        if len(values) == 1:
            return values.pop() * (1 if match["unite"] == "mois" else 12)
    return None


def mois_entre(debut: date, fin: date) -> int | None:
    """Return the months from a first to a last day, included; None where they are not whole."""
    after = date.fromordinal(fin.toordinal() + 1)
    months = (after.year - debut.year) * 12 + after.month - debut.month
    return months if after.day == debut.day and months > 0 else None


def nombre_lu(texte: str, *, taux: bool) -> float | None:
    """Return the one number of a cell; a rate is a fraction, « 38 % » as well as 0.38.

    None where there is no number, or several (« 30 à 40 % »). For a rate, a number above one
    without « % » is taken for percents: nothing else can be meant.
    """
    found = _NOMBRE.findall(texte)
    if len(found) != 1:
        return None
    digits = re.sub(r"\s", "", found[0]).replace(",", ".")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    percent = "%" in texte or (taux and abs(value) > 1)
    return float(value.scaleb(-2) if percent else value)


def numero(texte: str) -> str | None:
    """Return the number of an objective in a text: « Objectif 1.2 » is 1.2."""
    found = _NUMERO.search(texte)
    return found.group() if found else None
