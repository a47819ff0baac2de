"""The rate of occupancy reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import champ
from cpomlib.calcul.scenarios.declaration import (
    Faute,
    Hypothese,
    Termes,
    ici,
    periode_a,
    periode_de,
)

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.etats import Etat


@dataclass(frozen=True, kw_only=True)
class Occupation(Hypothese):
    """The rate of occupancy reached: products paid by presence follow it."""

    type: ClassVar[str] = "occupation"
    libelle: ClassVar[str] = "Taux d’occupation"
    famille: ClassVar[str] = "offre"
    ordre: ClassVar[int] = 8
    etablissement: str = ici()
    taux: float = champ(
        "Taux d’occupation", "taux", minimum=0, maximum=1.2, par_an=True, dehors=None
    )
    de: int | None = periode_de()
    a: int | None = periode_a()

    def termes(self, c: Any) -> Termes:
        """Multiply the presence, in the years of which something is said."""
        rate = c.a("taux")
        return {("presence", None): c.si_dite(rate, rate / c.base("occupation"), 1)}

    def fautes(self, etat: Etat) -> Iterable[Faute]:
        """Need the occupancy of the base year."""
        if not etat.occupation[etat.rang(self.etablissement)] > 0:
            yield (
                "etablissement",
                f"son occupation de {etat.annee} n’est pas connue. Déposez la table « activite ».",
            )

    def occupe(self, annees: Iterable[int]) -> Iterable[tuple[Any, str]]:
        """Hold the occupancy of an establishment, year by year."""
        for year in annees:
            if (self.de or year) <= year <= (self.a or year):
                yield (
                    (self.type, self.etablissement, year),
                    f"l’occupation de {{nom}} est fixée deux fois en {year} : gardez une seule "
                    "hypothèse, ou séparez les périodes.",
                )

    def reperes(self, etat: Etat) -> Mapping[str, float]:
        """Give the occupancy of the base year."""
        return {"taux": float(etat.occupation[etat.rang(self.etablissement)])}

    def indicateurs(self) -> Mapping[str, str]:
        """Set it beside the occupancy of the others."""
        return {"taux": "taux_occupation"}

    @classmethod
    def empechement(cls, etat: Etat) -> str:
        """Need an establishment whose occupancy is known."""
        if (etat.occupation > 0).any():
            return ""
        return f"l’activité de {etat.annee} n’est pas déposée (table «\u00a0activite\u00a0»)."

    @classmethod
    def premiere(cls, etat: Etat, etablissement: str) -> Mapping[str, Any]:
        """Start where the occupancy is known."""
        if etat.occupation[etat.rang(etablissement)] > 0:
            return {}
        known = (name for name, rate in zip(etat.ids, etat.occupation, strict=True) if rate > 0)
        return {"etablissement": next(known, etablissement)}
