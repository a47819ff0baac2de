"""Years and days as an analyst types them."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from cpomlib.socle import CommandeError, read_day

Jour: TypeAlias = date | str | None


def year_of(annee: int) -> int:
    """Return a year; a number of any kind is one, a text is not."""
    try:
        return annee.__index__()
    except AttributeError:
        raise CommandeError(
            f"«\u00a0{annee}\u00a0» n’est pas une année.", que_faire="Écrivez par exemple 2025."
        ) from None


def day_of(au: Jour) -> date | None:
    """Return a day, typed in French or as a machine writes it."""
    day = read_day(au) if isinstance(au, str) else au
    if au is not None and day is None:
        raise CommandeError(
            f"«\u00a0{au}\u00a0» n’est pas une date.",
            que_faire="Écrivez JJ/MM/AAAA, par exemple 31/12/2025.",
        )
    return day
