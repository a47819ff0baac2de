"""Deadlines as a calendar (iCalendar, RFC 5545) that any agenda opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Delai, NatureDelai

_OCTETS = 75


def ics(delais: Sequence[tuple[Delai, NatureDelai, str]], jour: date) -> str:
    """Write deadlines as a calendar; the same deadline keeps its identifier when its day moves.

    Args:
        delais: each with its kind, and what is said of its day.
        jour: the day the calendar is written for.
    """
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//cpomlib//Echeances du CPOM//FR",
            "CALSCALE:GREGORIAN", "X-WR-CALNAME:Échéances des CPOM"]  # fmt: skip
    events = [line for each in delais for line in _event(*each, jour)]
    folded = (part for line in [*head, *events, "END:VCALENDAR"] for part in _folded(line))
    return "\r\n".join(folded) + "\r\n"


def _event(delai: Delai, nature: NatureDelai, dit: str, jour: date) -> Iterator[str]:
    about = [one for one in (dit, nature.silence, nature.article) if one]
    yield "BEGIN:VEVENT"
    yield f"UID:{delai.uid}"
    yield f"DTSTAMP:{jour:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{delai.le:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{delai.le + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{nature.libelle} ({delai.contrat})')}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(about))}"
    yield f"CATEGORIES:{_escaped(delai.nature)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut a line at 75 octets, never within a character."""
    part = ""
    for sign in line:
        if len((part + sign).encode()) > _OCTETS:
            yield part
            part = " "
        part += sign
    yield part
