"""What a hypothesis holds when it is added: values that can be applied to this base."""

from __future__ import annotations

from typing import Any

import numpy as np

from cpomlib.calcul.scenarios import (
    TYPES,
    ChampHypothese,
    Etat,
    Hypothese,
    champs,
    choix_de,
)
from cpomlib.calcul.scenarios.reperes import reperes

REPRIS = {"taux", "cible"}
"""Fields that start from their base value."""


def initiale(genre: str, etat: Etat) -> Hypothese:
    """Return the hypothesis that is added, on the first establishment that can hold it."""
    kind = TYPES[genre]
    where = etat.ids[int(np.argmax(etat.total_places))]
    values = {item.nom: _valeur(item, etat, where) for item in champs(kind) if item.requis}
    made = kind(**{**values, **kind.premiere(etat, where)})
    known = reperes(etat, made)
    taken = {name: round(known[name], 4) for name in REPRIS & set(known) & set(values)}
    return kind(**{**values, **kind.premiere(etat, where), **taken})


def variante(hypothese: Hypothese, genre: str, etat: Etat) -> Hypothese:
    """Return another way of the same gesture, with what the two have in common."""
    fresh = initiale(genre, etat)
    shared = {one.nom for one in champs(type(fresh))} & {"etablissement", "places", "annee"}
    kept = {name: getattr(hypothese, name) for name in shared}
    where = kept.get("etablissement", "")
    values = {item.nom: getattr(fresh, item.nom) for item in champs(type(fresh))}
    first = TYPES[genre].premiere(etat, where) if where else {}
    return TYPES[genre](**{**values, **first, **kept, "justification": hypothese.justification})


def _valeur(item: ChampHypothese, etat: Etat, where: str) -> Any:
    if item.genre == "etablissement":
        return where
    if item.genre in ("gham", "destination"):
        return etat.genres[int(np.argmax(etat.places[etat.rang(where)]))]
    if item.genre == "annee":
        return etat.annee + 1
    if item.genre == "code":
        return choix_de(item)[0]
    return int(item.minimum or 0) if item.genre in ("places", "duree") else 0.0
