"""Places that change kind, with the jobs, the charges and the financing that change with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import (
    AUCUN,
    FINANCEMENT,
    PAR_FONCTION,
    ChampHypothese,
    ParFonction,
    champ,
)
from cpomlib.calcul.scenarios.declaration import (
    Faute,
    Hypothese,
    Ratios,
    Termes,
    Tiree,
    ici,
    une_annee,
)
from cpomlib.calcul.scenarios.deplacement import (
    GESTE,
    SANS_PLACE,
    cout_place,
    des_places,
    doutes_emplois,
    en_euros,
    fautes_financement,
    genre_principal,
    postes,
    propres,
    restantes,
    tirees_emplois,
)
from cpomlib.calcul.scenarios.etats import DIFFUS, REGROUPE, libelle_genre, mode_de
from cpomlib.calcul.scenarios.ratios import ecart
from cpomlib.socle import pluriel

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.effets import Cadre, Effets
    from cpomlib.calcul.scenarios.etats import Etat


INCONNUS = (
    "sans changement d’emplois\u00a0: le résultat ne compte pas ce que le nouveau mode "
    "d’hébergement fait au personnel."
)


@dataclass(frozen=True, kw_only=True)
class TransformerPlaces(Hypothese):
    """Places change of GHAM or leave the walls; their number does not change.

    ``cout_place`` is the whole yearly cost of a place once transformed, staff included: it
    replaces the establishment's average cost, and leaves no room for ``emplois``, which are the
    ETP per place that the change adds or takes off. ``financement_place`` likewise replaces the
    average dotation. Left out, they stay as they are.
    """

    type: ClassVar[str] = "transformer_places"
    libelle: ClassVar[str] = "Transformation de places"
    famille: ClassVar[str] = "offre"
    ordre: ClassVar[int] = 4
    geste: ClassVar[str] = GESTE
    variante: ClassVar[str] = "Transformer"
    etablissement: str = ici()
    de: str = champ("GHAM de départ", "gham")
    vers: str = champ("GHAM ou forme d’arrivée", "destination")
    places: int = des_places()
    annee: int = une_annee()
    cout_place: float | None = champ(
        "Coût d’une place transformée", "euros", None, minimum=0, maximum=200_000,
        course=(0, 40_000, 100),
    )  # fmt: skip
    financement_place: float | str | None = champ(
        "Financement d’une place transformée", FINANCEMENT, None, minimum=0, maximum=200_000,
        course=(0, 40_000, 100),
    )  # fmt: skip
    emplois: ParFonction | str | None = champ(
        "Emplois par place transformée", PAR_FONCTION, None, minimum=-20, maximum=20
    )
    charges_place: float | None = champ(
        "Charges en plus par place, groupes I et III", "euros", None,
        minimum=-200_000, maximum=200_000,
    )  # fmt: skip

    def termes(self, c: Any) -> Termes:
        """Change the kinds; then the dotation, the cost or the jobs, where they are said."""
        count = c.v("places")
        made: dict[tuple[str, Any], Any] = {
            ("places", self.de): -c.depuis(count),
            ("places", self.vers): c.depuis(count),
            **postes(self, c, 1),
        }
        if self.financement_place is not None:
            made["financement", None] = c.dans(count * c.v("financement_place"))
            made["refinancees", None] = c.dans(count)
        if self.cout_place is not None:
            made["recoutees", None] = c.dans(count * c.v("cout_place"))
            for g in (1, 2, 3):
                made["parts", g] = -c.depuis(count / c.base("places"))
        if self.charges_place is not None:
            spent = count * c.v("charges_place")
            for g in (1, 3):
                made["nouvelles", g] = c.dans(spent * c.part_charges(g, (1, 3)))
        return made

    def valeur(self, etat: Etat, nom: str) -> Any:
        """Read a named financing in the base: the ceiling is that of the new kind."""
        held = getattr(self, nom)
        if nom == "financement_place" and held is not None:
            return en_euros(etat, self.etablissement, self.vers, held)
        return held

    def tirees(self, cadre: Cadre) -> Iterable[Tiree]:
        """Give what an ETP of each fonction costs."""
        return tirees_emplois(cadre.etat, self)

    def fautes(self, etat: Etat) -> Iterable[Faute]:
        """Refuse a change of nothing, and staff counted twice."""
        if self.de == self.vers:
            yield "vers", f"les places sont déjà en {self.de}. Choisissez une autre arrivée."
        if not etat.total_places[etat.rang(self.etablissement)]:
            yield "etablissement", SANS_PLACE
            return
        if self.cout_place is not None and self.emplois not in (None, AUCUN):
            yield (
                "cout_place",
                "le coût d’une place transformée comprend ses emplois : donnez l’un ou l’autre.",
            )
        yield from fautes_financement(etat, self, self.vers)

    def doutes(self, etat: Etat) -> Iterable[str]:
        """Say a change of mode that leaves the jobs as they are."""
        if self.places and self.cout_place is None and mode_de(self.de) != mode_de(self.vers):
            yield from doutes_emplois(self, f"{self.places} places transformées", INCONNUS)

    def emplois_proposes(self, etat: Etat) -> Ratios:
        """Return the jobs that the change adds and takes off."""
        return ecart(etat, self.etablissement, self.de, self.vers)

    def resume(self) -> str:
        """Say how many places, from what to what, when."""
        ends = f"de {libelle_genre(self.de)} à {libelle_genre(self.vers)}"
        return f"Transformer {pluriel(self.places, 'place')} {ends}, {self.annee}"

    def reperes(self, etat: Etat) -> Mapping[str, float]:
        """Give the places of the first kind, what they are paid and cost."""
        known = propres(etat, self.etablissement, self.de)
        return {**known, "cout_place": cout_place(etat, self.etablissement)}

    def indicateurs(self) -> Mapping[str, str]:
        """Set what a place costs beside what it costs the others."""
        return {"cout_place": "cout_place"}

    def bornes(
        self, etat: Etat, autres: Effets, declare: ChampHypothese, bas: float, haut: float
    ) -> tuple[float, float]:
        """Transform no more places than there are."""
        if declare.genre != "places":
            return bas, haut
        return bas, max(bas, restantes(etat, autres, self.etablissement, self.de, self.annee))

    @classmethod
    def premiere(cls, etat: Etat, etablissement: str) -> Mapping[str, Any]:
        """Go from the mode that is there to the other, with the jobs that this changes."""
        de = genre_principal(etat, etablissement)
        wanted = DIFFUS if mode_de(de) == REGROUPE else REGROUPE
        held = dict(zip(etat.genres, etat.places.sum(axis=0).tolist(), strict=True))
        others = (k for k in etat.genres if mode_de(k) == wanted and k != de)
        vers = max(others, key=held.__getitem__)
        return {"de": de, "vers": vers,
                "emplois": ecart(etat, etablissement, de, vers).emplois or None}  # fmt: skip

    @classmethod
    def empechement(cls, etat: Etat) -> str:
        """Need places."""
        return "" if etat.total_places.any() else "aucune place n’est déposée dans l’année de base."


def places_transformees(hypotheses: Iterable[Hypothese]) -> int:
    """Return how many places a scenario transforms."""
    return sum(one.places for one in hypotheses if isinstance(one, TransformerPlaces))
