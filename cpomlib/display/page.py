"""A document that stands alone: no script, no request, one file."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.display.blocks import Entree


def page(
    titre: str,
    corps_html: str,
    *,
    langue: str = "fr",
    sommaire: Sequence[Entree] | None = None,
    bandeau: str = "",
    entete: str = "",
    pied: str = "",
) -> str:
    """Return a whole HTML document around ``corps_html`` (already safe HTML, from blocks).

    Args:
        titre: text of the browser's tab.
        corps_html: HTML of the blocks, one after the other.
        langue: language of the document.
        sommaire: the contents; read from the headings of ``corps_html`` when None, none when empty.
        bandeau: a warning across the top of the page (invented data, draft).
        entete: text at the top of printed pages.
        pied: text at the bottom of printed pages.
    """
    raise NotImplementedError
