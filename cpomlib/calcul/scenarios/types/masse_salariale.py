"""The cost of an ETP grows each year."""

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
class MasseSalariale(Hypothese):
    """Cost per ETP: GVT and point compound each year; ``segur_etp`` adds euros per ETP."""

    type: ClassVar[str] = "masse_salariale"
    libelle: ClassVar[str] = "Masse salariale"
    famille: ClassVar[str] = "personnel"
    ordre: ClassVar[int] = 3
    gvt: Taux = champ("GVT", TAUX_PAR_AN, 0.0, minimum=-0.2, maximum=0.2)
    point: Taux = champ("Évolution du point", TAUX_PAR_AN, 0.0, minimum=-0.2, maximum=0.2)
    segur_etp: float = champ(
        "Prime par ETP et par an, chargée", "euros", 0.0, minimum=-50_000, maximum=50_000,
        par_an=True, course=(-5_000, 10_000, 50),
    )  # fmt: skip
    de: int | None = periode_de()
    a: int | None = periode_a()
    etablissement: str | None = partout()

    def termes(self, c: Any) -> Termes:
        """Multiply the salaries, and pay a bonus to each ETP."""
        return {
            ("salaires", None): (1 + c.a("gvt")) * (1 + c.a("point")),
            ("prime", None): c.a("segur_etp"),
        }

    def assiettes(self, etat: Etat) -> Mapping[str, Assiette]:
        """Give what an ETP costs, which both move."""
        return {"gvt": Assiette("Coût moyen d’un ETP", etat.masse, etat.total_etp)}

    def indicateurs(self) -> Mapping[str, str]:
        """Set it beside what an ETP costs the others."""
        return {"gvt": "cout_moyen_etp"}
