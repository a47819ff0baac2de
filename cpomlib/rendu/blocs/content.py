"""A block as JSON: what the Word, PDF and Excel exports read in an executed notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from cpomlib.socle import Secret, jsonable

VERSION = 1
"""Raised when an exporter written for the former content would misread the new one."""


def content(bloc: object) -> dict[str, Any]:
    """Return a block's content: ``type``, ``version``, then its fields, values still typed.

    A masked cell is ``{"secret": reason}``, a missing one null, exact money
    ``{"decimal": "1040000.00"}``, a day ``{"date": "2025-12-31"}``; a chart is its Vega-Lite
    specification with the theme applied.
    """
    return {"version": VERSION, **_node(bloc)}


def _node(value: Any) -> dict[str, Any]:
    kind: Any = type(value)
    pairs = {name: _value(getattr(value, name)) for name in _names(kind)}
    return {"type": kind.__name__, **pairs}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))


@cache
def _is_a_part(kind: type) -> bool:
    return is_dataclass(kind) and kind is not Secret


def _value(value: Any) -> Any:
    # nearly all that a page holds
    if value is None or type(value) in (str, int, bool):
        return value
    kind: Any = type(value)
    if _is_a_part(kind):
        return _node(value)
    if isinstance(value, tuple | list):
        return [_value(item) for item in value]
    if isinstance(value, Mapping) or hasattr(value, "to_dict"):
        from cpomlib.rendu.theme import themed

        return themed(value)
    return jsonable(value)
