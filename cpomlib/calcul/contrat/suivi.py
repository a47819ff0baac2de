"""Following the targets of contracts, year after year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cpomlib.calcul.contrat.cibles import CibleSuivie, cibles_des_annees
from cpomlib.calcul.contrat.conventions import usages_du_contrat
from cpomlib.calcul.contrat.jugement import (
    A_VENIR,
    ATTEINTE,
    JUGEES,
    NON_ATTEINTE,
    NON_MESURABLE,
    SUIVI,
    Pente,
    Usages,
    attendu,
    avancement,
    est_fragile,
    juger_mesure,
    pente,
    tolerance_de,
)
from cpomlib.calcul.contrat.mesures import Mesuree, Mesures
from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.calcul.contrat.prorogation import terme_actuel
from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.calcul.petits import peu

SANS_MESURE = "La mesure de cette année manque."
SANS_REFERENCE = "La valeur de référence manque, et la mesure de son année aussi."
CLES = (
    "objectif", "indicateur", "etablissement", "annee", "perimetre", "reference", "attendu",
    "interpolee", "mesure", "numerateur", "denominateur", "ecart", "tolerance", "avancement",
    "jugement", "fragile", "raison",
)  # fmt: skip
"""Keys of a row in JSON."""


@dataclass(frozen=True)
class LigneSuivi:
    """A target in a year: what was expected, what was measured, what is said of it.

    Attributes are those of the JSON (``CLES``); ``constante`` is the measure on the perimeter of
    the first year, where the perimeter has changed since.
    """

    contrat: str
    cible: CibleSuivie
    annee: int
    reference: float | None
    attendu: float | None
    interpolee: bool
    mesure: float | None
    numerateur: float | None
    denominateur: float | None
    tolerance: float | None
    avancement: float | None
    jugement: str
    fragile: bool
    raison: str
    constante: float | None = None

    @property
    def ecart(self) -> float | None:
        """The measure less what was expected."""
        if self.mesure is None or self.attendu is None:
            return None
        return self.mesure - self.attendu

    @property
    def unite(self) -> str | None:
        """The unit of its indicator; of one of the contract's own, that which it says."""
        known = fiches_connues().get(self.cible.indicateur)
        return known.unite if known else self.cible.unite

    @property
    def en_nombres(self) -> bool:
        """Tell whether it is a rate read in counts: fragile, or on too few."""
        if self.numerateur is None or self.denominateur is None:
            return False
        return self.unite == "taux" and (self.fragile or peu(self.denominateur))

    def record(self) -> dict[str, object]:
        """Return the row in the form of the contract: nothing but JSON types."""
        own = {
            "objectif": self.cible.objectif,
            "indicateur": self.cible.indicateur,
            "etablissement": self.cible.etablissement,
            "perimetre": self.cible.perimetre,
        }
        return {name: own[name] if name in own else getattr(self, name) for name in CLES}


def suivre(
    contrats: Mapping[str, Contrat], mesures: Mesures, usages: Usages, jour: date
) -> list[LigneSuivi]:
    """Follow every target of every contract, from the year after its reference to the end.

    Args:
        contrats: the contracts.
        mesures: what was measured (:func:`cpomlib.calcul.contrat.mesurer`).
        usages: the parties' thresholds.
        jour: the day it is looked at: a year not over is not judged.
    """
    return [
        line for contrat in contrats.values() for line in _followed(contrat, mesures, usages, jour)
    ]


def annees_du_contrat(contrat: Contrat, jour: date) -> range:
    """Return the years that a contract is followed in: none after the one it was ended in."""
    rows = contrat.de("cibles")
    if not rows:
        return range(0)
    first = min(int(row["annee_reference"]) for row in rows) + 1
    last = max(int(row["annee"]) for row in rows)
    end, ended = terme_actuel(contrat, jour), contrat.ligne["date_resiliation"]
    last = ended.year if ended else max(last, end.year if end else last)
    return range(first, last + 1)


def _followed(
    contrat: Contrat, mesures: Mesures, usages: Usages, jour: date
) -> Iterator[LigneSuivi]:
    for year, cibles in cibles_des_annees(contrat, annees_du_contrat(contrat, jour)).items():
        for cible in cibles:
            if year > cible.annee_reference:
                yield suivre_cible(contrat, cible, year, mesures, usages, jour)


def reference_de(contrat: Contrat, cible: CibleSuivie, mesures: Mesures) -> float | None:
    """Return the value one starts from: the one written, else the measure of its year."""
    if cible.reference is not None:
        return cible.reference
    return mesures.de(contrat.id, cible, cible.annee_reference).valeur


def suivre_cible(
    contrat: Contrat, cible: CibleSuivie, annee: int, mesures: Mesures, usages: Usages, jour: date
) -> LigneSuivi:
    """Follow one target in one year."""
    reference = reference_de(contrat, cible, mesures)
    repere = attendu(cible, reference, annee)
    mesure = mesures.de(contrat.id, cible, annee)
    tolerance = tolerance_de(cible, reference, usages_du_contrat(contrat, usages, annee))
    jugement, raison = _said(cible, repere.valeur, mesure, tolerance, annee >= jour.year)
    counted = mesure.effectif
    return LigneSuivi(
        contrat.id, cible, annee, reference, repere.valeur, repere.interpolee, mesure.valeur,
        mesure.numerateur, mesure.denominateur, tolerance,
        avancement(cible, reference, mesure.valeur), jugement,
        counted and est_fragile(mesure.numerateur, mesure.denominateur, repere.valeur),
        raison, mesures.constante(contrat.id, cible, annee),
    )  # fmt: skip


def _said(
    cible: CibleSuivie,
    wanted: float | None,
    mesure: Mesuree,
    tolerance: float | None,
    ouverte: bool,
) -> tuple[str, str]:
    if ouverte:
        return A_VENIR, "L’année n’est pas terminée."
    if not cible.points:
        return SUIVI, "Suivi sans cible."
    if mesure.valeur is None:
        return NON_MESURABLE, mesure.raison or SANS_MESURE
    if wanted is None:
        return NON_MESURABLE, SANS_REFERENCE
    return juger_mesure(cible.sens, mesure.valeur, wanted, tolerance), ""


def tendance(contrat: Contrat, cible: CibleSuivie, mesures: Mesures, jour: date) -> Pente | None:
    """Return where a target goes, from its measures of the years that are over."""
    return pente(cible, [one for one in mesures.suite(contrat.id, cible) if one[0] < jour.year])


def sous(contrat: Contrat, objectif: str) -> set[str]:
    """Return an objective and those under it."""
    rows, found, size = contrat.de("objectifs"), {objectif}, 0
    while len(found) > size:
        size = len(found)
        found |= {str(row["id_objectif"]) for row in rows if row["parent"] in found}
    return found


def etat_objectif(jugements: list[str]) -> str:
    """Return what is said of an objective: never one mark for a whole contract."""
    judged = [one for one in jugements if one in JUGEES]
    if not judged:
        return NON_MESURABLE
    if all(one == ATTEINTE for one in judged):
        return "atteint"
    return "non_atteint" if all(one == NON_ATTEINTE for one in judged) else "en_partie"
