"""Days that are not worked in France: said beside a date, which is kept as it is."""

from __future__ import annotations

from datetime import date
from functools import cache

from cpomlib.socle import date_fr

_ALSACE, _MOSELLE = ("67", "68"), "57"
_PROPRES = ("971", "972", "973", "974", "976")
_FIN_DE_SEMAINE = {5: "samedi", 6: "dimanche"}


def chome(jour: date, departement: str = "") -> str:
    """Say why a day is not worked: a public holiday by its name, a Saturday, a Sunday.

    Args:
        jour: the day.
        departement: where; Alsace, Moselle and the overseas départements have days of their own.
    """
    return _feries(jour.year, departement).get(jour, _FIN_DE_SEMAINE.get(jour.weekday(), ""))


@cache
def _feries(annee: int, departement: str) -> dict[date, str]:
    from holidays.countries.france import France

    known = France(years=[annee], language="fr", subdiv=_subdivision(departement))
    return {day: str(name).replace("'", "’") for day, name in known.items()}


def _subdivision(departement: str) -> str | None:
    if departement in _ALSACE:
        return "6AE"
    return departement if departement in (_MOSELLE, *_PROPRES) else None


def dite(jour: date, departement: str = "") -> str:
    """Write a date with what keeps it from being worked: « 31 octobre 2026 (samedi) »."""
    why = chome(jour, departement)
    return f"{date_fr(jour)} ({why})" if why else date_fr(jour)
