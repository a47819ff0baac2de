"""The sheet of indicators: every value with its definition, to sort and filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.droit import nomenclature
from cpomlib.rendu.blocs import Colonne, Tableau
from cpomlib.rendu.documents.cellules import mesure
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.excel import styles
from cpomlib.rendu.documents.excel.plume import PlumeExcel, appliquer
from cpomlib.socle import Format, Secret, Valeur

TITRE = "Indicateurs"
UNITES: dict[str, tuple[Format, str]] = {
    "taux": ("taux", ""),
    "euros": ("euros", ""),
    "jours": ("decimal", "jours"),
    "mois": ("decimal", "mois"),
    "annees": ("decimal", "ans"),
    "etp": ("decimal2", ""),
}
"""Unit of an indicator → form of its value, and the unit written after it; a count otherwise."""
_WIDTHS = (12.0, 36.0, 14.0, 9.0, 15.0, 17.0, 22.0, 11.0, 48.0, 40.0, 60.0, 34.0)
_IMPRIMEES = "I"
"""Last column on paper, the definition: with the sources and limits the page could not be read."""
_HEADS = (
    "Volet", "Indicateur", "Valeur", "Unité", "Numérateur", "Dénominateur",
    "Raison de l’absence", "Périmètre", "Définition", "Source", "Limites d’interprétation",
    "Identifiant",
)  # fmt: skip


def feuille(
    book: Workbook, indicateurs: Sequence[Mapping[str, Any]], enveloppe: Enveloppe
) -> tuple[str, Worksheet]:
    """Add the sheet of indicators to a workbook.

    Args:
        book: the workbook.
        indicateurs: mappings with the keys of :data:`cpomlib.calcul.indicateurs.export.KEYS`.
        enveloppe: what the report is.

    Returns:
        What the sheet is about, and the sheet.
    """
    sheet = book.create_sheet(TITRE)
    appliquer(sheet, _WIDTHS)
    pen = PlumeExcel(sheet, _WIDTHS)
    pen.texte(TITRE, styles.TITRE)
    pen.texte(enveloppe.entete or enveloppe.titre, styles.CONTEXTE)
    warned = " ".join(filter(None, (enveloppe.bandeau, _note(indicateurs))))
    pen.texte(warned, styles.ALERTE if warned else styles.CONTEXTE)
    pen.grille(tableau(indicateurs))
    sheet.auto_filter.ref = f"A4:{get_column_letter(len(_HEADS))}{pen.ligne - 1}"
    sheet.freeze_panes = "C5"
    sheet.print_title_rows = "1:4"
    sheet.print_area = f"A1:{_IMPRIMEES}{pen.ligne - 1}"
    return "Tous les indicateurs, leur définition, leur source et leurs limites", sheet


def tableau(indicateurs: Sequence[Mapping[str, Any]]) -> Tableau:
    """Return the indicators as a table, in the order they come."""
    numbers = {2, 4, 5}
    columns = tuple(
        Colonne(head, "nombre" if rank in numbers else "texte") for rank, head in enumerate(_HEADS)
    )
    return Tableau(TITRE, columns, tuple(map(_row, indicateurs)))


def _row(one: Mapping[str, Any]) -> tuple[Valeur, ...]:
    """Return a row; a model may carry indicators of its own, less described."""
    said = partial(_said, one)
    form, unit = UNITES.get(said("unite"), ("nombre", ""))
    known = fiches_connues().get(said("id"))
    raison, volet = said("raison"), said("volet")
    parts = (_figure(one.get(key), one, raison) for key in ("numerateur", "denominateur"))
    return (
        nomenclature("volet").libelles.get(volet, volet),
        said("libelle"),
        mesure(_figure(one.get("valeur"), one, raison), form, unit),
        said("unite"),
        *("" if part is None else mesure(part, _count(part)) for part in parts),
        raison,
        said("perimetre"),
        said("definition"),
        ". ".join(filter(None, (said("source"), said("note")))),
        known.limites if known else "",
        said("id"),
    )


def _note(indicateurs: Sequence[Mapping[str, Any]]) -> str:
    """Return what must be known to read them all: that their year is not over."""
    return next((_said(one, "note") for one in indicateurs if one.get("note")), "")


def _said(one: Mapping[str, Any], key: str) -> str:
    return str(one.get(key) or "")


def _figure(value: Any, one: Mapping[str, Any], raison: str) -> Valeur:
    """Return a figure, masked when its indicator is: neither part of a ratio gives it back."""
    if one.get("statut") == "secret" or (isinstance(value, Mapping) and "secret" in value):
        return Secret(raison or "secret statistique")
    found: Valeur = value
    return found


def _count(value: Valeur) -> Format:
    return "decimal2" if isinstance(value, float) and not value.is_integer() else "nombre"
