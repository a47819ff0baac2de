"""Days as accounting software writes them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from cpomlib.tables import ANNEES, Refus

_HOUR = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_FORMS = (
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})" + _HOUR),
    re.compile(r"(?P<y>[0-9]{4})([-/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})" + _HOUR),
    re.compile(r"(?P<d>[0-9]{1,2})([-/.])(?P<m>[0-9]{1,2})\2(?P<y>[0-9]{4})" + _HOUR),
)
_NOTHING = re.compile(r"[0/. :T-]*")

FORME = Refus(
    "Une date est attendue.",
    "Écrivez-la AAAAMMJJ, par exemple 20251231 ; 2025-12-31 et 31/12/2025 sont acceptés.",
)
INEXISTANT = Refus("Ce jour n’existe pas.", "Corrigez le jour, le mois ou l’année.")
INVRAISEMBLABLE = Refus("Cette année n’est pas vraisemblable.", "Elle est entre 1900 et 2100.")


@lru_cache(maxsize=4096)
def lire_jour(text: str) -> date | Refus | None:
    """Read a day, already stripped; None when it is empty or all zeros.

    Accepted: ``AAAAMMJJ``, ``AAAA-MM-JJ``, ``JJ/MM/AAAA`` with ``/``, ``-`` or ``.``, with a
    time or without.
    """
    if _NOTHING.fullmatch(text):
        return None
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            return _day(int(match["y"]), int(match["m"]), int(match["d"]))
    return FORME


def _day(year: int, month: int, day: int) -> date | Refus:
    try:
        value = date(year, month, day)
    except ValueError:
        return INEXISTANT
    return value if year in ANNEES else INVRAISEMBLABLE
