"""One cell of a text file, read as the column's type: a value, or what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpomlib.socle import suggestion, vers_centimes
from cpomlib.tables.schema import Champ

TROP_GRAND = 10**9
TROP_GRAND_EUROS = 10**10  # a million such rows still add up within 64 bits of centimes
ANNEES = range(1900, 2101)

BLANKS = " \t\r\n\u00a0\u2007\u2009\u202f\ufeff"
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?")
_CHIFFRES = 40
"""Digits kept of a number: beyond, it is none."""
_SPACES = re.compile(r"[\u00a0\u2007\u2009\u202f]")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_FRENCH_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: 00:00(?::00)?)?")
_BOOLEANS = {
    **dict.fromkeys(("true", "vrai", "oui", "1"), True),
    **dict.fromkeys(("false", "faux", "non", "0"), False),
}


@dataclass(frozen=True)
class Refus:
    """Why a cell is refused.

    Attributes:
        message: what is wrong, a French sentence.
        que_faire: what to do, a French sentence.
    """

    message: str
    que_faire: str = ""


Valeur = str | int | float | bool | date
Lecture = Valeur | Refus | None


def read_cell(champ: Champ, text: str) -> Lecture:
    """Read the text of one cell, already stripped of its surrounding blanks.

    Args:
        champ: the column.
        text: what is written in the file.

    Returns:
        The value (money in centimes, an enum as its text), None when the cell is empty
        and may be, or the reason it is refused.
    """
    if not text:
        return OBLIGATOIRE if champ.requis else None
    return _reader(champ)(champ, text)


HORS_LISTE = "Cette valeur n’est pas dans la liste."
OBLIGATOIRE = Refus("La valeur est obligatoire, la cellule est vide.", "Remplissez-la.")


def _reader(champ: Champ) -> Callable[[Champ, str], Lecture]:
    if champ.categories:
        return _category
    if champ.monnaie:
        return _money
    return {
        "string": _text,
        "integer": _integer,
        "number": _number,
        "boolean": _boolean,
        "date": _date,
    }[champ.type]


def _text(_champ: Champ, text: str) -> Lecture:
    return text


def _category(champ: Champ, text: str) -> Lecture:
    if text in champ.categories:
        return text
    return Refus(HORS_LISTE, suggestion(text, champ.categories))


def _parts(text: str) -> tuple[str, str, str] | None:
    """Split a French or English number into sign, whole digits, decimals."""
    plain = _SPACES.sub(" ", text).replace("\u2212", "-")
    match = _NUMBER.fullmatch(plain)
    if match is None:
        return None
    sign, whole, decimals = match.groups()
    whole = whole.replace(" ", "").lstrip("0") or "0"
    return sign, whole[:_CHIFFRES], (decimals or "")[:_CHIFFRES]


def _integer(_champ: Champ, text: str) -> Lecture:
    parts = _parts(text)
    if parts is None:
        return Refus("Un nombre entier est attendu.", "Écrivez-le en chiffres, par exemple 12.")
    sign, whole, decimals = parts
    value = entier(Decimal(f"{sign}{whole}.{decimals or 0}"))
    if value is None:
        return Refus("Un nombre entier est attendu, sans décimale.", "Arrondissez-le ou corrigez.")
    return value if abs(value) <= TROP_GRAND else GRAND_NOMBRE


GRAND_NOMBRE = Refus(
    "Ce nombre est trop grand pour être vrai.", "Vérifiez-le : le maximum est d’un milliard."
)
GRAND_MONTANT = Refus(
    "Ce montant est trop grand pour être vrai.",
    "Vérifiez-le : le maximum est de dix milliards d’euros.",
)


def _number(_champ: Champ, text: str) -> Lecture:
    parts = _parts(text)
    if parts is None and text.endswith("%"):
        return Refus(
            "Un nombre est attendu, pas un pourcentage.", "Écrivez 0,8 plutôt que 80\u00a0%."
        )
    if parts is None:
        return Refus("Un nombre est attendu.", "Écrivez-le en chiffres, par exemple 0,8.")
    sign, whole, decimals = parts
    value = float(f"{sign}{whole}.{decimals or '0'}")
    return GRAND_NOMBRE if abs(value) > TROP_GRAND else value


def _money(_champ: Champ, text: str) -> Lecture:
    parts = _parts(text.removesuffix("€").rstrip(BLANKS))
    if parts is None:
        return Refus(
            "Un montant en euros est attendu.",
            "Écrivez-le en chiffres, avec au plus deux décimales, par exemple 12345,67.",
        )
    sign, whole, decimals = parts
    thousands = len(decimals) == _MILLIERS  # 1.000 may be a thousand
    value = None if thousands else centimes(Decimal(f"{sign}{whole}.{decimals or 0}"))
    if int(whole) > TROP_GRAND_EUROS:
        return GRAND_MONTANT
    return TROP_FIN if value is None else value


TROP_FIN = Refus(
    "Le montant a plus de deux décimales.",
    "Arrondissez-le au centime ; le point ou la virgule sépare les décimales, pas les milliers.",
)
_MILLIERS = 3
_BRUIT = Decimal("0.000001")
"""What binary fractions add to a number, and no more."""


def centimes(euros: Decimal) -> int | None:
    """Return an amount in whole centimes, None when it is not one.

    A program that adds up in binary fractions writes 46200.00000000001 for 46200: that noise is
    not a third decimal.
    """
    return entier(vers_centimes(euros), vers_centimes(_BRUIT))


def entier(value: Decimal, bruit: Decimal = _BRUIT) -> int | None:
    """Return the whole number that a value is, noise aside, None when it is not one."""
    nearest = value.to_integral_value()
    return int(nearest) if abs(value - nearest) <= bruit else None


def _boolean(_champ: Champ, text: str) -> Lecture:
    value = _BOOLEANS.get(text.lower())
    return (
        Refus("Oui ou non est attendu.", "Écrivez « oui » ou « non ».") if value is None else value
    )


def _date(_champ: Champ, text: str) -> Lecture:
    iso, french = _ISO_DATE.fullmatch(text), _FRENCH_DATE.fullmatch(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif french:
        day, month, year = (int(part) for part in french.groups())
    else:
        return Refus(
            "Une date est attendue.",
            "Écrivez-la AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 2025-03-31 ou 31/03/2025.",
        )
    try:
        value = date(year, month, day)
    except ValueError:
        return Refus("Ce jour n’existe pas.", "Corrigez le jour, le mois ou l’année.")
    if year not in ANNEES:
        return Refus("Cette année n’est pas vraisemblable.", "Elle est entre 1900 et 2100.")
    return value
