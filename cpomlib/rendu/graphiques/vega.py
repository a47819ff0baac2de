"""A chart as its Vega-Lite specification, told once in plain data.

Altair says the same, but copies and checks the whole chart at each of its steps, and reads its
frame again for each layer: thirty milliseconds a chart, where a campaign makes thousands that are
always the same. It stays the way to draw anything else, and to go on from one of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"

Node = dict[str, Any]
"""A part of a specification: a channel, a mark, a layer."""


class Graphique(dict[str, Any]):
    """A chart: its Vega-Lite specification, data inline, theme not applied."""

    def altair(self) -> alt.TopLevelMixin:
        """Return the same chart as an Altair one, to change it or to save it."""
        import altair as alt

        return alt.Chart.from_dict(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        """Show the chart where a notebook ends a cell with it."""
        return self.altair()._repr_mimebundle_(include=include, exclude=exclude)


def graphique(**parts: Any) -> Graphique:
    """Return a chart made of the top level ``parts`` of a specification."""
    return Graphique({"$schema": SCHEMA, **parts})


def layered(
    layers: Sequence[Node], width: float, height: float, *, rows: Sequence[Node] | None = None
) -> Node:
    """Lay marks one over the other, the first at the bottom.

    Args:
        layers: what :func:`layer` gives.
        width: of the drawing area, in pixels.
        height: of the drawing area, in pixels.
        rows: the data of the layers that have none of their own.
    """
    shared = {} if rows is None else {"data": {"values": rows}}
    return {**shared, "layer": list(layers), "width": width, "height": height}


def layer(mark: Node, rows: Sequence[Node] | None = None, /, **channels: Node) -> Node:
    """Return a mark and what places and paints it, with data of its own where it has any."""
    own = {} if rows is None else {"data": {"values": rows}}
    return {**own, "mark": mark, "encoding": channels}


def mark(kind: str, **settings: Any) -> Node:
    """Return a mark: a ``bar``, a ``text``, a ``rule``."""
    return {"type": kind, **settings}


def nominal(field: str, **settings: Any) -> Node:
    """Return a channel of names."""
    return {"field": field, "type": "nominal", **settings}


def quantity(field: str, **settings: Any) -> Node:
    """Return a channel of numbers."""
    return {"field": field, "type": "quantitative", **settings}


def names(field: str, order: Sequence[str], *, scale: Node | None = None, **settings: Any) -> Node:
    """Return an axis of names, those given, in their order, without a title."""
    return nominal(field, scale={"domain": list(order), **(scale or {})}, title=None, **settings)
