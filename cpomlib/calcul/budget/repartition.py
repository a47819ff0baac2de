"""Sharing an amount without losing a cent (largest remainder)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor

from cpomlib.socle import euros_exacts, vers_centimes


def repartir(montant: Decimal, poids: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Share an amount in proportion to weights, exact to the cent.

    Each share is rounded down to the cent, and the cents left go to the largest remainders
    (equal remainders: in the order of the keys, so that the order of the rows changes nothing).

    Args:
        montant: euros, zero or more, a whole number of cents.
        poids: weights, none negative, their sum above zero.

    Returns:
        The shares in euros, in the order of ``poids``; their sum is ``montant``.
    """
    total = sum((Fraction(valeur) for valeur in poids.values()), Fraction(0))
    exactes = {
        cle: vers_centimes(Fraction(montant)) * Fraction(p) / total for cle, p in poids.items()
    }
    parts = {cle: floor(exacte) for cle, exacte in exactes.items()}
    reste = int(vers_centimes(montant)) - sum(parts.values())
    for cle in sorted(exactes, key=lambda c: (parts[c] - exactes[c], c))[:reste]:
        parts[cle] += 1
    return {cle: euros_exacts(part) for cle, part in parts.items()}


def parts_egales(montant: Decimal, nombre: int) -> tuple[Decimal, ...]:
    """Share an amount in equal parts, exact to the cent; the first parts take the cents left."""
    cents, reste = divmod(int(vers_centimes(montant)), nombre)
    return tuple(euros_exacts(cents + (rang < reste)) for rang in range(nombre))
