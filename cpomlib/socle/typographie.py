"""French typography of numbers and dates, in one place.

A page has thousands of numbers: they are written here as Babel would (its fr_FR data, with the
narrow no-break space), at a tenth of its cost. Names of months are Babel's own.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal

ABSENT = "n. d."
"""What a missing value is written as: *non disponible*."""
SECRET = "s."
"""What a masked value is written as: *secret statistique*."""

_LOCALE = "fr_FR"
_ARRONDI = Context(prec=400, rounding=ROUND_HALF_UP)
"""Long enough for any float: a number is never too long to be written."""
Number = int | float | Decimal


def _is_missing(value: Number | None) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or value != value  # noqa: PLR0124


def nombre(value: Number | None, decimales: int = 0) -> str:
    """Write a number as in France: ``1 234,5``; missing is ``n. d.``."""
    if value is None or _is_missing(value):
        return ABSENT
    exact = _exact(value)
    if exact.is_infinite():
        return "∞"
    # a half goes up, as in a workbook: the same value is written the same in every format
    rounded = abs(exact).quantize(Decimal(1).scaleb(-decimales), context=_ARRONDI)
    text = f"{rounded:,.{decimales}f}".replace(",", "\u202f").replace(".", ",")
    return f"\u2212{text}" if exact < 0 and text.strip("0,") else text


def _exact(value: Number) -> Decimal:
    """Return a number as its shortest writing: 0.045 is what is read, not what is stored."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


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
    return nombre(_exact(value) * 100, decimales) + "\u00a0%"


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


def minuscule(texte: str) -> str:
    """Return a label as it stands inside a sentence; an acronym, a name keep their capitals."""
    acronym = texte[:2].isalpha() and texte[:2].isupper()
    named = texte.startswith(_NOMS_PROPRES)
    return texte if acronym or named else texte[:1].lower() + texte[1:]


_NOMS_PROPRES = ("État", "Union européenne")
"""What begins a label and keeps its capital everywhere."""


def pluriel(count: int, singular: str, plural: str = "") -> str:
    """Agree a noun with its count: ``1 place``, ``2 places`` (0 is singular in French)."""
    noun = singular if abs(count) < 2 else (plural or singular + "s")
    return f"{nombre(count)}\u00a0{noun}"


def borner(texte: str, signes: int) -> str:
    """Return a sentence that holds in its room, cut at a word.

    Of a list, what is cut is left out whole: half a name says something else.
    """
    if len(texte) <= signes:
        return texte
    kept = texte[: signes - 1].rpartition(" ")[0]
    listed = kept.rpartition("\u00a0;")[0]
    return (listed if len(listed) >= signes // 2 else kept).rstrip(" ,;:\u00a0") + "…"


def resserrer(texte: str, signes: int) -> str:
    """Cut a name by its middle: what tells two names apart is at their ends.

    « Diffus, hypothèse haute » and « Diffus, hypothèse basse » are « Diffus,…haute », « …basse ».
    """
    if len(texte) <= signes:
        return texte
    end = (signes - 1) // 2
    return f"{texte[: signes - 1 - end].rstrip()}…{texte[-end:].lstrip()}"


def insecable(text: str) -> str:
    """Set the no-break spaces of French punctuation in a sentence: ``« mot » :``."""
    text = re.sub("« ", "«\u00a0", text)
    return re.sub(r" (?=[»:;?!](?:\s|$|[.,)]))", "\u00a0", text)
