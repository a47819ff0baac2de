"""What somebody answers to an anomaly: kept by the base, weighed by the computations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Justification:
    """What somebody answered to an anomaly, on the figures of that day.

    Attributes:
        code: the rule.
        entite: the establishment or gestionnaire.
        annee: the year.
        motif: why the figure is right.
        auteur: who says so; on a server, the role that the server recorded first.
        empreinte: digest of the figures it answers to.
        constat: the message as it was shown that day.
        id: its number; the greatest is the latest. 0 before it is recorded.
        horodatage: when (UTC).
    """

    code: str
    entite: str
    annee: int
    motif: str
    auteur: str
    empreinte: str
    constat: str
    id: int = 0
    horodatage: datetime = datetime(1970, 1, 1, tzinfo=UTC)
