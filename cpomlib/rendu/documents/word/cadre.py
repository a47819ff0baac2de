"""What surrounds the text of a Word document: page, margins, properties."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm

from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.word import styles
from cpomlib.rendu.documents.word.ooxml import champ, noeud, paragraphe, tabulation
from cpomlib.socle import propre

MARGE = 18
"""Margins in millimetres, those of the printed page."""
TEXTE = 210 - 2 * MARGE
"""Width of the text in millimetres."""
_WORD = 15
"""Version of Word whose layout is asked for; without it Word opens in compatibility mode."""

_PROPRIETE = 255
"""Characters that a property of a Word file may have."""


def encadrer(document: Document, enveloppe: Enveloppe, *, couverture: bool) -> None:
    """Set the page, the running header and foot, the language and the properties.

    Args:
        document: the document, styles declared.
        enveloppe: title, margins and warning.
        couverture: the first page is a cover: it says itself what the header would.
    """
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGE)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = couverture
    _margins(document, section, enveloppe)
    _properties(document, enveloppe)
    _settings(document)


def _margins(document: Document, section: Any, enveloppe: Enveloppe) -> None:
    for name in ("Header", "Footer"):
        stops = document.styles[name].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Mm(TEXTE), WD_TAB_ALIGNMENT.RIGHT)
    ids = {name: styles.identifiant(document, name) for name in ("Header", "Footer")}
    head = [paragraphe(ids["Header"], enveloppe.entete or enveloppe.titre)]
    if enveloppe.bandeau:
        banner = styles.identifiant(document, styles.BANDEAU)
        head.append(paragraphe(banner, enveloppe.bandeau))
    _fill(section.header, head)
    pages = [*champ("PAGE", "1"), " / ", *champ("NUMPAGES", "1")]
    _fill(section.footer, [paragraphe(ids["Footer"], enveloppe.pied, tabulation(), *pages)])


def _fill(part: Any, paragraphs: list[Any]) -> None:
    part.is_linked_to_previous = False
    root = part._element
    for old in list(root):
        root.remove(old)
    root.extend(paragraphs)


def _properties(document: Document, enveloppe: Enveloppe) -> None:
    """Name the document and its author; neither the hour nor the machine."""
    known = document.core_properties
    known.title, known.author = _court(enveloppe.titre), _court(enveloppe.service)
    known.comments, known.language = _court(enveloppe.bandeau), "fr-FR"
    known.last_modified_by, known.revision = _court(enveloppe.service), 1
    _forget(document.part.package.rels, "/thumbnail", "/extended-properties")
    _forget(document.part.rels, "/stylesWithEffects", "/customXml")


def _court(texte: str) -> str:
    """Return a text as a property holds it: the format gives it 255 characters."""
    said = propre(texte)
    return said if len(said) <= _PROPRIETE else f"{said[: _PROPRIETE - 1]}…"


def _forget(relations: Any, *kinds: str) -> None:
    """Leave out what the library's template carries and this document does not use."""
    for key, relation in list(relations.items()):
        if relation.reltype.endswith(kinds):
            del relations[key]


def _settings(document: Document) -> None:
    root = document.settings.element
    for old in root.findall(qn("w:compat")):
        root.remove(old)
    mode = noeud(
        "w:compatSetting",
        w_name="compatibilityMode",
        w_uri="http://schemas.microsoft.com/office/word",
        w_val=_WORD,
    )
    following = next(e for e in root if e.tag in {qn("w:rsids"), qn("w:themeFontLang")})
    following.addprevious(noeud("w:compat", mode))
    for language in root.findall(qn("w:themeFontLang")):
        language.set(qn("w:val"), "fr-FR")
