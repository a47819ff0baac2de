"""French typography of numbers and dates, in one place (Babel's fr_FR data)."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

ABSENT = "n. d."
"""What a missing value is written as: *non disponible*."""
SECRET = "s."
"""What a masked value is written as: *secret statistique*."""

_LOCALE = "fr_FR"
Number = int | float | Decimal


def _is_missing(value: Number | None) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or value != value  # noqa: PLR0124


def nombre(value: Number | None, decimales: int = 0) -> str:
    """Write a number as in France: ``1 234,5``; missing is ``n. d.``."""
    if value is None or _is_missing(value):
        return ABSENT
    text = _narrow(_pattern(decimales).apply(value, _french()))
    return text if any(digit in text for digit in "123456789") else text.lstrip("\u2212")


def euros(value: Number | None) -> str:
    """Write an amount to the cent: ``1 040 000,00 €``."""
    return ABSENT if _is_missing(value) else nombre(value, 2) + "\u00a0€"


def euros_ronds(value: Number | None) -> str:
    """Write an amount to the euro, for screens where cents hinder: ``1 040 000 €``."""
    return ABSENT if _is_missing(value) else nombre(value) + "\u00a0€"


def taux(value: Number | None, decimales: int = 1) -> str:
    """Write a fraction as a percentage: 0.923 is ``92,3 %``."""
    if value is None or _is_missing(value):
        return ABSENT
    return nombre(value * 100, decimales) + "\u00a0%"


def date_fr(value: date | datetime | None) -> str:
    """Write a date in full: ``9 novembre 2019`` (1 is ``1er``)."""
    if value is None:
        return ABSENT
    from babel.dates import format_date

    day = "1er" if value.day == 1 else str(value.day)
    return f"{day} {format_date(value, 'MMMM y', locale=_LOCALE)}"


def date_courte(value: date | datetime | None) -> str:
    """Write a date in figures: ``09/11/2019``."""
    return ABSENT if value is None else value.strftime("%d/%m/%Y")


def pluriel(count: int, singular: str, plural: str = "") -> str:
    """Agree a noun with its count: ``1 place``, ``2 places`` (0 is singular in French)."""
    noun = singular if abs(count) < 2 else (plural or singular + "s")
    return f"{nombre(count)}\u00a0{noun}"


def insecable(text: str) -> str:
    """Set the no-break spaces of French punctuation in a sentence: ``« mot » :``."""
    text = re.sub("« ", "«\u00a0", text)
    return re.sub(r" (?=[»:;?!](?:\s|$|[.,)]))", "\u00a0", text)


@cache
def _pattern(decimales: int) -> NumberPattern:
    from babel.numbers import parse_pattern

    return parse_pattern("#,##0" + ("." + "0" * decimales if decimales else ""))


@cache
def _french() -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALE)


def _narrow(text: str) -> str:
    """Group thousands with the narrow no-break space, whatever Babel's data version uses."""
    return text.replace("\u00a0", "\u202f").replace("-", "\u2212")
