"""An executed notebook as a page for readers: what it says, none of how it was made."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

from cpomlib.rendu.documents import en_annexe
from cpomlib.socle import RapportError

_BROKEN = (
    '<p class="manque" role="alert">Cette partie n’a pas pu être établie\u00a0: '
    "voir le carnet exécuté.</p>"
)
_HEADING = re.compile(r"<h2\b.*?</h2>", re.DOTALL)
_ID = re.compile(r"""\sid="[^"]*\"""")
_H2 = re.compile(r"(</?)h2\b")
_ANNEXE = (
    '<h2 id="annexe" class="cpom-titre">L’annexe technique</h2>\n<p class="cpom-texte">Tout ce qui '
    "fonde ce document\u00a0: chaque partie s’ouvre d’un clic, ou par un lien du texte.</p>"
)
_ROMAINE = re.compile(r'<header class="[^"]*\bcpom-romaine\b')
"""The cover of a document whose parts are quoted by their number: a contract."""
_TITRE = re.compile(r'(<h([23]) [^>]*class="cpom-titre([^"]*)"[^>]*>)')
_HIDDEN = {"papermill-error-cell-tag", "hors-rapport"}
_NOM_SVG = ' xmlns="http://www.w3.org/2000/svg"'
"""The name of a language, not an address: nobody calls it."""
_FETCHES = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object|image|use|input|track)\b[^>]*?\s
        (?:src|srcset|data|href|xlink:href)\s*=\s*["']?\s*(?P<adresse>(?:https?:)?//[^"'\s>]+)
      | <link\b[^>]*?\shref\s*=\s*["']?\s*(?P<lien>(?:https?:)?//[^"'\s>]+)
      | (?:url\(|@import)\s*["']?\s*(?P<css>(?:https?:)?//[^"')\s;]+)""",
    re.IGNORECASE | re.VERBOSE,
)


def render(
    document: Any, titre: str, *, bandeau: str = "", entete: str = "", pied: str = ""
) -> str:
    """Return the whole page of an executed notebook, in one file that asks for nothing.

    Args:
        document: the executed notebook (nbformat 4).
        titre: text of the browser's tab.
        bandeau: a warning across the top (invented data).
        entete: text at the top of printed pages.
        pied: text at the bottom of printed pages.

    Raises:
        RapportError: the page would ask something of an outside address.
    """
    from cpomlib.rendu.blocs.page import page

    text = page(titre, body(document), bandeau=bandeau, entete=entete, pied=pied)
    outside = outside_requests(text)
    if outside:
        raise RapportError(
            f"La page demanderait une ressource extérieure : « {outside[0]} ».",
            pourquoi="Un rapport doit se lire sans réseau.",
            que_faire="Retirez cet affichage du modèle de rapport.",
        )
    return text


def body(document: Any) -> str:
    """Return the HTML of the cells: markdown and displayed outputs, never code nor streams."""
    parts = [(_cell(cell), en_annexe(cell)) for cell in document.cells]
    shown = [part for part, apart in parts if part and not apart]
    behind = [_folded(part) for part, apart in parts if part and apart]
    return _numbered("\n".join((*shown, *((_ANNEXE, *behind) if behind else ()))))


def _numbered(text: str) -> str:
    """Number the headings of a contract, as its Word and its PDF do."""
    if not _ROMAINE.search(text):
        return text
    from cpomlib.rendu.documents import Numeros

    count = Numeros(romaine=True)

    def numbered(found: re.Match[str]) -> str:
        if "cpom-sans-numero" in found[3]:
            return found[1]
        return f'{found[1]}<span class="cpom-numero">{count.suivant(int(found[2]))}</span>\u00a0'

    return _TITRE.sub(numbered, text)


def _folded(part: str) -> str:
    """Fold a part of the annex under its heading."""
    found = _HEADING.search(part)
    if found is None:
        return part
    # a part has one heading of that level: what it holds comes under it
    rest = _H2.sub(r"\1h3", part[: found.start()] + part[found.end() :])
    # an anchor opens the fold that holds it, not the one it names
    anchored = _ID.search(found[0])
    heading = _ID.sub("", found[0], count=1)
    inside = f'<div{anchored[0] if anchored else ""} class="cpom-annexe-corps">\n{rest}</div>'
    return f'<details class="cpom-annexe"><summary>{heading}</summary>\n{inside}</details>'


def outside_requests(page: str) -> list[str]:
    """Return the outside addresses a browser would call when opening the page."""
    # most pages hold no address at all: seen at once, where looking for calls reads for long
    if "//" not in page.replace(_NOM_SVG, ""):
        return []
    found = (match.groupdict().values() for match in _FETCHES.finditer(page))
    return [address for groups in found for address in groups if address]


def _cell(cell: Any) -> str:
    if _HIDDEN & set(cell.metadata.get("tags", [])):
        return ""
    if cell.cell_type == "markdown":
        return markdown(cell.source)
    if cell.cell_type != "code":
        return ""
    return "\n".join(part for part in map(_output, cell.outputs) if part)


def _output(output: Any) -> str:
    if output.output_type == "error":
        return _BROKEN
    if output.output_type not in {"display_data", "execute_result"}:
        return ""
    for mime, show in _SHOWN.items():
        if mime in output.data:
            data = output.data[mime]
            return show("".join(data) if isinstance(data, list) else data)
    return ""


def markdown(source: str) -> str:
    """Return the HTML of a markdown text; HTML inside it is shown, not interpreted."""
    return str(_markdown()(source)).strip()


@cache
def _markdown() -> Callable[[str], Any]:
    import mistune

    class Renderer(mistune.HTMLRenderer):
        def heading(self, text: str, level: int, **attrs: Any) -> str:
            anchor = slug(re.sub("<[^>]+>", "", text))
            return f'<h{level} id="{anchor}">{text}</h{level}>\n'

    return mistune.create_markdown(
        escape=True, renderer=Renderer(escape=True), plugins=["table", "footnotes"]
    )


def slug(text: str) -> str:
    """Return a text as an anchor: ``Activité 2025`` is ``activite-2025``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "section"


def _png(data: str) -> str:
    clean = base64.b64encode(base64.b64decode(data)).decode("ascii")
    return f'<img alt="" src="data:image/png;base64,{escape(clean)}">'


_SHOWN: dict[str, Callable[[str], str]] = {
    "text/html": str,
    "image/svg+xml": str,
    "text/markdown": markdown,
    "image/png": _png,
}
"""What is shown, the best form first. Plain text is the programmer's: not shown."""
