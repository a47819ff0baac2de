"""Amounts as accounting software writes them, read in whole centimes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from cpomlib.socle import vers_centimes
from cpomlib.tables import BLANKS, GRAND_MONTANT, TROP_GRAND_EUROS, Refus, centimes

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

ILLISIBLE = Refus(
    "Un montant en euros est attendu.",
    "Écrivez-le en chiffres, avec au plus deux décimales, par exemple 12345,67.",
)
TROP_FIN = Refus(
    "Le montant a plus de deux décimales.",
    "Arrondissez-le au centime.",
)
AMBIGU = Refus(
    "Ce montant se lit de deux façons : milliers ou décimales.",
    "Écrivez les décimales sur deux chiffres, et les milliers sans séparateur.",
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_SIMPLE = r"^-?[0-9]{1,10}([.,][0-9]{1,2})?$"
_SPACES = re.compile("[ \t\u00a0\u2007\u2009\u202f'’]")
_GROUPS = re.compile(
    r"(?P<spaced>[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]*)?)"
    r"|(?P<dotted>[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*|[0-9]{1,3}(?:\.[0-9]{3}){2,})"
    r"|(?P<english>[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]*|[0-9]{1,3}(?:,[0-9]{3}){2,})"
)
_PLAIN = re.compile(r"(?=[.,]?[0-9])([0-9]{0,40})(?:[.,]([0-9]{0,20}))?(?:[eE]([+-]?[0-9]{1,2}))?")


@dataclass(frozen=True)
class ColonneMontants:
    """A column of amounts.

    Attributes:
        centimes: whole centimes, 0 where the cell is empty or refused.
        refus: position in the column → why the cell is refused.
        point: whether some amount has a decimal point, which the law on FEC forbids.
    """

    centimes: np.ndarray
    refus: Mapping[int, Refus]
    point: bool


def lire_montant(text: str) -> int | Refus | None:
    """Read one amount, in centimes; None when the cell is empty.

    Accepted: comma or point, spaces of any kind between thousands, sign first or last,
    parentheses for a negative, scientific notation, padding, « € ».
    """
    plain = _SPACES.sub(" ", text.strip(BLANKS + '"').replace("\u2212", "-"))
    plain = plain.removesuffix("€").removesuffix("EUR").strip()
    if not plain:
        return None
    signed = _unsigned(plain)
    if signed is None:
        return ILLISIBLE
    sign, body = signed
    value = _magnitude(body)
    return value if isinstance(value, Refus) else sign * value


def _unsigned(text: str) -> tuple[int, str] | None:
    """Split the sign from an amount; None when it is written twice."""
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1].strip()
    first, last = text[0] in "+-", text[-1] in "+-"
    if first and last:
        return None
    if first:
        return (-1 if text[0] == "-" else 1), text[1:].strip()
    if last:
        return (-1 if text[-1] == "-" else 1), text[:-1].strip()
    return 1, text


def _magnitude(body: str) -> int | Refus:
    if _AMBIGUOUS.fullmatch(body):
        return AMBIGU
    grouped = _GROUPS.fullmatch(body)
    if grouped:
        body = body.replace(" ", "")
        if grouped["dotted"]:
            body = body.replace(".", "")
        elif grouped["english"]:
            body = body.replace(",", "")
    match = _PLAIN.fullmatch(body)
    if match is None:
        return ILLISIBLE
    whole, decimals, exponent = match.groups()
    euros = Decimal(f"{whole or '0'}.{decimals or '0'}").scaleb(int(exponent or 0))
    if euros > TROP_GRAND_EUROS:
        return GRAND_MONTANT
    value = centimes(euros)
    return TROP_FIN if value is None else value


def lire_colonne(textes: pa.Array) -> ColonneMontants:
    """Read a column of amounts; the plain ones at once, each other distinct text once."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim(textes, characters=BLANKS)
    simple = pc.match_substring_regex(trimmed, _SIMPLE)
    written = pc.replace_substring(pc.if_else(simple, trimmed, "0"), ",", ".")
    # A double holds 10 digits and 2 decimals exactly enough: × 100 rounds to the true centime.
    euros = pc.cast(written, pa.float64()).to_numpy()
    centimes = np.rint(vers_centimes(euros)).astype("int64")
    empty = pc.equal(trimmed, "")
    odd = np.flatnonzero(~(simple.to_numpy(False) | empty.to_numpy(False)))
    refused: dict[int, Refus] = {}
    if len(odd):
        values, refused = _odd(trimmed.take(pa.array(odd)), odd)
        centimes[odd] = values
    point = bool(pc.any(pc.match_substring(trimmed, ".")).as_py())
    return ColonneMontants(centimes, refused, point)


def _odd(texts: pa.Array, positions: np.ndarray) -> tuple[np.ndarray, dict[int, Refus]]:
    import numpy as np

    encoded = texts.dictionary_encode()
    read = [lire_montant(text) for text in encoded.dictionary.to_pylist()]
    codes = encoded.indices.to_numpy()
    values = np.array([value if isinstance(value, int) else 0 for value in read], dtype="int64")
    wrong = {code: value for code, value in enumerate(read) if isinstance(value, Refus)}
    ranks = np.flatnonzero(np.isin(codes, list(wrong))) if wrong else ()
    return values[codes], {int(positions[rank]): wrong[int(codes[rank])] for rank in ranks}
