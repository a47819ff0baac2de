"""The share of the frais de siège that the tariffed establishments bear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import champ
from cpomlib.calcul.scenarios.declaration import Faute, Hypothese, Termes, Tiree

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.effets import Cadre
    from cpomlib.calcul.scenarios.etats import Etat

_AUCUNE = "aucune quote-part de frais de siège (compte 6556) dans l’année de base."
_UN_COTE = (
    "toutes les activités projetées sont du même côté : il n’y a pas d’activité subventionnée vers "
    "laquelle déplacer des frais de siège."
)


@dataclass(frozen=True, kw_only=True)
class HypotheseFraisSiege(Hypothese):
    """The tariffed establishments' share of the frais de siège moves to ``cible`` by ``pas``.

    Source: guide « Élaborer un CPOM », step 3 (Revivre 53, 5 points a year until 70/30).
    """

    type: ClassVar[str] = "frais_siege"
    libelle: ClassVar[str] = "Frais de siège portés par les établissements tarifés"
    famille: ClassVar[str] = "siege"
    ordre: ClassVar[int] = 9
    cible: float = champ("Part visée", "taux", minimum=0, maximum=1, course=(0, 100, 1))
    pas: float = champ("Pas annuel", "pas", minimum=0.001, maximum=1)
    annee: int | None = champ("Année du premier pas", "annee", None, minimum=2000, maximum=2100)

    def termes(self, c: Any) -> Termes:
        """Move to the establishments what the share of a year is above today's."""
        today = c.v("aujourdhui")
        reached = c.vers(today, c.v("cible"), c.v("pas") * c.pas())
        return {("siege", None): c.partage_siege((reached - today) * c.base("siege"))}

    def tirees(self, cadre: Cadre) -> Iterable[Tiree]:
        """Give today's share."""
        today = _part(cadre.etat)
        return (Tiree("aujourdhui", "Part portée dans l’année de base", "taux", today),)

    def fautes(self, etat: Etat) -> Iterable[Faute]:
        """Need frais de siège, and somebody on each side."""
        if told := self.empechement(etat):
            yield "", told

    def occupe(self, annees: Iterable[int]) -> Iterable[tuple[Any, str]]:
        """Hold the share of the frais de siège."""
        said = "la part des frais de siège est fixée deux fois : gardez une seule hypothèse."
        yield (self.type,), said

    def reperes(self, etat: Etat) -> Mapping[str, float]:
        """Give today's share."""
        return {"cible": _part(etat)} if etat.frais_siege.sum() > 0 else {}

    @classmethod
    def premiere(cls, etat: Etat, etablissement: str) -> Mapping[str, Any]:
        """Move by five points a year, as Revivre did."""
        return {"pas": 0.05}

    @classmethod
    def empechement(cls, etat: Etat) -> str:
        """Say why nothing can be moved."""
        if not etat.frais_siege.sum() > 0:
            return _AUCUNE
        return _UN_COTE if etat.tarifes.all() or not etat.tarifes.any() else ""


def _part(etat: Etat) -> float:
    held = etat.frais_siege
    return float(held[etat.tarifes].sum() / held.sum())
