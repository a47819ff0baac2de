"""The four mandatory indicators of the CPOM (arrêté of 25 October 2019, annexe I)."""

from __future__ import annotations

import numpy as np

from cpomlib.indicators.contexte import Contexte
from cpomlib.indicators.measure import MOIS, Measure
from cpomlib.indicators.stays import Menages, Sejours

SORTIES = {
    "cpom_1_sorties_logement_ordinaire": (
        "cpom_1_taux", ("logement_social", "logement_prive"),
    ),
    "cpom_1_sorties_logement_social": ("cpom_1_taux_social", ("logement_social",)),
    "cpom_1_sorties_logement_prive": ("cpom_1_taux_prive", ("logement_prive",)),
    "cpom_2_sorties_logement_adapte": ("cpom_2_taux", ("logement_adapte",)),
}  # fmt: skip
"""Count → its rate, and the destinations that count."""


def cpom(contexte: Contexte) -> dict[str, Measure]:
    """Measure the volet « cpom » of every unit; indicators 1 to 3 leave out droits incomplets."""
    sejours, conventions = contexte.sejours, contexte.conventions
    sortis = _with_rights(sejours.sortis).rows
    measures: dict[str, Measure] = {}
    for count, (rate, destinations) in SORTIES.items():
        reached = sortis.equal("destination", *destinations).count()
        measures |= {count: Measure(reached), rate: Measure(reached, sortis.count())}
    accueillis = _senior(sejours, conventions.anciennete_min_mois)
    measures["cpom_3_taux_dls_active"] = Measure(
        accueillis.rows.equal("dls_active", True).count(), accueillis.rows.count()
    )
    presents = sejours.presents
    stayed = sejours.fin - presents.entree
    long = presents.where(stayed > conventions.seuil_presence_longue_mois * MOIS)
    measures["cpom_4_taux_presence_longue"] = Measure(long.rows.count(), presents.rows.count())
    return measures


def _with_rights(menages: Menages) -> Menages:
    return menages.where(~menages.rows.column("droits_incomplets").to_numpy(bool))


def _senior(sejours: Sejours, anciennete_min_mois: float | None) -> Menages:
    """Keep the households received with full rights, present long enough where that is set."""
    accueillis = _with_rights(sejours.accueillis)
    if anciennete_min_mois is None:
        return accueillis
    days = np.minimum(accueillis.sortie, sejours.fin) - accueillis.entree
    return accueillis.where(days >= anciennete_min_mois * MOIS)
