"""The dotation grows each year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import TAUX_PAR_AN, Taux, champ
from cpomlib.calcul.scenarios.declaration import (
    Assiette,
    Hypothese,
    Termes,
    partout,
    periode_a,
    periode_de,
)

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.etats import Etat


@dataclass(frozen=True, kw_only=True)
class Actualisation(Hypothese):
    """The dotation grows by ``taux`` each year, compounding."""

    type: ClassVar[str] = "actualisation"
    libelle: ClassVar[str] = "Actualisation de la dotation"
    famille: ClassVar[str] = "dotation"
    ordre: ClassVar[int] = 1
    taux: Taux = champ("Taux d’actualisation", TAUX_PAR_AN, minimum=-0.5, maximum=0.5)
    de: int | None = periode_de()
    a: int | None = periode_a()
    etablissement: str | None = partout()

    def termes(self, c: Any) -> Termes:
        """Multiply the dotation."""
        return {("dotation", None): 1 + c.a("taux")}

    def assiettes(self, etat: Etat) -> Mapping[str, Assiette]:
        """Give the dotation."""
        return {"taux": Assiette("Dotation", etat.dotation)}

    def indicateurs(self) -> Mapping[str, str]:
        """Set it beside what the tariff brings to the others."""
        return {"taux": "produits_groupe_1"}
