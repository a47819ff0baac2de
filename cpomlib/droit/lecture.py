"""Strict reading of a YAML file: no duplicate key, no float, no guess on ``no`` or ``01``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml

from cpomlib.droit.endroit import Endroit
from cpomlib.droit.texte import CHARGEUR, examiner, lieu, lire_texte, traduite
from cpomlib.socle import ParametreError, suggestion


class _MalEcritError(yaml.constructor.ConstructorError):
    """A fault that we found: it is told in French already."""


class _Loader(CHARGEUR):
    """YAML without surprises: decimals stay exact, ``01`` and ``non`` stay text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


_resolve("null", r"^(?:~|null|)$", "~n\0")
_Loader.yaml_implicit_resolvers.setdefault("", []).append(
    ("tag:yaml.org,2002:null", re.compile("^$"))
)
_resolve("bool", r"^(?:true|false)$", "tf")
_resolve("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789")
_resolve("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789")
_resolve("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "0123456789")


def _decimal(loader: Any, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


def _day(loader: Any, node: yaml.ScalarNode) -> date:
    text = loader.construct_scalar(node)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _MalEcritError(
            None, None, f"la date «\u00a0{text}\u00a0» n’existe pas", node.start_mark
        ) from error


def _unique(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise _MalEcritError(None, None, "une clé n’est pas un mot", key_node.start_mark)
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise _MalEcritError(
                None, None, f"la clé «\u00a0{key}\u00a0» est écrite deux fois", key_node.start_mark
            )
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_Loader.add_constructor("tag:yaml.org,2002:map", _unique)


_MONTRE = 80
"""Characters of a value that a message repeats."""

BOM = "\ufeff"
"""What some editors put before a text in UTF-8: kept, not read."""

Etat: TypeAlias = tuple[Path, int, int] | None
"""A file as it is now: its path, time stamp and size; None where there is no file."""


def state_of(path: Path | None) -> Etat:
    """Return what changes as soon as a file does: what is made from it is made again."""
    try:
        state = path.stat() if path else None
    except OSError:
        return None
    return (path, state.st_mtime_ns, state.st_size) if path and state else None


def read_yaml(path: Path) -> Mapping[str, Any]:
    """Return the mapping written in ``path``; a decimal is a ``Decimal``, a day a ``date``.

    The file is read again as soon as its time stamp or its size changes.

    Args:
        path: a YAML file in UTF-8.

    Raises:
        ParametreError: the file is absent, is not YAML, repeats a key, or is not a mapping.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise ParametreError(
            "Ce fichier de paramètres n’existe pas ou ne peut pas être lu.", ou=str(path)
        ) from error
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1024)
def _read(path: Path, mtime_ns: int, size: int) -> Mapping[str, Any]:
    return lire_yaml(lire_texte(path), str(path))


def lire_yaml(texte: str, ou: str) -> Mapping[str, Any]:
    """Return the mapping written in a text, as :func:`read_yaml` reads it in a file.

    Args:
        texte: what was written.
        ou: where, as a message names it.

    Raises:
        ParametreError: it is not YAML, repeats a key, or is not a mapping.
    """
    text = texte.removeprefix(BOM)
    examiner(text, ou)
    try:
        content = yaml.load(text, Loader=_Loader)
    except _MalEcritError as error:
        raise ParametreError(
            f"Ce fichier est mal écrit : {error.problem}.",
            ou=lieu(ou, error.problem_mark),
            que_faire="Corrigez cette ligne.",
        ) from error
    except yaml.YAMLError as error:
        raise traduite(error, ou) from error
    except _ODD as error:
        raise ParametreError("Ce fichier n’est pas du YAML.", ou=ou) from error
    if not isinstance(content, dict):
        raise ParametreError(
            "Ce fichier doit contenir des lignes «\u00a0clé: valeur\u00a0».",
            ou=ou,
        )
    return frozen(content)


_ODD = (ValueError, TypeError, AttributeError, ArithmeticError, LookupError, RecursionError)
"""What the YAML library raises, beside its own errors, on tags and nesting that make no sense."""


def frozen(value: Any) -> Any:
    """Return ``value`` with mappings and lists that can no longer be changed, at any depth."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(item) for item in value)
    return value


def _short(content: Any) -> str:
    text = str(content)
    return text if len(text) <= _MONTRE else f"{text[:_MONTRE]}…"


def closed(
    content: Any, known: frozenset[str], required: frozenset[str], where: str | Endroit
) -> None:
    """Refuse what is no mapping, an unknown key, or the absence of a required one.

    Raises:
        ParametreError: naming the key and the nearest known one.
    """
    for fault in ecarts(content, known, required, where):
        raise fault


def ecarts(
    content: Any, known: frozenset[str], required: frozenset[str], where: str | Endroit
) -> Iterator[ParametreError]:
    """Say all that :func:`closed` would refuse."""
    if not isinstance(content, Mapping):
        yield ParametreError(
            f"«\u00a0{_short(content)}\u00a0» ne suffit pas ici.",
            ou=str(where),
            que_faire=f"Écrivez des lignes «\u00a0clé: valeur\u00a0» ({', '.join(sorted(known))}).",
        )
        return
    for key in content:
        if key not in known:
            yield ParametreError(
                f"La clé «\u00a0{key}\u00a0» n’est pas connue.",
                ou=str(where.dans(key) if isinstance(where, Endroit) else where),
                que_faire=suggestion(str(key), sorted(known)),
            )
    for key in sorted(required - set(content)):
        yield ParametreError(
            f"La clé «\u00a0{key}\u00a0» manque.",
            ou=str(where),
            que_faire=f"Ajoutez une ligne «\u00a0{key}: …\u00a0».",
        )
