"""A charge or a product of one year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from cpomlib.calcul.scenarios.champ import champ
from cpomlib.calcul.scenarios.declaration import (
    MILLIARD,
    Hypothese,
    Termes,
    partout,
    une_annee,
)


@dataclass(frozen=True, kw_only=True)
class NonReconductible(Hypothese):
    """One charge or product of one year only."""

    type: ClassVar[str] = "non_reconductible"
    libelle: ClassVar[str] = "Mesure non reconductible"
    famille: ClassVar[str] = "charges"
    ordre: ClassVar[int] = 14
    sens: str = champ("Sens", "code", choix=("charge", "produit"))
    montant: float = champ("Montant", "euros", minimum=0, maximum=MILLIARD,
                           course=(0, 500_000, 1_000))  # fmt: skip
    annee: int = une_annee()
    groupe: int | None = champ("Groupe fonctionnel", "code", None, choix=(1, 2, 3))
    etablissement: str | None = partout()

    @property
    def rang(self) -> int:
        """Groupe it is entered in: 3 for a charge, 1 (credits of the authority) for a product."""
        return self.groupe or (3 if self.sens == "charge" else 1)

    def termes(self, c: Any) -> Termes:
        """Enter it once."""
        once = c.dans(c.partage(c.v("montant")))
        if self.sens == "produit":
            return {("produits", self.rang): once}
        return {("charges", self.rang): once, ("ponctuelles", None): once}
