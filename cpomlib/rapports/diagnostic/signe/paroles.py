"""What each party says of the diagnostic, and where it dates and signs."""

from __future__ import annotations

from cpomlib.dossier import Dossier
from cpomlib.rendu.blocs import Bloc, Cadre, Cadres

PARTIES = {"gestionnaire": "Le gestionnaire", "etat": "L’État"}
"""Who says something of a diagnostic."""
ENTIER = 900
"""Characters of all the comments of a party up to which they are printed whole."""


def observations(dossier: Dossier) -> tuple[Bloc, ...]:
    """Show what each party says, or room to write it."""
    return (
        Cadres(
            "Observations des parties",
            tuple(Cadre(name, (), 9) for name in PARTIES.values()),
        ),
    )


def signatures(dossier: Dossier) -> Cadres:
    """Leave room for who signs, the day and the signature."""
    return Cadres(
        "Dates et signatures",
        tuple(Cadre(f"{name} (nom, qualité, date, signature)", (), 5) for name in PARTIES.values()),
    )
