"""The name of a FEC: ``SirenFECAAAAMMJJ`` says who and for which exercise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_NOM = re.compile(r"(.*?)FEC(20[0-9]{2})([0-1][0-9])([0-3][0-9])", re.IGNORECASE)
_SIREN = re.compile(r"(?<![0-9])([0-9]{9})(?:[0-9]{5})?(?![0-9])")


@dataclass(frozen=True)
class NomFec:
    """What a file name says.

    Attributes:
        siren: SIREN of the organisation, empty when the name does not hold one.
        cloture: last day of the exercise, None when the name does not say.
    """

    siren: str = ""
    cloture: date | None = None


def nom_fec(nom: str) -> NomFec:
    """Read a file name as the law has it (LPF A47 A-1, X), any prefix being tolerated.

    A SIRET counts for the SIREN it begins with.
    """
    match = _NOM.search(nom)
    if match is None:
        return NomFec()
    prefix, *closing = match.groups()
    siren = _SIREN.search(prefix)
    try:
        day = date(*(int(part) for part in closing))
    except ValueError:
        return NomFec(siren[1] if siren else "")
    return NomFec(siren[1] if siren else "", day)
