"""A declaration read into a frozen dataclass: its fields say the keys and the types.

``str``, ``int``, ``float`` (from an exact decimal), ``bool``, ``date``, ``Literal``, ``X | Y``,
``tuple[T, ...]``, ``Mapping[K, V]`` and dataclasses, one inside the other; a field with a default
value is optional. ``Annotated[T, rule…]`` adds rules: functions (value, place) → value. A class
with a method ``controle(place)`` checks what holds between its fields.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from cpomlib.droit.endroit import Endroit
from cpomlib.droit.lecture import closed
from cpomlib.socle import ParametreError, suggestion

_CLE, FIXE, _AJOUTE = "cle", "fixe", "ajoute"
Cle = Annotated[str, _CLE]
"""Type of a field that takes the name under which its entry stands."""
Ajoute = Annotated[Any, _AJOUTE]
"""Type of a field that no file gives."""
_SIMPLES: dict[Any, tuple[Any, str, str]] = {
    str: (str, "un texte", "Écrivez-le entre guillemets droits."),
    int: (int, "un nombre entier", "Écrivez par exemple 3."),
    float: ((int, Decimal, float), "un nombre", "Écrivez un nombre avec un point décimal (0.85)."),
    bool: (bool, "oui ou non", "Écrivez true ou false."),
    date: (date, "une date", "Une date s’écrit AAAA-MM-JJ, par exemple 2022-04-22."),
}


def lu(forme: Any, brut: Any, ou: Endroit, cle: str = "") -> Any:
    """Return what a file says, in the shape asked for.

    Args:
        forme: a type, as written in the fields of a dataclass.
        brut: what stands in the file (see ``read_yaml``).
        ou: where it stands.
        cle: name under which it stands, for the field of type ``Cle``.

    Raises:
        ParametreError: an unknown or a missing key, a value of another type, or that a rule
            refuses; names the file, the line, the key and the nearest known name.
    """
    kind, args = get_origin(forme), get_args(forme)
    if kind is Annotated:
        value = lu(args[0], brut, ou, cle)
        for rule in args[1:]:
            value = rule(value, ou) if callable(rule) else value
        return value
    if is_dataclass(forme):
        return _objet(forme, brut, ou, cle)
    reader = _LECTEURS.get(kind)
    return reader(args, brut, ou) if reader else _simple(forme, brut, ou)


@cache
def champs(forme: Any) -> Mapping[str, Any]:
    """Return the keys that a file may give for a dataclass, each with its type."""
    hints = get_type_hints(forme, include_extras=True)
    return MappingProxyType({
        field.name: hints[field.name]
        for field in fields(forme)
        if not {_CLE, _AJOUTE} & set(marques(hints[field.name]))
    })  # fmt: skip


def marques(forme: Any) -> tuple[str, ...]:
    """Return the marks of a field (``Cle``, ``Ajoute``, ``FIXE``)."""
    args = get_args(forme)[1:] if get_origin(forme) is Annotated else ()
    return tuple(mark for mark in args if isinstance(mark, str))


def _objet(forme: Any, brut: Any, ou: Endroit, cle: str) -> Any:
    known = champs(forme)
    needed = {
        field.name
        for field in fields(forme)
        if field.default is MISSING and field.default_factory is MISSING
    }
    closed(brut, frozenset(known), frozenset(needed & set(known)), ou)
    values = {name: lu(known[name], value, ou.dans(name)) for name, value in brut.items()}
    hints = get_type_hints(forme, include_extras=True)
    values |= {name: cle for name, hint in hints.items() if _CLE in marques(hint)}
    made = forme(**values)
    if hasattr(made, "controle"):
        made.controle(ou)
    return made


def _un_des(formes: tuple[Any, ...], brut: Any, ou: Endroit) -> Any:
    if brut is None and types.NoneType in formes:
        return None
    known = [forme for forme in formes if forme is not types.NoneType]
    return lu(next((forme for forme in known if _semble(forme, brut)), known[0]), brut, ou)


def _semble(forme: Any, brut: Any) -> bool:
    """Tell whether a value has the look of a type: the one of a union that is then read."""
    inside = get_args(forme)[0] if get_origin(forme) is Annotated else forme
    if inside in _SIMPLES:
        return isinstance(brut, _SIMPLES[inside][0]) and (
            inside is bool or not isinstance(brut, bool)
        )
    return isinstance(brut, tuple if get_origin(inside) is tuple else Mapping)


def _liste(args: tuple[Any, ...], brut: Any, ou: Endroit) -> tuple[Any, ...]:
    if not isinstance(brut, tuple):
        raise refus(brut, "une liste", 'Écrivez-la entre crochets\u00a0: ["a", "b"].', ou)
    if args[-1] is not Ellipsis and len(brut) != len(args):
        raise refus(brut, f"une liste de {len(args)} valeurs", "Corrigez cette liste.", ou)
    formes = args if args[-1] is not Ellipsis else args[:1] * len(brut)
    pairs = enumerate(zip(formes, brut, strict=True))
    return tuple(lu(forme, item, ou.dans(rank)) for rank, (forme, item) in pairs)


def _table(args: tuple[Any, ...], brut: Any, ou: Endroit) -> Mapping[Any, Any]:
    if not isinstance(brut, Mapping):
        raise refus(brut, "une suite de lignes «\u00a0nom: valeur\u00a0»", "Écrivez-les.", ou)
    named, held = args
    return MappingProxyType({
        lu(named, key, ou.dans(key)): lu(held, value, ou.dans(key), str(key))
        for key, value in brut.items()
    })  # fmt: skip


def _simple(forme: Any, brut: Any, ou: Endroit) -> Any:
    if forme is Any:
        return brut
    accepted, called, advice = _SIMPLES[forme]
    if not isinstance(brut, accepted) or (isinstance(brut, bool) and forme is not bool):
        raise refus(brut, called, advice, ou)
    return float(brut) if forme is float else brut


def refus(brut: Any, attendu: str, conseil: str, ou: Endroit) -> ParametreError:
    """Return the error of a value that is not what is expected."""
    text = "vide" if brut is None else str(brut)
    short = text if len(text) <= 80 else f"{text[:80]}…"
    return ParametreError(
        f"«\u00a0{short}\u00a0» n’est pas {attendu}.", ou=str(ou), que_faire=conseil
    )


def choisi(brut: Any, connus: Any, ou: Endroit) -> Any:
    """Return a value of a closed list.

    Raises:
        ParametreError: it is not in the list; names the nearest.
    """
    if isinstance(brut, bool) or not isinstance(brut, str | int) or brut not in connus:
        raise ParametreError(
            f"La valeur «\u00a0{brut}\u00a0» n’est pas connue.",
            ou=str(ou),
            que_faire=suggestion(str(brut), [str(one) for one in connus]),
        )
    return brut


_LECTEURS: dict[Any, Callable[[tuple[Any, ...], Any, Endroit], Any]] = {
    Union: _un_des,
    types.UnionType: _un_des,
    Literal: lambda known, brut, ou: choisi(brut, known, ou),
    tuple: _liste,
    Mapping: _table,
}
