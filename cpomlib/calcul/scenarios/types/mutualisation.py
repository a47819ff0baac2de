"""A saving on a groupe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import champ
from cpomlib.calcul.scenarios.declaration import (
    MILLIARD,
    Hypothese,
    Termes,
    partout,
    une_annee,
)

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.etats import Etat


@dataclass(frozen=True, kw_only=True)
class Mutualisation(Hypothese):
    """Saving on a groupe: euros a year, or a share of its charges when below 1."""

    type: ClassVar[str] = "mutualisation"
    libelle: ClassVar[str] = "Mutualisation"
    famille: ClassVar[str] = "charges"
    ordre: ClassVar[int] = 10
    groupe: int = champ("Groupe fonctionnel", "code", choix=(1, 2, 3))
    economie: float = champ(
        "Économie annuelle (euros, ou part si < 1)", "euros", minimum=0, maximum=MILLIARD,
        part_sous_un=True,
    )  # fmt: skip
    annee: int = une_annee()
    cout_de_transition: float = champ(
        "Coût de transition, une fois", "euros", 0.0, minimum=0, maximum=MILLIARD
    )
    etablissement: str | None = partout()

    def termes(self, c: Any) -> Termes:
        """Take the saving off, and pay the transition once."""
        once = c.dans(c.partage(c.v("cout_de_transition")))
        made = {("charges", self.groupe): once, ("ponctuelles", None): once}
        if self.economie < 1:
            return made | {("parts", self.groupe): -c.depuis(c.v("economie"))}
        return made | {("nouvelles", self.groupe): -c.dans(c.partage(c.v("economie")))}

    @classmethod
    def premiere(cls, etat: Etat, etablissement: str) -> Mapping[str, Any]:
        """Start from an amount: zero would be a share."""
        return {"economie": 1000.0}
