"""The first sheet: what the workbook is, from what it was made, how to read it."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.classeurs import ecrire_texte, hausser, poser
from cpomlib.rendu.blocs import Identite
from cpomlib.rendu.documents.cellules import mesure
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.excel import styles
from cpomlib.rendu.documents.excel.plume import PlumeExcel, appliquer
from cpomlib.socle import ABSENT, SECRET

_WIDTHS = (34.0, 70.0)
_MARQUES = (
    (ABSENT, "Non disponible\u00a0: la raison est donnée à côté. Ce n’est pas un zéro."),
    (SECRET, "Masqué par le secret statistique\u00a0: le chiffre n’est pas dans ce fichier."),
)
_LECTURE = (
    "Ce classeur reprend le rapport, partie par partie. Les nombres, les taux et les dates y sont "
    "typés\u00a0: ils se calculent. Aucune cellule n’est une formule, aucune feuille n’est cachée. "
    "Les graphiques sont des images, à droite de leurs données."
)


def remplir(
    sheet: Worksheet,
    enveloppe: Enveloppe,
    identite: Identite | None,
    feuilles: Sequence[tuple[str, Worksheet]],
) -> None:
    """Fill the first sheet.

    Args:
        sheet: the sheet, empty.
        enveloppe: title, state of the data, warning.
        identite: the cover of the report, if it has one.
        feuilles: the other sheets, with what each is about.
    """
    appliquer(sheet, _WIDTHS)
    pen = PlumeExcel(sheet, _WIDTHS)
    pen.texte(enveloppe.titre, styles.TITRE)
    if enveloppe.bandeau:
        pen.texte(enveloppe.bandeau, styles.ALERTE)
    pen.ligne += 1
    _line(pen, "Contenu", _LECTURE)
    _cover(pen, identite)
    for label, said in (("Page", enveloppe.entete), ("Données", enveloppe.pied),
                        ("Service", enveloppe.service)):  # fmt: skip
        _line(pen, label, said)
    _section(pen, "Signes")
    for mark, meaning in _MARQUES:
        _line(pen, mark, meaning)
    _section(pen, "Feuilles")
    for title, target in feuilles:
        _link(pen, target, title)
    sheet.freeze_panes = "A2"


def _cover(pen: PlumeExcel, identite: Identite | None) -> None:
    if identite is None:
        return
    _line(pen, "Document", f"{identite.nature} {identite.annee}")
    _line(pen, "Sujet", identite.raison_sociale)
    _line(pen, "Périmètre", identite.perimetre)
    for fait in identite.faits:
        _label(pen, fait.libelle)
        cell = pen.sheet.cell(pen.ligne, 2)
        cell.style = styles.TEXTE
        poser(cell, mesure(fait.valeur, fait.format))
        cell.alignment = Alignment(horizontal="left", vertical="top")
        pen.ligne += 1
    for rank, depot in enumerate(identite.depots):
        _line(pen, "" if rank else "D’après les dépôts", depot)


def _section(pen: PlumeExcel, titre: str) -> None:
    pen.ligne += 1
    pen.texte(titre, styles.SOUS_TITRE)


def _line(pen: PlumeExcel, label: str, said: str) -> None:
    if not said:
        return
    _label(pen, label)
    _said(pen, said)


def _said(pen: PlumeExcel, said: str) -> None:
    cell = pen.sheet.cell(pen.ligne, 2)
    cell.style = styles.TEXTE
    ecrire_texte(cell, said)
    hausser(pen.sheet, pen.ligne, [(said, _WIDTHS[1])])
    pen.ligne += 1


def _label(pen: PlumeExcel, label: str) -> None:
    cell = pen.sheet.cell(pen.ligne, 1)
    cell.style = styles.LEGENDE
    ecrire_texte(cell, label)


def _link(pen: PlumeExcel, target: Worksheet, titre: str) -> None:
    """Name a sheet and lead to it, inside the workbook."""
    _label(pen, target.title)
    cell = pen.sheet.cell(pen.ligne, 1)
    quoted = target.title.replace("'", "''")
    cell.style = styles.LIEN
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
    _said(pen, "" if titre == target.title else titre)
