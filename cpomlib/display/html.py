"""The HTML of blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

    from cpomlib.display.blocks import Bloc


def html(bloc: Bloc) -> Markup:
    """Return the HTML of a block; every text of the block is escaped."""
    raise NotImplementedError
