"""A document that stands alone: no script, no request, one file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from cpomlib.rendu.blocs.blocks import Entree, Sommaire
from cpomlib.rendu.theme import theme

_TITRES = re.compile(r"<h2\b.*?</h2>", re.DOTALL | re.IGNORECASE)
BANDEAU_EXEMPLE = (
    "Région d’exemple : les gestionnaires, les personnes et les montants sont inventés."
)
"""What every page made from the invented region says."""


def page(
    titre: str,
    corps_html: str,
    *,
    langue: str = "fr",
    sommaire: Sequence[Entree] | None = None,
    bandeau: str = "",
    entete: str = "",
    pied: str = "",
    css: str = "",
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
        css: rules of this page alone (safe, from our own files).
    """
    from markupsafe import Markup

    from cpomlib.rendu.blocs.html import _environment

    entries = headings(corps_html) if sommaire is None else sommaire
    template = _environment().get_template("page.html.j2")
    return template.render(
        titre=titre,
        langue=langue,
        css=Markup(theme().css() + _stylesheet() + margins(entete, pied) + css),
        look=theme(),
        bandeau=bandeau,
        sommaire=Sommaire(tuple(entries)) if entries else None,
        corps=Markup(corps_html),
    )


def headings(corps_html: str) -> list[Entree]:
    """Return the level 2 headings that have an id, in order: the page's contents."""
    reader = _Headings()
    # all the rest is charts and tables, twenty times longer
    reader.feed("".join(_TITRES.findall(corps_html)))
    return reader.entries


def margins(entete: str, pied: str) -> str:
    """Return the rules that print ``entete``, ``pied`` and the page number in the margins."""
    boxes = {"top-left": entete, "bottom-left": pied}
    rules = (f"@{box}{{content:{_css_text(text)}}}" for box, text in boxes.items())
    return f"@page{{{''.join(rules)}}}"


def _css_text(text: str) -> str:
    """Quote a text for CSS, each unusual character by its code: nothing in it can end the rule."""
    return '"' + re.sub(r"[^\w .,:·-]", lambda match: f"\\{ord(match[0]):x} ", text) + '"'


@cache
def _stylesheet() -> str:
    return (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


class _Headings(HTMLParser):
    """Reads ``<h2 id=…>``; skips nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entree] = []
        self._anchor: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h2" and dict(attrs).get("id"):
            self._anchor, self._text = dict(attrs)["id"], ""

    def handle_data(self, data: str) -> None:
        if self._anchor is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2" and self._anchor is not None:
            self.entries.append(Entree(self._text.strip(), self._anchor))
            self._anchor = None
