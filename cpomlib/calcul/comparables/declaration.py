"""The weights and scales of the distance, as data (``parameters/comparables.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.droit import closed, override_of, read_yaml, shipped_dir
from cpomlib.socle import ParametreError

_FILE = "comparables.yaml"
_SECTIONS = frozenset({"criteres", "reglages", "indicateurs"})
_CRITERE = frozenset({"libelle", "poids", "phrase", "echelle"})
_REGLAGE = frozenset({"libelle", "valeur", "phrase"})
_MEASURED = ("taille", "commune")
"""Criteria whose scale is a ratio, greater than 1."""


@dataclass(frozen=True)
class Critere:
    """One criterion of the distance.

    Attributes:
        nom: ``gham``, ``categorie``, ``taille``, ``public``, ``mode``, ``territoire``, ``commune``.
        libelle: what it looks at.
        poids: its weight, zero to leave it out.
        phrase: why, and how the gap is read.
        echelle: the ratio at which the gap is 1 (``taille``, ``commune``); the gap of another
            département of the région (``territoire``); None where it has none.
    """

    nom: str
    libelle: str
    poids: float
    phrase: str
    echelle: float | None = None


@dataclass(frozen=True)
class Reglage:
    """A number that sets how many are kept, and up to where."""

    nom: str
    libelle: str
    valeur: float
    phrase: str


@dataclass(frozen=True)
class Bareme:
    """Everything the search depends on.

    Attributes:
        criteres: by name, in file order.
        reglages: ``au_plus``, ``distance_max``, ``part_connue_min``, ``gestionnaires_min``.
        indicateurs: ids of what is set among the nearest ones, in order.
        surcharge: the service's file, if any.
    """

    criteres: Mapping[str, Critere]
    reglages: Mapping[str, Reglage]
    indicateurs: tuple[str, ...]
    surcharge: Path | None = None

    def reglage(self, nom: str) -> float:
        """Return the value of a setting."""
        return self.reglages[nom].valeur


def bareme() -> Bareme:
    """Read the weights and scales in force; the service's own values come first.

    Raises:
        ParametreError: a criterion, a setting or an indicator is unknown, or a number makes no
            sense; the message names the nearest known one.
    """
    shipped, own = shipped_dir() / _FILE, override_of(_FILE)
    content = read_yaml(shipped)
    changes = read_yaml(own) if own else {}
    closed(changes, _SECTIONS, frozenset(), str(own))
    where = f"{own or shipped}"
    criteria = _merged(content["criteres"], changes.get("criteres", {}), _CRITERE, where)
    settings = _merged(content["reglages"], changes.get("reglages", {}), _REGLAGE, where)
    found = Bareme(
        {name: _critere(name, entry, where) for name, entry in criteria.items()},
        {name: _reglage(name, entry, where) for name, entry in settings.items()},
        tuple(changes.get("indicateurs", content["indicateurs"])),
        own,
    )
    closed(dict.fromkeys(found.indicateurs), frozenset(fiches()), frozenset(), where)
    if not sum(c.poids for c in found.criteres.values()):
        raise ParametreError(
            "Tous les poids sont nuls.", ou=where, que_faire="Donnez un poids à un critère."
        )
    return found


def _merged(
    entries: Mapping[str, Mapping[str, Any]],
    changes: Mapping[str, Mapping[str, Any]],
    known: frozenset[str],
    where: str,
) -> dict[str, dict[str, Any]]:
    closed(changes, frozenset(entries), frozenset(), where)
    for name, change in changes.items():
        closed(change, known, frozenset(), f"{where}, «\u00a0{name}\u00a0»")
    return {name: {**entry, **changes.get(name, {})} for name, entry in entries.items()}


def _critere(nom: str, entry: Mapping[str, Any], where: str) -> Critere:
    place = f"{where}, «\u00a0{nom}\u00a0»"
    weight = _number(entry["poids"], place)
    scale = None if entry.get("echelle") is None else _number(entry["echelle"], place)
    if weight < 0 or (nom in _MEASURED and (scale is None or scale <= 1)):
        raise ParametreError(
            "Ce poids ou cette échelle ne convient pas.",
            ou=place,
            que_faire="Un poids est positif ou nul\u00a0; une échelle de taille dépasse 1.",
        )
    if nom == "territoire" and not (scale is not None and 0 <= scale <= 1):
        raise ParametreError(
            "L’échelle du territoire va de 0 à 1.", ou=place, que_faire="Écrivez par exemple 0.5."
        )
    return Critere(nom, str(entry["libelle"]), weight, str(entry["phrase"]), scale)


def _reglage(nom: str, entry: Mapping[str, Any], where: str) -> Reglage:
    value = _number(entry["valeur"], f"{where}, «\u00a0{nom}\u00a0»")
    return Reglage(nom, str(entry["libelle"]), value, str(entry["phrase"]))


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value < 0:
        raise ParametreError(
            f"«\u00a0{value}\u00a0» n’est pas un nombre positif.",
            ou=where,
            que_faire="Écrivez un nombre avec un point décimal (0.5).",
        )
    return float(value)
