"""Conventions agreed by the parties, secrecy and alert thresholds (``seuils.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cpomlib.droit.dossiers import override_of, shipped_dir
from cpomlib.droit.lecture import Etat, closed, read_yaml, state_of
from cpomlib.socle import ParametreError, suggestion

_FILE = "seuils.yaml"
_SECTIONS = frozenset({"seuils", "definitions"})
_SEUIL = frozenset({"valeur", "libelle", "unite", "origine", "reference", "note"})
_SEUIL_REQUIRED = frozenset({"valeur", "libelle", "unite", "origine"})
_DEFINITION = frozenset({"texte", "libelle", "origine", "reference", "note"})
_DEFINITION_REQUIRED = frozenset({"texte", "libelle", "origine"})


@dataclass(frozen=True)
class Seuil:
    """A number that the law leaves open, printed wherever it counts.

    Attributes:
        nom: name in ``seuils.yaml``.
        valeur: rates are fractions; ``None`` when the parties have set none.
        libelle: what it is, in French.
        unite: ``mois``, ``taux``, ``places``, ``annees``, ``jours``…
        origine: who decided it (« convention à négocier », a text, a statistic).
        reference: the text or publication, empty when there is none.
        note: what the reader must know to use it.
        surcharge: the service's file it comes from, if any.
    """

    nom: str
    valeur: int | float | None
    libelle: str
    unite: str
    origine: str
    reference: str = ""
    note: str = ""
    surcharge: Path | None = None

    def nombre(self) -> float:
        """Return the value, for a computation that cannot do without it.

        Raises:
            ParametreError: the parties have set no value.
        """
        if self.valeur is None:
            raise ParametreError(
                f"Le seuil «\u00a0{self.nom}\u00a0» n’a pas de valeur.",
                ou=_FILE,
                que_faire=f"Écrivez une ligne «\u00a0valeur: …\u00a0» ({self.unite}).",
            )
        return self.valeur


@dataclass(frozen=True)
class Definition:
    """A term that the texts do not define, as the parties understand it."""

    nom: str
    texte: str
    libelle: str
    origine: str
    reference: str = ""
    note: str = ""
    surcharge: Path | None = None


def seuil(nom: str) -> Seuil:
    """Return the threshold called ``nom``.

    Raises:
        ParametreError: no such threshold, or a badly written file.
    """
    known = seuils()
    if nom not in known:
        raise ParametreError(
            f"Le seuil «\u00a0{nom}\u00a0» n’existe pas.",
            ou=_FILE,
            que_faire=suggestion(nom, known),
        )
    return known[nom]


def seuils() -> Mapping[str, Seuil]:
    """Return every threshold by name, in file order, the service's values included."""
    own = override_of(_FILE)
    return _seuils(state_of(shipped_dir() / _FILE), own, state_of(own))


@lru_cache
def _seuils(_shipped: Etat, _own: Path | None, _state: Etat) -> Mapping[str, Seuil]:
    entries = _entries("seuils", _SEUIL, _SEUIL_REQUIRED)
    return MappingProxyType({nom: _seuil(nom, entry) for nom, entry in entries.items()})


def definition(nom: str) -> Definition:
    """Return the agreed definition called ``nom``.

    Raises:
        ParametreError: no such definition, or a badly written file.
    """
    known = definitions()
    if nom not in known:
        raise ParametreError(
            f"La définition «\u00a0{nom}\u00a0» n’existe pas.",
            ou=_FILE,
            que_faire=suggestion(nom, known),
        )
    return known[nom]


def definitions() -> Mapping[str, Definition]:
    """Return every agreed definition by name, in file order."""
    entries = _entries("definitions", _DEFINITION, _DEFINITION_REQUIRED)
    return MappingProxyType({nom: Definition(nom, **entry) for nom, entry in entries.items()})


def _seuil(nom: str, entry: Mapping[str, Any]) -> Seuil:
    value = entry["valeur"]
    if isinstance(value, bool) or not isinstance(value, int | Decimal | None):
        raise ParametreError(
            f"La valeur «\u00a0{value}\u00a0» n’est pas un nombre.",
            ou=f"{entry.get('surcharge') or _FILE}, seuil «\u00a0{nom}\u00a0»",
            que_faire="Écrivez un nombre avec un point décimal (0.85), ou null.",
        )
    number = float(value) if isinstance(value, Decimal) else value
    return Seuil(nom, **{**entry, "valeur": number})


def _entries(
    section: str, known: frozenset[str], required: frozenset[str]
) -> dict[str, dict[str, Any]]:
    path = shipped_dir() / _FILE
    entries = {nom: dict(entry) for nom, entry in _section(path, section).items()}
    for nom, entry in entries.items():
        closed(entry, known, required, f"{path}, «\u00a0{nom}\u00a0»")
    override = override_of(_FILE)
    for nom, changes in (_section(override, section) if override else {}).items():
        closed({nom: changes}, frozenset(entries), frozenset(), str(override))
        closed(changes, known, frozenset(), f"{override}, «\u00a0{nom}\u00a0»")
        entries[nom] = {**entries[nom], **changes, "surcharge": override}
    return entries


def _section(path: Path, section: str) -> Mapping[str, Mapping[str, Any]]:
    content = read_yaml(path)
    closed(content, _SECTIONS, frozenset(), str(path))
    entries = content.get(section) or {}
    if not isinstance(entries, Mapping):
        raise ParametreError(
            f"«\u00a0{section}\u00a0» doit contenir une entrée par nom.", ou=str(path)
        )
    for nom, entry in entries.items():
        if not isinstance(entry, Mapping):
            raise ParametreError(
                f"L’entrée «\u00a0{nom}\u00a0» doit contenir des lignes «\u00a0clé: valeur\u00a0».",
                ou=str(path),
                que_faire="Écrivez par exemple «\u00a0valeur: 18\u00a0» en retrait sous ce nom.",
            )
    return entries
