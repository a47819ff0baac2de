"""Posts created or left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from cpomlib.calcul.scenarios.champ import ChampHypothese, champ
from cpomlib.calcul.scenarios.declaration import (
    Faute,
    Hypothese,
    Termes,
    Tiree,
    ici,
    une_annee,
)
from cpomlib.socle import nombre

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.effets import Cadre, Effets
    from cpomlib.calcul.scenarios.etats import Etat


@dataclass(frozen=True, kw_only=True)
class Etp(Hypothese):
    """Posts created or left; without ``cout_etp``, at the average cost of the fonction there."""

    type: ClassVar[str] = "etp"
    libelle: ClassVar[str] = "Postes"
    famille: ClassVar[str] = "personnel"
    ordre: ClassVar[int] = 7
    etablissement: str = ici()
    fonction: str = champ("Fonction", "code", choix="fonction")
    variation: float = champ("Variation", "etp", minimum=-500, maximum=500)
    annee: int = une_annee()
    cout_etp: float | None = champ(
        "Coût employeur d’un ETP", "euros", None, minimum=0, maximum=500_000,
        course=(20_000, 120_000, 500),
    )  # fmt: skip

    def termes(self, c: Any) -> Termes:
        """Move the posts, and the payroll with them."""
        count = c.v("variation")
        moved = {("etp", self.fonction): c.depuis(count)}
        if self.cout_etp is None:
            return {**moved, ("masse", None): c.depuis(count * c.v("cout_base"))}
        return {**moved, ("masse_nouvelle", None): c.dans(count * c.v("cout_etp"))}

    def tirees(self, cadre: Cadre) -> Iterable[Tiree]:
        """Give the average cost of the fonction, where no other was given."""
        if self.cout_etp is not None:
            return ()
        row, rank = self._ou(cadre.etat)
        cost = float(cadre.etat.couts_etp[row, rank])
        return (Tiree("cout_base", "Coût moyen de la fonction, année de base", "euros", cost),)

    def fautes(self, etat: Etat) -> Iterable[Faute]:
        """Ask for a cost where nobody there has one."""
        row, rank = self._ou(etat)
        if self.cout_etp is None and np.isnan(etat.couts_etp[row, rank]):
            costs = etat.couts_etp[:, rank]
            there = ""
            if np.isfinite(costs).any():
                mean = nombre(float(np.nanmean(costs)))
                there = f" ({mean} € en moyenne chez ce gestionnaire)"
            yield (
                "cout_etp",
                f"personne n’y exerce la fonction « {self.fonction} » : indiquez le coût d’un ETP"
                f"{there}.",
            )

    def reperes(self, etat: Etat) -> Mapping[str, float]:
        """Give the posts held and what one of them costs."""
        row, rank = self._ou(etat)
        return {
            "variation": float(etat.etp[row, rank]),
            "cout_etp": float(etat.couts_etp[row, rank]),
        }

    def bornes(
        self, etat: Etat, autres: Effets, declare: ChampHypothese, bas: float, haut: float
    ) -> tuple[float, float]:
        """Leave no fewer than no post."""
        if declare.nom != "variation":
            return bas, haut
        row, rank = self._ou(etat)
        left = etat.etp[row, rank] + autres.etp[rank, row, max(1, self.annee - etat.annee) :]
        return max(bas, -float(np.nan_to_num(left).min())), haut

    @classmethod
    def premiere(cls, etat: Etat, etablissement: str) -> Mapping[str, Any]:
        """Start from a fonction that somebody holds there; else from what others cost."""
        costs = etat.couts_etp[etat.rang(etablissement)]
        known = np.flatnonzero(np.isfinite(costs))
        if len(known):
            return {"fonction": etat.fonctions[int(known[0])], "variation": 0.0}
        paid = np.flatnonzero(np.isfinite(etat.couts_etp).any(axis=0))
        if not len(paid):
            return {"fonction": etat.fonctions[0], "variation": 0.0, "cout_etp": 0.0}
        cost = float(np.nanmean(etat.couts_etp[:, paid[0]]))
        return {"fonction": etat.fonctions[int(paid[0])], "variation": 0.0,
                "cout_etp": round(cost, 2)}  # fmt: skip

    @classmethod
    def empechement(cls, etat: Etat) -> str:
        """Need somebody whose cost is known."""
        if np.isfinite(etat.couts_etp).any():
            return ""
        return f"aucun salarié déposé pour {etat.annee}\u00a0: le coût d’un poste est inconnu."

    def _ou(self, etat: Etat) -> tuple[int, int]:
        return etat.rang(self.etablissement), etat.fonctions.index(self.fonction)
