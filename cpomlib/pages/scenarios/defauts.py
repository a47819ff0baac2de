"""What a hypothesis holds when « + » adds it: values that can be applied to this base."""

from __future__ import annotations

from typing import Any

import numpy as np

from cpomlib.calcul.scenarios import (
    DESTINATIONS,
    TYPES,
    ChampHypothese,
    Etat,
    Hypothese,
    champs,
    choix_de,
)
from cpomlib.calcul.scenarios.reperes import reperes

POSES: dict[str, dict[str, Any]] = {
    "frais_siege": {"pas": 0.05},
    "investissement": {"montant": 50_000.0, "duree": 10},
    "mutualisation": {"economie": 1000.0},
    "etp": {"variation": 0.0},
}
"""First values that cannot be zero, or that practice gives (Revivre: 5 points a year)."""

REPRIS = {"financement_place", "taux", "cible"}
"""Fields that start from their base value."""


def initiale(genre: str, etat: Etat) -> Hypothese:
    """Return the hypothesis that « + » adds, on the first establishment that can hold it."""
    kind = TYPES[genre]
    where = _etablissement(etat)
    values = {item.nom: _valeur(item, etat, where) for item in champs(kind) if item.requis}
    if genre == "transformer_places":
        values["vers"] = next(k for k in DESTINATIONS if k != values["de"])
    if genre == "etp":
        values["fonction"] = _fonction(etat, where)
    made = kind(**{**values, **POSES.get(genre, {})})
    known = reperes(etat, made)
    taken = {name: round(known[name], 4) for name in REPRIS & set(known) & set(values)}
    return kind(**{**values, **POSES.get(genre, {}), **taken})


def _etablissement(etat: Etat) -> str:
    return etat.ids[int(np.argmax(etat.total_places))]


def _fonction(etat: Etat, etablissement: str) -> str:
    costs = etat.couts_etp[etat.rang(etablissement)]
    known = np.flatnonzero(np.isfinite(costs))
    return etat.fonctions[int(known[0]) if len(known) else 0]


def _valeur(item: ChampHypothese, etat: Etat, where: str) -> Any:
    if item.genre == "etablissement":
        return where
    if item.genre in ("gham", "destination"):
        return etat.genres[int(np.argmax(etat.places[etat.rang(where)]))]
    if item.genre == "annee":
        return etat.annee + 1
    if item.genre == "code":
        return choix_de(item)[0]
    return int(item.minimum or 1) if item.genre in ("places", "duree") else 0.0
