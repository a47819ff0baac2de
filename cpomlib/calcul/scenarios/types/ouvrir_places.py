"""New places: what they are paid, the jobs and the charges that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import ETABLISSEMENT
from cpomlib.calcul.scenarios.deplacement import Deplacement
from cpomlib.calcul.scenarios.ratios import ratios

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.etats import Etat


@dataclass(frozen=True, kw_only=True)
class OuvrirPlaces(Deplacement):
    """New places, with what the authority pays for each."""

    type: ClassVar[str] = "ouvrir_places"
    libelle: ClassVar[str] = "Ouverture de places"
    ordre: ClassVar[int] = 5
    signe: ClassVar[int] = 1
    variante: ClassVar[str] = "Ouvrir"
    verbe: ClassVar[str] = "ouvertes"

    @classmethod
    def premiere(cls, etat: Etat, etablissement: str) -> Mapping[str, Any]:
        """Take the jobs and the financing of the places that are there, both said."""
        kind = cls.genre_principal(etat, etablissement)
        return {
            "gham": kind,
            "financement_place": ETABLISSEMENT,
            "emplois": ratios(etat, etablissement, kind).emplois or None,
        }
