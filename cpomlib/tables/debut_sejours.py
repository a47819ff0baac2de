"""From which year stays are whole: before the first exit known, they only name who stayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RegistreSejours:
    """What the stays of an establishment say of when they begin.

    Attributes:
        derniere_entree: the last entry known.
        premiere_sortie: the first exit known, None where nobody has left.
        ouverture: the day it opened, None where it is not known.
    """

    derniere_entree: date
    premiere_sortie: date | None = None
    ouverture: date | None = None

    @property
    def neuf(self) -> int | None:
        """The year it opened, where its stays are known from there; None elsewhere.

        They are when somebody left, or the last came, by the end of the year after.
        """
        if self.ouverture is None:
            return None
        seen = self.premiere_sortie or self.derniere_entree
        return self.ouverture.year if seen.year - 1 <= self.ouverture.year <= seen.year else None


def premieres_annees(registres: Mapping[str, RegistreSejours]) -> dict[str, int]:
    """Return the first year that the stays of each establishment cover.

    It is that of the first exit known of all of them, which are supplied together; that of the
    last entry where nobody has left at all; the year it opened, for an establishment that is new.

    Args:
        registres: the stays of the establishments of a gestionnaire.
    """
    if not registres:
        return {}
    left = [one.premiere_sortie.year for one in registres.values() if one.premiere_sortie]
    common = min(left) if left else max(one.derniere_entree.year for one in registres.values())
    return {
        name: common if one.neuf is None else min(one.neuf, common)
        for name, one in registres.items()
    }
