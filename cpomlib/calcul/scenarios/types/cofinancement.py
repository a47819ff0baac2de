"""What a funder gives, or gives no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from cpomlib.calcul.scenarios.champ import champ
from cpomlib.calcul.scenarios.declaration import (
    MILLIARD,
    Hypothese,
    Termes,
    partout,
    periode_a,
    periode_de,
)


@dataclass(frozen=True, kw_only=True)
class Cofinancement(Hypothese):
    """A funder's yearly amount (negative when it leaves), in the products of groupe 2."""

    type: ClassVar[str] = "cofinancement"
    libelle: ClassVar[str] = "Cofinancement"
    famille: ClassVar[str] = "cofinancements"
    ordre: ClassVar[int] = 12
    financeur: str = champ("Financeur", "code", choix="financeur")
    montant: float = champ("Montant annuel", "euros", minimum=-MILLIARD, maximum=MILLIARD,
                           par_an=True, course=(-200_000, 200_000, 1000))  # fmt: skip
    de: int | None = periode_de()
    a: int | None = periode_a()
    etablissement: str | None = partout()

    def termes(self, c: Any) -> Termes:
        """Add it to the products of groupe 2."""
        return {("produits", 2): c.partage(c.a("montant"))}
