"""What is bought, how it is paid for, what it costs each year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import ChampHypothese, champ, en_centimes
from cpomlib.calcul.scenarios.declaration import (
    MILLIARD,
    Faute,
    Hypothese,
    Termes,
    Tiree,
    partout,
    une_annee,
)
from cpomlib.socle import euros, vers_euros

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.effets import Cadre, Effets
    from cpomlib.calcul.scenarios.etats import Etat


@dataclass(frozen=True, kw_only=True)
class Emprunt:
    """A loan: what is not given by the subsidy when ``montant`` is left out."""

    taux: float = champ("Taux d’intérêt", "taux", minimum=0, maximum=0.3, course=(0, 10, 0.1))
    duree: int = champ("Durée de l’emprunt", "duree", minimum=1, maximum=60)
    montant: float | None = champ("Capital emprunté", "euros", None, minimum=0, maximum=MILLIARD)


@dataclass(frozen=True, kw_only=True)
class Investissement(Hypothese):
    """Depreciation, interest and subsidy taken to income, from the year of use (R. 314-20)."""

    type: ClassVar[str] = "investissement"
    libelle: ClassVar[str] = "Investissement"
    famille: ClassVar[str] = "investissement"
    ordre: ClassVar[int] = 11
    montant: float = champ("Montant", "euros", minimum=0, maximum=MILLIARD,
                           course=(0, 2_000_000, 5_000))  # fmt: skip
    annee: int = une_annee()
    duree: int = champ("Durée d’amortissement", "duree", minimum=1, maximum=60)
    subvention: float = champ("Subvention", "euros", 0.0, minimum=0, maximum=MILLIARD)
    emprunt: Emprunt | None = champ("Emprunt", "emprunt", None)
    etablissement: str | None = partout()

    @property
    def capital(self) -> float:
        """Amount borrowed, euros; 0 without a loan.

        What the subsidy leaves is taken in cents, as the plan reads amounts: in binary fractions
        the two could exceed the price by a cent.
        """
        if self.emprunt is None:
            return 0.0
        known = self.emprunt.montant
        if known is not None:
            return known
        return float(vers_euros(en_centimes(self.montant) - en_centimes(self.subvention)))

    @property
    def depassement(self) -> float:
        """What the subsidy and the loan exceed the price by, euros; negative where they do not."""
        financed = en_centimes(self.subvention) + en_centimes(self.capital)
        return float(vers_euros(financed - en_centimes(self.montant)))

    def termes(self, c: Any) -> Termes:
        """Wear, interest and subsidy in groupe 3; what is paid in cash."""
        worn, interest, given, repaid = c.plan()
        bought = c.dans(c.v("subvention") + c.v("capital") - c.v("montant"))
        return {
            ("charges", 3): c.partage(worn + interest),
            ("produits", 3): c.partage(given),
            ("flux", None): c.partage(worn - given - repaid + bought),
        }

    def tirees(self, cadre: Cadre) -> Iterable[Tiree]:
        """Give the loan, as separate values."""
        loan = self.emprunt
        return (
            Tiree("capital", "Capital emprunté", "euros", self.capital),
            Tiree("taux", "Taux de l’emprunt", "taux", loan.taux if loan else 0.0),
            Tiree("duree_emprunt", "Durée de l’emprunt", "duree",
                  loan.duree if loan else self.duree),
        )  # fmt: skip

    def fautes(self, etat: Etat) -> Iterable[Faute]:
        """Refuse to finance more than the price."""
        if self.depassement > 0 or self.capital < 0:
            nearest = euros(max(0, self.capital - max(0, self.depassement)))
            yield (
                "emprunt",
                "la subvention et l’emprunt dépassent le montant de l’investissement. "
                f"L’emprunt admis le plus proche est {nearest}.",
            )

    def bornes(
        self, etat: Etat, autres: Effets, declare: ChampHypothese, bas: float, haut: float
    ) -> tuple[float, float]:
        """Keep subsidy and loan within the amount they finance."""
        loan = self.emprunt.montant if self.emprunt and self.emprunt.montant is not None else 0.0
        if declare.nom == "montant":
            return max(bas, self.subvention + loan), haut
        if declare.nom == "subvention":
            return bas, max(bas, self.montant - loan)
        return bas, haut

    @classmethod
    def premiere(cls, etat: Etat, etablissement: str) -> Mapping[str, Any]:
        """Start from something that wears."""
        return {"montant": 50_000.0, "duree": 10}
