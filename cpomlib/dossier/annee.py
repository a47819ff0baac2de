"""The year of a report, as the day it is asked for lets it be looked at."""

from __future__ import annotations

from datetime import date

from cpomlib.socle import CommandeError, Periode
from cpomlib.socle.periode import periode


def regarder(annee: int, jour: str) -> Periode:
    """Return a year as a report looks at it: on the day it is asked for, today by default.

    Raises:
        CommandeError: the year has not begun, or the day is written otherwise.
    """
    try:
        day = date.fromisoformat(jour) if jour else date.today()
    except ValueError as error:
        raise CommandeError(
            f"«\u00a0{jour}\u00a0» n’est pas un jour.",
            ou="paramètre «\u00a0jour\u00a0»",
            que_faire="Écrivez AAAA-MM-JJ, par exemple 2026-11-29.",
        ) from error
    return periode(annee, day)
