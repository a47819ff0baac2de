"""The targets of a contract beside the scenario that the parties retained: does it lead there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from cpomlib.calcul.contrat.cibles import CibleSuivie
from cpomlib.calcul.contrat.jugement import juger_mesure
from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.calcul.contrat.perimetre_du_contrat import comptes
from cpomlib.calcul.contrat.suivi import LigneSuivi
from cpomlib.calcul.scenarios import Projection
from cpomlib.socle import vers_euros

POSTES = {
    "places_financees": "places", "cout_place": "cout_place", "etp_total": "etp",
    "resultat": "resultat",
}  # fmt: skip
"""Indicator of a target → what a scenario projects of it."""
HORS_SCENARIO = "Le scénario ne projette pas tous les établissements de cette cible."
INCONNU = "Le scénario ne donne pas ce chiffre\u00a0: une donnée de son année de base manque."


@dataclass(frozen=True)
class LigneScenario:
    """A target in a year, beside what the retained scenario gives.

    Attributes:
        cible: the target.
        annee: the year.
        attendu: what the contract expects.
        projete: what the scenario gives on the same establishments; None where it does not.
        jugement: what would be said of it; empty where nothing is projected.
        raison: why nothing is.
    """

    cible: CibleSuivie
    annee: int
    attendu: float
    projete: float | None
    jugement: str
    raison: str = ""

    def record(self) -> dict[str, object]:
        """Return the row as data: nothing but JSON types."""
        return {
            "objectif": self.cible.objectif, "indicateur": self.cible.indicateur,
            "etablissement": self.cible.etablissement, "annee": self.annee,
            "attendu": self.attendu, "projete": self.projete,
            "jugement": self.jugement or None, "raison": self.raison or None,
        }  # fmt: skip


def confronter(
    contrat: Contrat,
    lignes: Iterable[LigneSuivi],
    projection: Projection,
    categories: Mapping[str, str],
) -> list[LigneScenario]:
    """Set the targets that a scenario projects beside it, for the years that it projects.

    Args:
        contrat: the contract.
        lignes: its targets, followed (:func:`cpomlib.calcul.contrat.suivre`).
        projection: the retained scenario.
        categories: FINESS category of each establishment.
    """
    return [
        _beside(contrat, line, line.attendu, projection, categories)
        for line in lignes
        if line.cible.indicateur in POSTES
        and line.attendu is not None
        and line.annee in projection.annees[1:]
    ]


def _beside(
    contrat: Contrat,
    line: LigneSuivi,
    attendu: float,
    projection: Projection,
    categories: Mapping[str, str],
) -> LigneScenario:
    cible, ids = line.cible, projection.etat.ids
    kept = comptes(contrat, line.annee, cible.perimetre, cible.etablissement, categories)
    if not kept or not set(kept) <= set(ids):
        return LigneScenario(cible, line.annee, attendu, None, "", HORS_SCENARIO)
    year = projection.annees.index(line.annee)
    found = projete(projection, POSTES[cible.indicateur], [ids.index(one) for one in kept], year)
    if found is None:
        return LigneScenario(cible, line.annee, attendu, None, "", INCONNU)
    said = juger_mesure(cible.sens, found, attendu, line.tolerance)
    return LigneScenario(cible, line.annee, attendu, found, said)


def projete(projection: Projection, poste: str, rangs: Sequence[int], annee: int) -> float | None:
    """Return what a scenario gives of a poste, on some establishments; None where unknown."""
    kept = list(rangs)
    if poste == "cout_place":
        places = projection.places()[kept, annee].sum()
        charges = projection.reconductibles()[kept, annee].sum()
        return float(vers_euros(charges) / places) if places else None
    value = float(projection.valeurs(poste)[kept, annee].sum())
    return None if isnan(value) else value
