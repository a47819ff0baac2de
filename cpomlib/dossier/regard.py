"""The day a year is looked at: what is known of it then."""

from __future__ import annotations

from datetime import date

from cpomlib.socle import CommandeError, Periode
from cpomlib.socle.periode import periode


def regarder(annee: int, jour: str) -> Periode:
    """Return a year as a report looks at it: on the day it is asked for, today by default.

    Raises:
        CommandeError: the year has not begun, or the day is written otherwise.
    """
    return periode(annee, jour_vu(jour))


def jour_vu(jour: str) -> date:
    """Return the day a report looks at things, today by default.

    Raises:
        CommandeError: the day is written otherwise.
    """
    try:
        return date.fromisoformat(jour) if jour else date.today()
    except ValueError as error:
        raise CommandeError(
            f"«\u00a0{jour}\u00a0» n’est pas un jour.",
            ou="paramètre «\u00a0jour\u00a0»",
            que_faire="Écrivez AAAA-MM-JJ, par exemple 2026-11-29.",
        ) from error
