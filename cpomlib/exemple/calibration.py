"""The calibration of the invented region, read from ``parameters/exemple.yaml``."""

from __future__ import annotations

from functools import cache
from typing import Any

from cpomlib.socle import ParametreError, parameters_dir

FICHIER = "exemple.yaml"


@cache
def _tree() -> dict[str, Any]:
    from cpomlib.droit import charger

    return charger(parameters_dir() / FICHIER)


def valeur(chemin: str) -> Any:
    """Return a calibrated value, for instance ``valeur("activite.taux_occupation")``.

    Raises:
        ParametreError: the file holds no such value.
    """
    node: Any = _tree()
    for part in chemin.split("."):
        node = node.get(part) if isinstance(node, dict) else None
    if not isinstance(node, dict) or "valeur" not in node:
        raise ParametreError(
            f"La valeur « {chemin} » n’est pas dans le calage de l’exemple.",
            ou=f"parameters/{FICHIER}",
            que_faire="Ajoutez-la avec sa source et son statut.",
        )
    return node["valeur"]


def feuilles() -> dict[str, dict[str, Any]]:
    """Return every calibrated value with its source and status, by dotted path."""
    return dict(_leaves("", _tree()))


def _leaves(path: str, node: Any) -> list[tuple[str, dict[str, Any]]]:
    if not isinstance(node, dict):
        return []
    if "valeur" in node:
        return [(path, node)]
    found = []
    for key, child in node.items():
        found += _leaves(f"{path}.{key}" if path else str(key), child)
    return found
