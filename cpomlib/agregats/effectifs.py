"""The counts of persons behind the indicators, and all that ties them together.

An indicator says its numerator and its denominator, so what is protected is a system of counts:
those that are published, and those that nobody writes but anybody deduces (the complements).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from cpomlib.indicators import Fiche, fiches
from cpomlib.indicators.publics import FAMILLES
from cpomlib.indicators.transmis import VOLETS_TRANSMIS

ACCUEILLIS, PRESENTS, SORTIS = "menages_accueillis", "menages_presents_31_12", "sorties_menages"
TERMINES = "sejours_termines"
SORTIS_DROITS, ACCUEILLIS_DROITS = "sortis_droits_complets", "accueillis_droits_complets"
LOGEMENT, SOCIAL, PRIVE, ADAPTE = (
    "cpom_1_sorties_logement_ordinaire", "cpom_1_sorties_logement_social",
    "cpom_1_sorties_logement_prive", "cpom_2_sorties_logement_adapte",
)  # fmt: skip
SANS_PERSONNE = ("places_autorisees", "places_financees", "taux_indisponibilite", "taux_occupation")
"""Indicators of the three volets that count neither persons nor households."""

COMPLEMENT = "~"
"""First sign of a count that is never written, only deduced."""

SANS_DEPART = "~sejours_sans_depart"
"""Stays that ended while the household stayed in the perimeter: no trait of anybody."""

_NUMERATEURS = {
    "cpom_1_taux": LOGEMENT, "cpom_1_taux_social": SOCIAL, "cpom_1_taux_prive": PRIVE,
    "cpom_2_taux": ADAPTE, "taux_rotation_places": SORTIS,
    "duree_moyenne_sejours_termines": "", "duree_mediane_sejours_termines": "",
    "anciennete_mediane_presents": "",
}  # fmt: skip
"""Indicators whose numerator is another's, or is not a count."""

_DENOMINATEURS = {
    "cpom_1_taux": SORTIS_DROITS, "cpom_1_taux_social": SORTIS_DROITS,
    "cpom_1_taux_prive": SORTIS_DROITS, "cpom_2_taux": SORTIS_DROITS,
    "cpom_3_taux_dls_active": ACCUEILLIS_DROITS, "cpom_4_taux_presence_longue": PRESENTS,
    "taux_refus_logement": ACCUEILLIS,
    "duree_moyenne_sejours_termines": TERMINES, "duree_mediane_sejours_termines": TERMINES,
    "anciennete_mediane_presents": PRESENTS,
}  # fmt: skip


@dataclass(frozen=True)
class Effectifs:
    """Names of the counts an indicator says, empty where it says none."""

    numerateur: str = ""
    denominateur: str = ""


@cache
def effectifs() -> Mapping[str, Effectifs]:
    """Return the counts of persons that each indicator of a package says, in catalogue order.

    An indicator of volet « activité » that counts no person has none.
    """
    sent = (fiche for fiche in fiches().values() if fiche.volet in VOLETS_TRANSMIS)
    return MappingProxyType({fiche.id: _of(fiche) for fiche in sent})


def _of(fiche: Fiche) -> Effectifs:
    if fiche.id in SANS_PERSONNE:
        return Effectifs()
    numerator = _NUMERATEURS.get(fiche.id, fiche.id)
    shared = ACCUEILLIS if fiche.volet == "publics" and fiche.denominateur else ""
    return Effectifs(numerator, _DENOMINATEURS.get(fiche.id, shared))


@dataclass(frozen=True)
class Relation:
    """Some counts that make up another: Σ parts = total, but for what is counted twice.

    Attributes:
        total: the count made up.
        parts: the counts that make it up; one that begins with ``~`` is only deduced.
    """

    total: str
    parts: tuple[str, ...]

    @property
    def deduites(self) -> tuple[str, ...]:
        """The parts that nobody writes."""
        return tuple(part for part in self.parts if part.startswith(COMPLEMENT))

    @property
    def complement(self) -> bool:
        """Whether it only says what a part leaves of a total."""
        return len(self.parts) == len(self.deduites) + 1


def relations(anciennete: bool) -> Iterator[Relation]:
    """Yield what ties the counts of a unit together.

    Args:
        anciennete: the parties agreed on a least seniority for cpom_3: households received are
            then left out for another reason than their rights.
    """
    for prefix in FAMILLES:
        yield Relation(ACCUEILLIS, tuple(i for i, f in fiches().items() if f.famille == prefix))
    for said in dict.fromkeys(effectifs().values()):
        if said.numerateur and said.denominateur:
            yield Relation(said.denominateur, (said.numerateur, f"~{said.numerateur}"))
    recent = ("~accueillis_recents",) if anciennete else ()
    yield Relation(ACCUEILLIS, ("part_droits_incomplets", ACCUEILLIS_DROITS, *recent))
    yield Relation("personnes_accueillies", ("enfants_accueillis", "~adultes_accueillis"))
    yield Relation(ACCUEILLIS, (PRESENTS, SORTIS))
    yield Relation(SORTIS, (SORTIS_DROITS, "~sortis_droits_incomplets"))
    yield Relation(LOGEMENT, (SOCIAL, PRIVE))
    yield Relation(SORTIS_DROITS, (LOGEMENT, ADAPTE, "~autres_sorties"))
    yield Relation(TERMINES, (SORTIS, SANS_DEPART))
