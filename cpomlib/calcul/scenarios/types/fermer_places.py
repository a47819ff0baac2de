"""Places closed: what is taken back, the jobs and the charges that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import ETABLISSEMENT, ChampHypothese
from cpomlib.calcul.scenarios.deplacement import Deplacement, restantes
from cpomlib.calcul.scenarios.ratios import ratios

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.effets import Effets
    from cpomlib.calcul.scenarios.etats import Etat


@dataclass(frozen=True, kw_only=True)
class FermerPlaces(Deplacement):
    """Places closed, with what the authority takes back for each."""

    type: ClassVar[str] = "fermer_places"
    libelle: ClassVar[str] = "Fermeture de places"
    ordre: ClassVar[int] = 6
    signe: ClassVar[int] = -1
    variante: ClassVar[str] = "Fermer"
    verbe: ClassVar[str] = "fermées"

    def bornes(
        self, etat: Etat, autres: Effets, declare: ChampHypothese, bas: float, haut: float
    ) -> tuple[float, float]:
        """Close no more places than there are."""
        if declare.genre != "places":
            return bas, haut
        return bas, max(bas, restantes(etat, autres, self.etablissement, self.gham, self.annee))

    @classmethod
    def premiere(cls, etat: Etat, etablissement: str) -> Mapping[str, Any]:
        """Take the jobs and the financing of the places that are there, both said."""
        kind = cls.genre_principal(etat, etablissement)
        return {
            "gham": kind,
            "financement_place": ETABLISSEMENT,
            "emplois": ratios(etat, etablissement, kind).emplois or None,
        }
