"""What opening, closing and transforming places share: money, jobs and charges together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from cpomlib.calcul.scenarios.champ import (
    AUCUN,
    ETABLISSEMENT,
    FINANCEMENT,
    NOMMES,
    PAR_FONCTION,
    PLAFOND,
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
from cpomlib.calcul.scenarios.etats import libelle_genre
from cpomlib.calcul.scenarios.ratios import cout_fonction, ratios
from cpomlib.socle import pluriel

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.effets import Cadre, Effets
    from cpomlib.calcul.scenarios.etats import Etat

GESTE = "Changer des places"
SANS_PLACE = (
    "cet établissement n’a pas de place financée dans l’année de base : le coût d’une place n’y "
    "est pas connu. Décrivez ses charges et ses produits par « etp », « cofinancement » ou "
    "« non_reconductible »."
)


def des_places() -> int:
    """Ask for a number of places."""
    return champ("Nombre de places", "places", minimum=0, maximum=5000)


@dataclass(frozen=True, kw_only=True)
class Deplacement(Hypothese):
    """Places opened or closed, as a whole: financing, jobs, charges.

    ``emplois`` are ETP per place by fonction; left out, as files of version 1 do, none moves and
    it is said. ``charges_place`` are euros per place of groupes 1 and 3, in place of the part of
    them that follows the places.
    """

    famille: ClassVar[str] = "offre"
    geste: ClassVar[str] = GESTE
    signe: ClassVar[int] = 1
    verbe: ClassVar[str] = ""
    etablissement: str = ici()
    gham: str = champ("GHAM", "gham")
    places: int = des_places()
    annee: int = une_annee()
    financement_place: float | str = champ(
        "Financement par place et par an", FINANCEMENT, minimum=0, maximum=200_000,
        course=(0, 40_000, 100),
    )  # fmt: skip
    emplois: ParFonction | str | None = champ(
        "Emplois par place", PAR_FONCTION, None, minimum=0, maximum=20
    )
    charges_place: float | None = champ(
        "Charges par place, groupes I et III", "euros", None, minimum=0, maximum=200_000
    )

    def termes(self, c: Any) -> Termes:
        """Move the places, what they are paid, and what goes with them."""
        count = c.v("places") * self.signe
        made: dict[tuple[str, Any], Any] = {
            ("places", self.gham): c.depuis(count),
            ("financement", None): c.dans(count * c.v("financement_place")),
            **postes(self, c, self.signe),
        }
        if self.charges_place is None:
            return made
        for g in (1, 3):
            share = c.part_charges(g, (1, 3))
            made["parts", g] = -c.depuis(count / c.base("places") * c.part_variable(g))
            made["nouvelles", g] = c.dans(count * c.v("charges_place") * share)
        return made

    def valeur(self, etat: Etat, nom: str) -> Any:
        """Read a named financing in the base."""
        held = getattr(self, nom)
        if nom == "financement_place":
            return en_euros(etat, self.etablissement, self.gham, held)
        return held

    def tirees(self, cadre: Cadre) -> Iterable[Tiree]:
        """Give what an ETP of each fonction costs."""
        return tirees_emplois(cadre.etat, self)

    def fautes(self, etat: Etat) -> Iterable[Faute]:
        """Need places, whose charges follow, and a cost of each fonction."""
        if not etat.total_places[etat.rang(self.etablissement)]:
            yield "etablissement", SANS_PLACE
            return
        yield from fautes_financement(etat, self, self.gham)

    def doutes(self, etat: Etat) -> Iterable[str]:
        """Say money without jobs."""
        return doutes_emplois(self, f"{self.places} places {self.verbe}") if self.places else ()

    def emplois_proposes(self, etat: Etat) -> Ratios:
        """Return the jobs of such places."""
        return ratios(etat, self.etablissement, self.gham)

    def resume(self) -> str:
        """Say how many places, of which kind, when."""
        kind = libelle_genre(self.gham)
        return f"{self.variante} {pluriel(self.places, 'place')} en {kind}, {self.annee}"

    def reperes(self, etat: Etat) -> Mapping[str, float]:
        """Give the places that are there, and what they are paid."""
        return propres(etat, self.etablissement, self.gham)

    @classmethod
    def genre_principal(cls, etat: Etat, etablissement: str) -> str:
        """Return the kind of most of the places of an establishment."""
        return genre_principal(etat, etablissement)

    @classmethod
    def empechement(cls, etat: Etat) -> str:
        """Need places."""
        return "" if etat.total_places.any() else "aucune place n’est déposée dans l’année de base."


def postes(hypothese: Any, c: Any, signe: int) -> dict[tuple[str, Any], Any]:
    """Return the posts that go with places, and their payroll at the costs of the base year."""
    made: dict[tuple[str, Any], Any] = {}
    payroll: Any = 0
    for fonction in fonctions(hypothese):
        count = c.v("places") * signe * c.v(f"emplois.{fonction}")
        made["etp", fonction] = c.depuis(count)
        payroll = count * c.v(f"cout.{fonction}") + payroll
    return {**made, ("masse", None): c.depuis(payroll)} if made else made


def fonctions(hypothese: Any) -> tuple[str, ...]:
    """Return the fonctions of the jobs that go with places."""
    held = hypothese.emplois
    return () if held in (None, AUCUN) else tuple(name for name, _ in held)


def tirees_emplois(etat: Etat, hypothese: Any) -> tuple[Tiree, ...]:
    """Return what an ETP of each fonction costs there."""
    from cpomlib.droit import nomenclature

    label = nomenclature("fonction").libelle
    return tuple(
        Tiree(f"cout.{name}", f"Coût d’un ETP\u00a0: {label(name)}", "euros",
              cout_fonction(etat, hypothese.etablissement, name))
        for name in fonctions(hypothese)
    )  # fmt: skip


def en_euros(etat: Etat, etablissement: str, genre: str, financement: float | str) -> float:
    """Return euros per place: those given, the mean of the base year, or the ceiling.

    NaN where what is named is not known: :func:`fautes_financement` says so.
    """
    if financement == ETABLISSEMENT:
        return financement_moyen(etat, etablissement)
    if financement == PLAFOND:
        return plafond_connu(etat, etablissement, genre)
    return float(financement)


def plafond_connu(etat: Etat, etablissement: str, genre: str) -> float:
    """Return the ceiling of a kind of places, NaN where the law has none or none is known."""
    from cpomlib.calcul.scenarios.plafonds import plafond

    row = etat.rang(etablissement)
    where = etat.departements[row] if row < len(etat.departements) else ""
    held = plafond(genre, etat.annee, where).montant
    return float(held) if isinstance(held, Decimal) else float("nan")


def financement_moyen(etat: Etat, etablissement: str) -> float:
    """Return the dotation per financed place of an establishment, euros; NaN without places."""
    row = etat.rang(etablissement)
    places = etat.total_places[row]
    return float(np.round(etat.dotation[row] / places, 2)) if places else float("nan")


def cout_place(etat: Etat, etablissement: str) -> float:
    """Return the recurrent charges per financed place, euros; NaN without places."""
    row = etat.rang(etablissement)
    places = etat.total_places[row]
    return float(np.round(etat.charges[:, row].sum() / places, 2)) if places else float("nan")


def fautes_financement(etat: Etat, hypothese: Any, genre: str) -> Iterable[Faute]:
    """Refuse a ceiling that is not known, and jobs whose cost is not."""
    held = hypothese.financement_place
    if held in NOMMES and np.isnan(en_euros(etat, hypothese.etablissement, genre, held)):
        mean = financement_moyen(etat, hypothese.etablissement)
        yield (
            "financement_place",
            f"aucun tarif plafond n’est connu pour «\u00a0{genre}\u00a0». Écrivez un montant, ou "
            f"«\u00a0{ETABLISSEMENT}\u00a0»\u00a0: {mean:.2f}.",
        )
    for name in fonctions(hypothese):
        if np.isnan(cout_fonction(etat, hypothese.etablissement, name)):
            yield (
                "emplois",
                f"personne n’exerce la fonction «\u00a0{name}\u00a0» chez ce gestionnaire\u00a0: "
                "le coût d’un ETP n’est pas connu. Décrivez ces postes par « etp ».",
            )


SANS_EMPLOI = "sans aucun emploi\u00a0: le résultat ne compte pas leur personnel."


def doutes_emplois(hypothese: Any, quoi: str, sans: str = SANS_EMPLOI) -> Iterable[str]:
    """Say places that move without jobs, or whose jobs are refused without a reason."""
    if hypothese.emplois is None or hypothese.emplois == ():
        yield f"{quoi} {sans}"
    elif hypothese.emplois == AUCUN and not hypothese.justification.strip():
        yield f"{quoi}, emplois écartés sans raison\u00a0: dites pourquoi dans la justification."


def propres(etat: Etat, etablissement: str, genre: str) -> Mapping[str, float]:
    """Return the places of a kind and what a place is paid, in the base year."""
    row, rank = etat.rang(etablissement), etat.genres.index(genre)
    return {
        "places": float(etat.places[row, rank]),
        "financement_place": financement_moyen(etat, etablissement),
    }


def genre_principal(etat: Etat, etablissement: str) -> str:
    """Return the kind of most of the places of an establishment."""
    return etat.genres[int(np.argmax(etat.places[etat.rang(etablissement)]))]


def restantes(etat: Etat, autres: Effets, etablissement: str, genre: str, annee: int) -> float:
    """Return how many places of a kind the other hypotheses leave from a year on."""
    rank, row = etat.genres.index(genre), etat.rang(etablissement)
    left = etat.places[row, rank] + autres.places[rank, row, max(1, annee - etat.annee) :]
    return float(left.min())
