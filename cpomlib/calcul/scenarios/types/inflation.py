"""The charges of a groupe grow each year."""

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
class Inflation(Hypothese):
    """The charges of a groupe grow by ``taux``; in groupe 2, what is not in ``salaries``."""

    type: ClassVar[str] = "inflation"
    libelle: ClassVar[str] = "Inflation"
    famille: ClassVar[str] = "charges"
    ordre: ClassVar[int] = 2
    groupe: int = champ("Groupe fonctionnel", "code", choix=(1, 2, 3))
    taux: Taux = champ("Taux d’inflation", TAUX_PAR_AN, minimum=-0.5, maximum=0.5)
    de: int | None = periode_de()
    a: int | None = periode_a()
    etablissement: str | None = partout()

    def termes(self, c: Any) -> Termes:
        """Multiply the prices of a groupe."""
        return {("prix", self.groupe): 1 + c.a("taux")}

    def assiettes(self, etat: Etat) -> Mapping[str, Assiette]:
        """Give the charges of the groupe."""
        name = f"Charges du groupe {'I' * self.groupe}"
        return {"taux": Assiette(name, etat.charges[self.groupe - 1])}

    def indicateurs(self) -> Mapping[str, str]:
        """Set it beside the same charges of the others."""
        return {"taux": f"charges_groupe_{self.groupe}"}
