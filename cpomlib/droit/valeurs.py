"""From what a YAML file holds to a typed value: units and their natures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cpomlib.droit.dossiers import shipped_dir
from cpomlib.droit.lecture import Etat, closed, frozen, read_yaml, state_of
from cpomlib.droit.modele import Unite
from cpomlib.socle import ParametreError, suggestion

FOLDER = "legislation"
UNITS_FILE = "unites.yaml"
_NATURES = frozenset({"decimal", "entier", "fraction", "date", "texte", "structure"})
_KEYS = frozenset({"libelle", "nature"})
_EXPECTED = {
    "decimal": "un nombre (0.03, 20551)",
    "entier": "un nombre entier",
    "fraction": 'une fraction entre guillemets ("1/3")',
    "date": "une date (2017-01-01)",
    "texte": "un texte",
    "structure": "une liste ou des lignes «\u00a0clé: valeur\u00a0»",
}


def unites() -> Mapping[str, Unite]:
    """Return the known units by name.

    Raises:
        ParametreError: ``unites.yaml`` is badly written.
    """
    path = units_file()
    return _unites(path, state_of(path))


def units_file() -> Path:
    """Return the file of the units."""
    return shipped_dir() / FOLDER / UNITS_FILE


@lru_cache
def _unites(path: Path, _state: Etat) -> Mapping[str, Unite]:
    units = {}
    for nom, entry in read_yaml(path).items():
        where = f"{path}, unité «\u00a0{nom}\u00a0»"
        closed(entry, _KEYS, _KEYS, where)
        if entry["nature"] not in _NATURES:
            raise ParametreError(
                f"La nature «\u00a0{entry['nature']}\u00a0» n’existe pas.",
                ou=where,
                que_faire=suggestion(str(entry["nature"]), sorted(_NATURES)),
            )
        units[nom] = Unite(nom, entry["libelle"], entry["nature"])
    return MappingProxyType(units)


def typed(raw: Any, unite: Unite, where: str) -> Any:
    """Return ``raw`` in the type its unit asks for, mappings and lists frozen.

    An amount by région is a mapping whose every leaf is an amount.

    Raises:
        ParametreError: a leaf is not of the unit's nature.
    """
    if unite.nature == "structure":
        if not isinstance(raw, Mapping | tuple | list):
            raise _wrong(raw, unite, where)
        return frozen(raw)
    if isinstance(raw, Mapping):
        return MappingProxyType({str(key): typed(leaf, unite, where) for key, leaf in raw.items()})
    if isinstance(raw, tuple | list):
        return tuple(typed(leaf, unite, where) for leaf in raw)
    return _leaf(raw, unite, where)


def _leaf(raw: Any, unite: Unite, where: str) -> Any:
    number = isinstance(raw, int | Decimal) and not isinstance(raw, bool)
    if unite.nature == "decimal" and number:
        return Decimal(raw)
    if unite.nature == "fraction":
        return _fraction(raw, unite, where)
    accepted = {"entier": int, "date": date, "texte": str}.get(unite.nature)
    if accepted is None or not isinstance(raw, accepted) or isinstance(raw, bool):
        raise _wrong(raw, unite, where)
    return raw


def _fraction(raw: Any, unite: Unite, where: str) -> Fraction:
    try:
        return Fraction(raw)
    except (ValueError, TypeError, ZeroDivisionError) as error:
        raise _wrong(raw, unite, where) from error


def _wrong(raw: Any, unite: Unite, where: str) -> ParametreError:
    return ParametreError(
        f"La valeur «\u00a0{raw}\u00a0» ne convient pas à l’unité «\u00a0{unite.nom}\u00a0».",
        ou=where,
        que_faire=f"Écrivez {_EXPECTED[unite.nature]}.",
    )
