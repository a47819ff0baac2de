"""The cover and the contents of a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpomlib.rendu.blocs import Identite, Titre
from cpomlib.rendu.documents import plan
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.plan import Element
from cpomlib.rendu.documents.word import styles
from cpomlib.rendu.documents.word.ooxml import (
    borne,
    instruction,
    paragraphe,
    passage,
    renvoi,
    tabulation,
)
from cpomlib.rendu.documents.word.tableaux import grille

AIDE = (
    "Pour les numéros de page, dans Word\u00a0: clic droit sur ce sommaire, « Mettre à jour les "
    "champs »."
)


def couverture(
    identite: Identite, enveloppe: Enveloppe, ids: dict[str, str], *, seule: bool
) -> list[Any]:
    """Return who, what, which year, from which deposits.

    Args:
        identite: the cover of the report.
        enveloppe: the service and the warning.
        ids: name of a style → its id.
        seule: on a page of its own, without header, so that it gives the warning itself.
    """
    warned = seule and enveloppe.bandeau
    warning = [paragraphe(ids[styles.BANDEAU], enveloppe.bandeau)] if warned else []
    above = ids[styles.COUVERTURE if seule else styles.SURTITRE]
    head = [
        *warning,
        paragraphe(above, plan.surtitre(identite, enveloppe.service)),
        paragraphe(ids["Title"], identite.raison_sociale),
        paragraphe(ids["Subtitle"], identite.perimetre),
    ]
    facts = [grille(plan.faits(identite), ids)] if identite.faits else []
    # even empty, the note ends the table that precedes it
    return [*head, *facts, paragraphe(ids[styles.NOTE], plan.depots(identite))]


def sommaire(
    titres: Sequence[Element], signets: Mapping[str, str], ids: dict[str, str]
) -> list[Any]:
    """Return the contents as a field, already filled: it reads before any update.

    Args:
        titres: the headings, in order.
        signets: anchor of a heading → its bookmark.
        ids: name of a style → its id.
    """
    lines = [_entry(each, signets[each.repere], ids) for each in titres]
    if not lines:
        return []
    begin = [borne("begin"), instruction('TOC \\o "1-2" \\h \\z \\u'), borne("separate")]
    for rank, run in enumerate(begin, 1):
        lines[0].insert(rank, run)
    hint = paragraphe(ids[styles.NOTE], AIDE)
    hint.append(borne("end"))
    return [paragraphe(ids[styles.SOMMAIRE], "Sommaire", saut=True), *lines, hint]


def _entry(each: Element, signet: str, ids: dict[str, str]) -> Any:
    assert isinstance(each.bloc, Titre)
    style = ids["toc 1" if each.bloc.niveau == 2 else "toc 2"]
    link = renvoi(signet, passage(each.numero), tabulation(), passage(each.bloc.texte))
    return paragraphe(style, link)
