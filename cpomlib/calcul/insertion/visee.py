"""What the partners of a département aim at (``parameters/insertion.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cpomlib.droit import Declaration, Endroit, Texte
from cpomlib.socle import ParametreError


@dataclass(frozen=True)
class CouvertureVisee:
    """A coverage, and where it comes from."""

    valeur: int | float
    origine: Texte


@dataclass(frozen=True)
class VisesInsertion:
    """The content of the file."""

    couverture_visee: CouvertureVisee

    def controle(self, ou: Endroit) -> None:
        """Refuse what is no part of a whole."""
        if not 0 < self.couverture_visee.valeur <= 1:
            raise ParametreError(
                "Une couverture est une part, de 0 à 1.",
                ou=str(ou.dans("couverture_visee").dans("valeur")),
                que_faire="Écrivez 0.5 pour 50\u00a0%.",
            )


INSERTION = Declaration("insertion.yaml", VisesInsertion, "complete")


def couverture_visee() -> tuple[Fraction, str]:
    """Return the coverage aimed at, exactly as it is written, and where it comes from."""
    held = INSERTION.lire().couverture_visee
    return Fraction(str(held.valeur)), held.origine
