"""The contents of an OpenDocument text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cpomlib.rendu.blocs import Titre
from cpomlib.rendu.documents.odt import styles
from cpomlib.rendu.documents.odt.odf import noeud, paragraphe, renvoi
from cpomlib.rendu.documents.plan import Element

AIDE = "Pour actualiser ce sommaire\u00a0: clic droit, « Actualiser l’index »."
_NOM = "Sommaire"


def sommaire(titres: Sequence[Element], style: str) -> Any:
    """Return the contents, already filled: it reads before any update.

    Args:
        titres: the headings, in order.
        style: of its own heading, which begins a page.
    """
    head = noeud("text:index-title", paragraphe(style, _NOM), text_name=f"{_NOM}_Head")
    lines = [_entry(each) for each in titres]
    hint = paragraphe(styles.NOTE, AIDE)
    body = noeud("text:index-body", head, *lines, hint)
    return noeud("text:table-of-content", _source(), body, text_name=_NOM, text_protected="true")


def _source() -> Any:
    """Return how the suite fills the contents again."""
    title = noeud("text:index-title-template", _NOM, text_style_name="Contents_20_Heading")
    return noeud(
        "text:table-of-content-source", title, *map(_template, (1, 2)), text_outline_level=2
    )


def _template(rank: int) -> Any:
    return noeud(
        "text:table-of-content-entry-template",
        noeud("text:index-entry-link-start"),
        noeud("text:index-entry-chapter"),
        noeud("text:index-entry-span", " "),
        noeud("text:index-entry-text"),
        noeud("text:index-entry-tab-stop", style_type="right", style_leader_char="."),
        noeud("text:index-entry-page-number"),
        noeud("text:index-entry-link-end"),
        text_outline_level=rank,
        text_style_name=f"Contents_20_{rank}",
    )


def _entry(each: Element) -> Any:
    assert isinstance(each.bloc, Titre)
    page = noeud("text:bookmark-ref", text_reference_format="page", text_ref_name=each.repere)
    link = renvoi(each.repere, f"{each.numero} {each.bloc.texte}", noeud("text:tab"), page)
    return paragraphe(f"Contents {each.bloc.niveau - 1}", link)
