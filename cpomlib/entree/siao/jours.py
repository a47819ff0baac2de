"""Days as an export writes them, in the formats that the mapping declares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_TOKENS = {
    "AAAA": r"(?P<y>[0-9]{4})",
    "AA": r"(?P<yy>[0-9]{2})",
    "MM": r"(?P<m>[0-9]{1,2})",
    "JJ": r"(?P<d>[0-9]{1,2})",
}
_HOUR = r"(?:[T ][0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?)?"
_INCONNU = re.compile(r"AAAA|AA|MM|JJ")


def date_iso(text: str, formats: Sequence[str]) -> str:
    """Return a date written in one of the formats as AAAA-MM-JJ, or the text as it is.

    A workbook gives its dates in that form already.
    """
    for one in ("AAAA-MM-JJ", *formats):
        match = _pattern(one).fullmatch(text)
        if match:
            found = match.groupdict()
            year = found.get("y") or _century(found["yy"])
            return f"{year}-{int(found['m']):02d}-{int(found['d']):02d}"
    return text


@lru_cache(maxsize=64)
def _pattern(form: str) -> re.Pattern[str]:
    written = _INCONNU.sub(lambda token: f"\0{token.group()}\0", form).split("\0")
    return re.compile("".join(_TOKENS.get(part, re.escape(part)) for part in written) + _HOUR)


def _century(two: str) -> str:
    """Read a year of two digits as 2000-2049 or 1950-1999, as spreadsheets do."""
    return ("20" if int(two) < 50 else "19") + two
