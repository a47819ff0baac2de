"""Which counts of persons an indicator tells, and how many persons a number is at least.

A post is held by one person at least, for nobody works more than full time; a year of absence is
one person's at least. Posts and days are therefore judged as the fewest persons they can be.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import TYPE_CHECKING, TypeVar

from cpomlib.calcul.indicateurs import livrees
from cpomlib.calcul.indicateurs.fiches import fiches

if TYPE_CHECKING:
    from cpomlib.calcul.indicateurs import CalculDeclare

T = TypeVar("T")
_NUMERATEURS = {
    "cpom_1_taux": "cpom_1_sorties_logement_ordinaire",
    "cpom_1_taux_social": "cpom_1_sorties_logement_social",
    "cpom_1_taux_prive": "cpom_1_sorties_logement_prive",
    "cpom_2_taux": "cpom_2_sorties_logement_adapte",
    "taux_rotation_places": "sorties_menages",
    "etp_pour_100_places": "etp_total",
}
_DENOMINATEURS = {
    "cpom_1_taux": "sortis_a_droits",
    "cpom_1_taux_social": "sortis_a_droits",
    "cpom_1_taux_prive": "sortis_a_droits",
    "cpom_2_taux": "sortis_a_droits",
    "cpom_3_taux_dls_active": "accueillis_a_droits",
    "cpom_4_taux_presence_longue": "menages_presents_31_12",
}
DUREES = {
    "duree_moyenne_sejours_termines": "sejours_termines",
    "duree_mediane_sejours_termines": "sejours_termines",
    "anciennete_mediane_presents": "menages_presents_31_12",
    "taux_rotation": "effectif",
}
"""Means and rates that are no part of their denominator → the persons they are measured over."""

_POSTES = ("etp_part", "cout_moyen_etp", "taux_absenteisme")
"""Beginning of the ids of what is related to the posts of the year."""
_JOURS_AN = 365.0
DU_SERVICE = (
    "Indicateur du service\u00a0: ce qui le lie aux autres n’est pas déclaré, aucun masque n’y "
    "tiendrait."
)
ETP, EFFECTIF, ABSENCES = "etp_total", "effectif", "taux_absenteisme"


def _declare(indicateur: str) -> CalculDeclare | None:
    """Return the calculation of an indicator that a service declared, None for ours."""
    if indicateur in livrees():
        return None
    found = fiches().get(indicateur)
    return found.calcul if found else None


def _sauf(
    propre: Callable[[CalculDeclare], T],
) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Remember what is said of ours; ``propre`` says it of what a service declared."""

    def decorate(fonction: Callable[[str], T]) -> Callable[[str], T]:
        kept = cache(fonction)

        @wraps(fonction)
        def asked(indicateur: str) -> T:
            calcul = _declare(indicateur)
            return kept(indicateur) if calcul is None else propre(calcul)

        return asked

    return decorate


def est_du_service(indicateur: str) -> bool:
    """Tell whether a service declared an indicator."""
    return _declare(indicateur) is not None


def hors_des_relations(indicateur: str) -> bool:
    """Tell whether an indicator tells of persons in a way that no declared relation knows.

    A service declares what it likes: what ties it to the other counts is not known, so that no
    mask of theirs would hold beside it. It is masked whole wherever others read.
    """
    calcul = _declare(indicateur)
    return calcul is not None and calcul.personnes


@_sauf(lambda calcul: calcul.part)
def est_une_part(indicateur: str) -> bool:
    """Tell whether an indicator is a part of its denominator, both counting persons or posts."""
    fiche = fiches()[indicateur]
    share = fiche.personnes and fiche.unite == "taux" and indicateur != "taux_rotation_places"
    return share or fiche.famille == "etp_part"


@_sauf(lambda calcul: calcul.denominateur is not None and calcul.denominateur.effectif)
def rapporte_a_des_personnes(indicateur: str) -> bool:
    """Tell whether the denominator of an indicator counts persons or households."""
    return indicateur in DUREES or est_une_part(indicateur)


@_sauf(lambda calcul: calcul.personnes)
def porte_sur_des_personnes(indicateur: str) -> bool:
    """Tell whether an indicator counts persons, or is a rate or a mean over persons."""
    fiche = fiches()[indicateur]
    return fiche.personnes or indicateur in DUREES or fiche.volet == "rh"


@_sauf(lambda calcul: 1.0 if calcul.numerateur.effectif else None)
def facteur_personnes(indicateur: str) -> float | None:
    """Return what makes persons of a numerator, the fewest there can be; None if it counts none."""
    fiche = fiches()[indicateur]
    if fiche.personnes or fiche.famille == "etp_part":
        return 1.0
    if indicateur == "taux_rotation":
        return 2.0  # half of those who came and of those who left
    return 1 / _JOURS_AN if fiche.famille == ABSENCES else None


@_sauf(lambda _: "")
def compte_au_numerateur(indicateur: str) -> str:
    """Name the count that a numerator tells, empty when it tells none."""
    told = facteur_personnes(indicateur) is not None or indicateur in (ABSENCES, ETP)
    return _NUMERATEURS.get(indicateur) or (indicateur if told else "")


@_sauf(lambda _: "")
def compte_au_denominateur(indicateur: str) -> str:
    """Name the count that a denominator tells, empty when it tells none."""
    named = _DENOMINATEURS.get(indicateur) or DUREES.get(indicateur)
    if named or indicateur.startswith(_POSTES):
        return named or ETP
    if not est_une_part(indicateur):
        return ""
    return EFFECTIF if fiches()[indicateur].volet == "rh" else "menages_accueillis"


def valeur_au_numerateur(indicateur: str, valeur: float) -> float:
    """Return the count that a numerator tells: those who moved, of half their number."""
    return valeur * 2 if indicateur == "taux_rotation" else valeur


def valeur_au_denominateur(indicateur: str, valeur: float) -> float:
    """Return the count that a denominator tells: posts, of days of work."""
    return valeur / _JOURS_AN if indicateur.startswith(ABSENCES) else valeur


@_sauf(lambda _: "")
def tus_avec(indicateur: str) -> str:
    """Name the count that is masked with an indicator which tells of the same persons.

    A seniority, a cost, a rate of absence of a team of six tells of six persons, whatever it is
    related to.
    """
    return EFFECTIF if fiches()[indicateur].volet == "rh" else ""


def personnes_au_moins(compte: str, valeur: float) -> float:
    """Return how many persons a count is at least; NaN where it tells nothing of few.

    The posts and the absences of a whole team tell of the team, which is counted elsewhere.
    """
    if compte in (ETP, ABSENCES):
        return float("nan")
    return valeur / _JOURS_AN if compte.startswith(f"{ABSENCES}_") else valeur


def est_reel(compte: str) -> bool:
    """Tell whether a count is no whole number: posts, days."""
    return compte.removeprefix("hors ").startswith(("etp_", f"{ABSENCES}"))
