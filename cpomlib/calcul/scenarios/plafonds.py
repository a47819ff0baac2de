"""The ceiling of a place, in the law or as it last was."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cpomlib.calcul.budget import DERNIER_EXERCICE
from cpomlib.calcul.volet import ACompleter, Droit, Montant
from cpomlib.socle import RegleBudgetaireError


@dataclass(frozen=True)
class Plafond:
    """The ceiling of a place.

    Attributes:
        montant: euros; None where the law has none for such a place; to be completed otherwise.
        en_vigueur: it is in force that year; otherwise it is the last one there was, a mark only.
    """

    montant: Montant
    en_vigueur: bool


@lru_cache(maxsize=512)
def plafond(genre: str, annee: int, departement: str) -> Plafond:
    """Return the ceiling of a place, or the last there was where none is in force that year.

    Source: CASF, art. L. 314-4; yearly arrêtés, 2018 to 2022; overseas increases included.
    """
    if not genre[:1].isdigit():
        return Plafond(None, False)
    try:
        current = Droit().plafond(genre, annee, departement)
        if current is not None:
            return Plafond(current, True)
        return Plafond(Droit().plafond(genre, DERNIER_EXERCICE, departement), False)
    except RegleBudgetaireError as error:
        return Plafond(ACompleter.de(error), False)
