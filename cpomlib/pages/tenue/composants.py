"""The widgets of the page, made to cost little: each model is one message to the browser.

An ordinary widget is three models (itself, its layout, its style) and one more message for each
change made while it is built. Here all share one layout and one style per kind, since the style
sheet says how they look; and those that are built together are sent together, as they are at the
end. A widget that is to be hidden is given a layout of its own: ``layout=Layout()``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import ipywidgets as w
from ipywidgets import Layout, Widget
from traitlets import default

__all__ = [
    "HTML", "Box", "Button", "Checkbox", "Combobox", "Dropdown", "HBox", "Layout", "Text",
    "Textarea", "ToggleButtons", "VBox", "Widget", "ensemble",
]  # fmt: skip

_attente: ContextVar[list[Widget] | None] = ContextVar("_attente", default=None)
"""Widgets not sent yet; None when each is sent as soon as it is made."""


@contextmanager
def ensemble() -> Iterator[None]:
    """Send what the block builds at its end, each widget once, after what it holds.

    What was sent before must not be given something of the block as long as it lasts.
    """
    if _attente.get() is not None:
        yield
        return
    built: list[Widget] = []
    token = _attente.set(built)
    try:
        yield
    finally:
        _attente.reset(token)
        for widget in built:
            _envoyer(widget)


def _envoyer(widget: Any) -> None:
    for child in getattr(widget, "children", ()):
        _envoyer(child)
    if not widget.ferme:
        w.Widget.open(widget)


@cache
def _apparence(kind: type[Widget]) -> Widget:
    """Return what all widgets share: nothing of it is ever changed."""
    return kind()


class _Leger(w.DOMWidget):
    """A widget that shares its looks, and waits for the others to be sent."""

    ferme = False

    def __repr__(self) -> str:
        """Say what it is, not all that it holds: each display writes it and nobody reads it."""
        return f"{type(self).__name__}()"

    def open(self: Any) -> None:
        """Tell the browser, or wait for the end of what is being built."""
        built = _attente.get()
        if built is None:
            w.Widget.open(self)
        else:
            built.append(self)

    def close(self) -> None:
        """Go; not sent yet, it will never be."""
        self.ferme = True
        super().close()

    @default("layout")
    def _commune(self) -> Widget:
        return _apparence(Layout)

    @default("style")
    def _style_commun(self: Any) -> Widget:
        return _apparence(self.traits()["style"].klass)


class Box(_Leger, w.Box):
    """Things side by side."""


class HBox(_Leger, w.HBox):
    """Things in a row."""


class VBox(_Leger, w.VBox):
    """Things in a column."""


class HTML(_Leger, w.HTML):
    """A piece of page."""


class Button(_Leger, w.Button):
    """A button."""


class Text(_Leger, w.Text):
    """A line to type."""


class Textarea(_Leger, w.Textarea):
    """Lines to type."""


class Checkbox(_Leger, w.Checkbox):
    """A box to tick."""


class Dropdown(_Leger, w.Dropdown):
    """A menu."""


class Combobox(_Leger, w.Combobox):
    """A line to type, with a list of what it may be."""


class ToggleButtons(_Leger, w.ToggleButtons):
    """Buttons of which one is pressed."""
