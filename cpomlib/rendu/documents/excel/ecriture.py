"""The workbook of a report: what it is, its parts, its indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.rendu.blocs import Bloc, ChiffresCles, Encarts, Figure, Identite, Tableau
from cpomlib.rendu.documents import archive, plan
from cpomlib.rendu.documents.cellules import (
    chiffres,
    encarts,
)
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.excel import a_lire, styles
from cpomlib.rendu.documents.excel import indicateurs as fiches
from cpomlib.rendu.documents.excel.impression import couper, imprimer
from cpomlib.rendu.documents.excel.noms import nom
from cpomlib.rendu.documents.excel.plume import PlumeExcel, appliquer, largeurs
from cpomlib.rendu.documents.plan import Element, Partie
from cpomlib.socle import propre

_DATES = ("{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified")
_ETROIT = 6
"""Columns of data beside which a picture still fits; beyond, it goes under them."""
_FIGES = "B4"
"""First cell that scrolls: the title of the sheet and the name of each row stay."""


def ecrire(
    blocs: Sequence[Bloc],
    enveloppe: Enveloppe,
    chemin: Path,
    *,
    indicateurs: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write a report as an Excel workbook, in one stroke.

    A sheet « À lire », one sheet per part, a sheet of indicators with their definitions. Numbers,
    rates and days are typed; no text is a formula; a masked value is the text « s. » and nothing
    more; nothing is hidden, no macro, no link outside.

    Args:
        blocs: the blocks of the executed notebook (:func:`cpomlib.rendu.documents.lecture.lire`).
        enveloppe: title, margins and warning.
        chemin: the ``.xlsx`` to write; an earlier file there is replaced.
        indicateurs: the indicators the notebook carries (``indicateurs.json``), if any.
    """
    book = classeur(blocs, enveloppe, indicateurs)
    target = BytesIO()
    book.save(target)
    archive.deposer(target.getvalue(), chemin, {"docProps/core.xml": sans_dates})


def classeur(
    blocs: Sequence[Bloc], enveloppe: Enveloppe, indicateurs: Sequence[Mapping[str, Any]] = ()
) -> Workbook:
    """Return the workbook, before it is written."""
    places = plan.elements(blocs)
    book = Workbook()
    styles.declarer(book)
    _identify(book, enveloppe)
    first, taken = book.active, {"à lire", "indicateurs"}
    first.title = "À lire"
    listed = [_part(book, part, enveloppe, taken) for part in _parts(places)]
    if indicateurs:
        listed.append(fiches.feuille(book, indicateurs, enveloppe))
    a_lire.remplir(first, enveloppe, plan.identite(places), listed)
    for sheet in book.worksheets:
        imprimer(sheet, enveloppe)
    first.page_setup.fitToHeight = 1
    return book


def sans_dates(contenu: bytes) -> bytes:
    """Remove the hour of writing from the properties: the same report is the same file."""
    root = etree.fromstring(contenu)
    for child in [child for child in root if child.tag in _DATES]:
        root.remove(child)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _parts(places: Sequence[Element]) -> list[Partie]:
    """Return the parts that have something to say besides the cover."""
    parts = plan.parties(places)
    told = (
        replace(part, titre=part.titre or "Présentation", elements=_body(part)) for part in parts
    )
    return [part for part in told if part.elements]


def _body(part: Partie) -> tuple[Element, ...]:
    return tuple(each for each in part.elements if not isinstance(each.bloc, Identite))


def _part(
    book: Workbook, part: Partie, enveloppe: Enveloppe, taken: set[str]
) -> tuple[str, Worksheet]:
    tables, figures = _tables(part)
    widths = largeurs([*tables, *figures])
    narrow = [len(each.colonnes) for each in figures if len(each.colonnes) <= _ETROIT]
    sheet = book.create_sheet(nom(part.titre, taken))
    appliquer(sheet, widths)
    pen = PlumeExcel(sheet, widths, max(narrow, default=0) + 2)
    pen.texte(f"{part.numero} {part.titre}".strip(), styles.TITRE)
    pen.texte(enveloppe.entete or enveloppe.titre, styles.CONTEXTE)
    pen.texte(enveloppe.bandeau, styles.ALERTE if enveloppe.bandeau else styles.CONTEXTE)
    for each in part.elements:
        pen.poser(each.bloc, each.numero)
    couper(sheet, pen.etendues)
    sheet.freeze_panes = _FIGES
    sheet.print_title_rows = "1:3"
    return part.titre, sheet


def _tables(part: Partie) -> tuple[list[Tableau], list[Tableau]]:
    """Return the tables of a part, and those of its figures."""
    blocs = [each.bloc for each in part.elements]
    tables = [bloc for bloc in blocs if isinstance(bloc, Tableau)]
    tables += [chiffres(bloc, types=True) for bloc in blocs if isinstance(bloc, ChiffresCles)]
    tables += [encarts(bloc) for bloc in blocs if isinstance(bloc, Encarts)]
    return tables, [bloc.tableau for bloc in blocs if isinstance(bloc, Figure)]


def _identify(book: Workbook, enveloppe: Enveloppe) -> None:
    book.properties.title = propre(enveloppe.titre)
    book.properties.creator = propre(enveloppe.service)
    book.properties.language = "fr-FR"
    book.properties.description = propre(enveloppe.bandeau)
