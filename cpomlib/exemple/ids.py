"""Invented identifiers: well formed, and impossible to mistake for real ones.

- SIREN: begins with ``000``, a range never allotted (a first registration starts far above),
  with a right Luhn key so that the checks have something to accept.
- FINESS: the département, then ``99`` (establishments) or ``98`` (legal entities) where
  real numbers read so far carry a 0, then a rank and a key.
"""

from __future__ import annotations


def cle_luhn(chiffres: str) -> str:
    """Return the digit that makes ``chiffres`` followed by it pass Luhn's check."""
    total = 0
    for rank, digit in enumerate(reversed(chiffres)):
        value = int(digit) * (2 if rank % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def siren(region: str, rang: int) -> str:
    """Return the SIREN of the gestionnaire of rank ``rang`` (0 to 998) of a région."""
    body = f"000{region}{rang + 1:03d}"
    return body + cle_luhn(body)


def finess(departement: str, rang: int, serie: str = "99") -> str:
    """Return the FINESS number of rank ``rang`` (0 to 9998) in a département."""
    body = f"{departement[:2]}{serie}{rang + 1:04d}"
    return body + cle_luhn(body.replace("A", "0").replace("B", "0"))
