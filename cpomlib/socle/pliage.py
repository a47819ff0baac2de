"""How headings, titles and labels are compared: letters and digits only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=8192)
def plie(text: str) -> str:
    """Return a text in lower case, without accents, spaces nor punctuation.

    Every word counts: two labels that differ by an article or a plural stay apart.
    """
    spaced = text.replace("œ", "oe").replace("Œ", "oe")
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())
