"""How one value is written: number, money, rate, date, missing, masked, evolution."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from cpomlib.socle import typographie as typography

Format = Literal[
    "texte", "nombre", "decimal", "decimal2", "euros", "euros_ronds", "taux", "points", "date",
    "annee",
]  # fmt: skip
"""Written forms: ``taux`` takes a fraction (0.923), ``points`` a difference of fractions."""

NBSP = "\u00a0"


@dataclass(frozen=True)
class Secret:
    """A masked value: it is written ``s.`` and the figure itself is never carried.

    Attributes:
        raison: why it is masked, a French clause shown on hover and in the legend.
    """

    raison: str = "secret statistique"


@dataclass(frozen=True)
class Mesure:
    """A value with its own form, for a table whose rows have different units.

    Attributes:
        valeur: raw value, None when it is missing.
        format: how it is written, whatever its column says.
        unite: unit written after it.
    """

    valeur: int | float | Decimal | None
    format: Format
    unite: str = ""


class Lien(str):
    """A text that leads to another page, in the HTML; the other formats show the text alone.

    Attributes:
        adresse: relative to the page.
    """

    adresse: str
    __slots__ = ("adresse",)

    def __new__(cls, texte: str, adresse: str) -> Lien:
        """Make the text, and keep where it leads."""
        lien = super().__new__(cls, texte)
        lien.adresse = adresse
        return lien


_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Valeur = None | str | int | float | Decimal | date | Secret | Mesure
"""What a cell may hold, raw; money in euros."""


def propre(texte: str) -> str:
    """Return ``texte`` without the characters that XML, hence an office file, cannot hold."""
    return _FORBIDDEN.sub("", texte)


def is_missing(value: Any) -> bool:
    """Tell whether ``value`` is absent: None, NaN, NaT or pandas' NA."""
    if isinstance(value, float):
        return math.isnan(value)
    if isinstance(value, Mesure):
        return is_missing(value.valeur)
    return value is None or type(value).__name__ in {"NaTType", "NAType"}


def write(value: Valeur, format: Format = "texte", unite: str = "") -> str:
    """Write a raw value in French, with its unit: 14.2, ``decimal``, ``mois`` is ``14,2 mois``.

    A text stands as it is, even in a column of numbers (« à compléter »).
    """
    if isinstance(value, Mesure):
        return write(value.valeur, value.format, value.unite)
    if isinstance(value, Secret):
        return typography.SECRET
    if is_missing(value):
        return typography.ABSENT
    if isinstance(value, str):
        return value
    text = _WRITERS[format](value)
    return f"{text}{NBSP}{unite}" if unite else text


def write_signed(value: Valeur, format: Format, unite: str = "") -> str:
    """Write a difference with its sign: +0.021 in ``points`` is ``+2,1 points``."""
    text = write(value, format, unite)
    is_number = isinstance(value, int | float | Decimal) and not is_missing(value)
    return f"+{text}" if is_number and value > 0 else text  # type: ignore[operator]


def direction(value: Valeur) -> Literal["hausse", "baisse", "stable", ""]:
    """Name the direction of a difference; empty when there is none to name."""
    if is_missing(value) or isinstance(value, str | date | Secret):
        return ""
    if value == 0:
        return "stable"
    return "hausse" if value > 0 else "baisse"  # type: ignore[operator]


def jsonable(value: Valeur) -> Any:
    """Return ``value`` as JSON keeps it, so that an exporter finds its type again."""
    if isinstance(value, Secret):
        return {"secret": value.raison}
    if is_missing(value):
        return None
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()[:10]}
    return getattr(value, "item", lambda: value)()


def _points(value: Any) -> str:
    points = value * 100
    return f"{typography.nombre(points, 1)}{NBSP}point{'s' if abs(points) >= 2 else ''}"


_WRITERS: dict[str, Callable[[Any], str]] = {
    "texte": str,
    "nombre": typography.nombre,
    "decimal": lambda value: typography.nombre(value, 1),
    "decimal2": lambda value: typography.nombre(value, 2),
    "euros": typography.euros,
    "euros_ronds": typography.euros_ronds,
    "taux": typography.taux,
    "points": _points,
    "date": typography.date_courte,
    "annee": lambda value: str(int(value)),
}
