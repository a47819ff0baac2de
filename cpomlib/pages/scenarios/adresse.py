"""The session in the address of the page: a reload finds it again, a link shares it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from cpomlib.calcul.scenarios import contenu, make_scenario
from cpomlib.pages.scenarios.seance import MAXIMUM, Seance
from cpomlib.pages.tenue import deplier, plier
from cpomlib.socle import ScenarioError


def ecrire(seance: Seance, connues: Mapping[str, str] | None = None) -> str:
    """Return the query string of a session.

    Args:
        seance: what is on the table.
        connues: name of a saved scenario → the version known here, which may be replaced.
    """
    held: dict[str, Any] = {
        "actif": seance.actif,
        "scenarios": [contenu(s) for s in seance.scenarios],
    }
    if connues:
        held["connues"] = dict(connues)
    values = {"gestionnaire": seance.courant.gestionnaire, "etat": plier(held)}
    return "?" + urlencode(values)


def seance(valeurs: Mapping[str, str]) -> Seance | None:
    """Return the session an address holds, None when it holds none that can be read."""
    try:
        held = deplier(valeurs.get("etat", ""))
        scenarios = tuple(make_scenario(_years(item)) for item in held["scenarios"][:MAXIMUM])
        return Seance(scenarios, 0).choisir(int(held["actif"])) if scenarios else None
    except (ValueError, KeyError, TypeError, AttributeError, ScenarioError):
        return None


def connues(valeurs: Mapping[str, str]) -> dict[str, str]:
    """Return the versions that an address knows, none where it cannot be read."""
    try:
        held = deplier(valeurs.get("etat", "")).get("connues", {})
        return {str(name): str(known) for name, known in held.items()}
    except (AttributeError, TypeError):
        return {}


def _years(item: Mapping[str, object]) -> Mapping[str, object]:
    """Keep what a file may hold; JSON writes the years of rates as texts, which are read back."""
    return {str(key): value for key, value in item.items()}
