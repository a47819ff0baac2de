"""Years, parts of years and days as an analyst types them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from cpomlib.socle import CommandeError, read_day, read_periode

Jour: TypeAlias = date | str | None
Duree: TypeAlias = str | Sequence[str] | None
Durees: TypeAlias = list[tuple[int, str]] | None


def year_of(annee: int) -> int:
    """Return a year; a number of any kind is one, a text is not."""
    try:
        return annee.__index__()
    except AttributeError:
        raise CommandeError(
            f"«\u00a0{annee}\u00a0» n’est pas une année.", que_faire="Écrivez par exemple 2025."
        ) from None


def durations(annee: int | None, periode: Duree = None) -> Durees:
    """Return the years and parts of years asked; None when nothing is."""
    if periode is None:
        return None if annee is None else [(year_of(annee), "")]
    if annee is not None:
        raise CommandeError(
            "«\u00a0annee\u00a0» et «\u00a0periode\u00a0» disent tous deux de quand sont les "
            "chiffres.",
            que_faire="N’en gardez qu’un.",
        )
    return [read_periode(each) for each in ([periode] if isinstance(periode, str) else periode)]


def duration(annee: int | None, periode: str | None) -> list[tuple[int, str]]:
    """Return the one year, or part of one, asked."""
    asked = durations(annee, periode)
    if asked is None:
        raise CommandeError("Il manque l’année.", que_faire="Écrivez par exemple 2025.")
    return asked


def day_of(au: Jour) -> date | None:
    """Return a day, typed in French or as a machine writes it."""
    day = read_day(au) if isinstance(au, str) else au
    if au is not None and day is None:
        raise CommandeError(
            f"«\u00a0{au}\u00a0» n’est pas une date.",
            que_faire="Écrivez JJ/MM/AAAA, par exemple 31/12/2025.",
        )
    return day
