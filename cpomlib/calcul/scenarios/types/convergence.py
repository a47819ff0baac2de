"""What remains to converge is taken off the dotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import ChampHypothese, champ
from cpomlib.calcul.scenarios.declaration import (
    MILLIARD,
    Hypothese,
    Termes,
    partout,
    periode_a,
    periode_de,
)

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.effets import Cadre
    from cpomlib.calcul.scenarios.etalement import Etale


@dataclass(frozen=True, kw_only=True)
class Convergence(Hypothese):
    """What remains to converge is taken off the dotation, in equal parts from ``de`` to ``a``.

    Source: CASF, art. L. 314-4; arrêté du 12 avril 2022, art. 5 (F − residual), in force until
    2022: after, this is a hypothesis and no rule.
    """

    type: ClassVar[str] = "convergence"
    libelle: ClassVar[str] = "Convergence tarifaire"
    famille: ClassVar[str] = "dotation"
    ordre: ClassVar[int] = 13
    mode: str = champ("Convergence", "code", choix=("avec", "sans"))
    reste_a_converger: float = champ("Reste à converger", "euros", 0.0, minimum=0, maximum=MILLIARD)
    de: int | None = periode_de()
    a: int | None = periode_a()
    etablissement: str | None = partout()

    def termes(self, c: Any) -> Termes:
        """Take each year's part off, for good."""
        if self.mode == "sans":
            return {}
        return {("financement", None): -c.partage_dotation(c.a("reste_a_converger"))}

    def etaler(self, cadre: Cadre, declare: ChampHypothese) -> Etale | None:
        """Spread what remains in equal parts: over the first projected year unless said."""
        if declare.nom != "reste_a_converger":
            return super().etaler(cadre, declare)
        first = self.de or cadre.etat.annee + 1
        period = cadre.periode(first, self.a or first)
        inside = range(period.start, period.stop) if self.mode == "avec" else range(0)
        part = self.reste_a_converger / max(1, len(inside))
        return {t: part if t in inside else 0.0 for t in range(1, cadre.horizon + 1)}
