"""Money: whole cents inside, euros where it is read or written; the only door between the two.

Rounding is the business of who rounds: going through the door rounds nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cpomlib.socle import typographie

CENTIMES = 100
"""How many cents a euro is."""


def vers_centimes(euros: Any) -> Any:
    """Return an amount, or a column of them, in cents, of the type it has."""
    return euros * CENTIMES


def vers_euros(centimes: Any) -> Any:
    """Return an amount, or a column of them, in euros; whole cents become floats."""
    return centimes / CENTIMES


def euros_exacts(centimes: float) -> Decimal:
    """Return whole cents in euros, exactly, with two decimals."""
    return Decimal(round(centimes)).scaleb(-2)


def dire_centimes(centimes: float) -> str:
    """Write whole cents as euros, exactly: 104000000 is ``1 040 000,00 €``."""
    return typographie.euros(euros_exacts(centimes))
