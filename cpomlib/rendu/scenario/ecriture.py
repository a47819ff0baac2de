"""The workbook of a scenario: its cells hold the formulas, from the hypotheses to the result."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.calcul.scenarios import LIBELLES_STATUT, Cadre, Etat, Scenario
from cpomlib.classeurs import CODES, ecrire_texte, styles, sur_papier
from cpomlib.rendu.scenario.feuille import ecrire_etablissement
from cpomlib.rendu.scenario.plan import BASE, lignes_de
from cpomlib.rendu.scenario.saisies import saisies
from cpomlib.socle import date_fr, fichiers

SYNTHESE = "Synthèse"
RESUME = {
    "charges_groupe_1": "Charges du groupe I (€)",
    "charges_groupe_2": "Charges du groupe II (€)",
    "charges_groupe_3": "Charges du groupe III (€)",
    "produits_groupe_1": "Produits du groupe I (€)",
    "produits_groupe_2": "Produits du groupe II (€)",
    "produits_groupe_3": "Produits du groupe III (€)",
    "resultat": "Résultat (€)",
    "resultat_cumule": "Résultat cumulé (€)",
    "reserves": "Réserves après affectation (€)",
    "tresorerie": "Trésorerie (€)",
    "places": "Places financées",
    "etp": "ETP",
    "cout_place": "Coût à la place (€)",
}
_PREMIERE = 6
"""First row of the summary's figures."""


def write_xlsx(path: Path, etat: Etat, scenario: Scenario) -> None:
    """Write the workbook of a scenario.

    Sheets: ``Synthèse``, ``Hypothèses`` (coloured inputs), ``Base`` (the base year), and one per
    establishment, with the years in columns. Every figure is a formula that goes back to the
    hypotheses and to the base, so that a controller can check it and go on by hand.

    Args:
        path: the file to write.
        etat: the base year.
        scenario: a scenario already checked against it.
    """
    fichiers.ecrire(path, octets(etat, scenario))


def octets(etat: Etat, scenario: Scenario) -> bytes:
    """Return the file of the workbook of a scenario."""
    held = BytesIO()
    classeur(etat, scenario).save(held)
    return held.getvalue()


def classeur(etat: Etat, scenario: Scenario) -> Workbook:
    """Return the workbook of a scenario; see :func:`write_xlsx`."""
    cadre = Cadre(etat, scenario.horizon)
    book = Workbook()
    summary: Any = book.active
    summary.title = SYNTHESE
    held = saisies(book.create_sheet(), cadre, scenario)
    _base(book.create_sheet(BASE), etat)
    sheets = [book.create_sheet(name) for name in _noms(etat)]
    rows = [
        ecrire_etablissement(sheet, held, scenario.hypotheses, rank)
        for rank, sheet in enumerate(sheets)
    ]
    _synthese(summary, cadre, scenario, sheets, rows)
    for sheet in book.worksheets:
        sur_papier(sheet, entete=scenario.titre)
    return book


def _noms(etat: Etat) -> list[str]:
    """Return names that a sheet may bear, all different."""
    return [f"{rank + 1} {re.sub(r'[^0-9A-Za-z_-]', '_', name)}"[:31]
            for rank, name in enumerate(etat.ids)]  # fmt: skip


def _base(sheet: Worksheet, etat: Etat) -> None:
    """Write the base year: one row per establishment; the last columns are keys."""
    look, titles = styles(), list(lignes_de(etat, 0))
    ecrire_texte(sheet["A1"], f"Année de base {etat.annee}, sans ses éléments non reconductibles")
    look.titre(sheet["A1"])
    ecrire_texte(sheet["A2"], " ".join(etat.avertissements))
    for column, title in enumerate(["Identifiant", "Établissement", *titles], start=1):
        cell = sheet.cell(4, column)
        ecrire_texte(cell, title)
        look.entete(cell)
        sheet.column_dimensions[get_column_letter(column)].width = 34 if column == 2 else 18
    last = 4 + len(etat.ids)
    for rank, name in enumerate(etat.ids):
        row = 5 + rank
        ecrire_texte(sheet.cell(row, 1), name)
        ecrire_texte(sheet.cell(row, 2), etat.noms[rank])
        for column, value in enumerate(lignes_de(etat, rank).values(), start=3):
            cell = sheet.cell(row, column, None if np.isnan(value) else float(value))
            cell.number_format = CODES["decimal2"]
        charges = f"SUM($C{row}:$E{row})/SUM($C$5:$E${last})"
        sheet.cell(row, 3 + len(titles), f"={charges}").number_format = "0.000000"
    ecrire_texte(sheet.cell(4, 3 + len(titles)), "Clé (charges brutes)")
    sheet.freeze_panes = "C5"


def _synthese(
    sheet: Worksheet,
    cadre: Cadre,
    scenario: Scenario,
    sheets: list[Worksheet],
    rows: list[dict[str, int]],
) -> None:
    look = styles()
    ecrire_texte(sheet["A1"], scenario.titre)
    look.titre(sheet["A1"])
    said = [
        f"gestionnaire {scenario.gestionnaire}",
        f"statut\u00a0: {LIBELLES_STATUT[scenario.statut]}",
    ]
    said += [scenario.auteur] if scenario.auteur else []
    said += [date_fr(scenario.date)] if scenario.date else []
    ecrire_texte(sheet["A2"], ", ".join(said))
    ecrire_texte(sheet["A3"], "Somme des établissements, détaillés un par feuille.")
    for t, year in enumerate(cadre.annees):
        cell = sheet.cell(_PREMIERE - 1, 2 + t, year)
        look.entete(cell)
        sheet.column_dimensions[cell.column_letter].width = 18
    sheet.column_dimensions["A"].width = 36
    for offset, (poste, label) in enumerate(RESUME.items()):
        row = _PREMIERE + offset
        ecrire_texte(sheet.cell(row, 1), label)
        for t in range(cadre.horizon + 1):
            formula = _total(poste, t, sheets, rows)
            cell = sheet.cell(row, 2 + t, formula)
            cell.number_format = CODES["decimal2"]
            if poste == "resultat":
                cell.font = look.police(gras=True)
    sheet.freeze_panes = f"B{_PREMIERE}"


def _total(poste: str, t: int, sheets: list[Worksheet], rows: list[dict[str, int]]) -> str:
    column = get_column_letter(3 + t)

    def cells(name: str) -> str:
        pairs = zip(sheets, rows, strict=True)
        return ",".join(f"'{sheet.title}'!{column}{row[name]}" for sheet, row in pairs)

    if poste != "cout_place":
        known = cells(poste)
        return f'=IF(COUNT({known})=0,"n. d.",SUM({known}))'
    places = f"SUM({cells('places')})"
    charges = "+".join(f"SUM({cells(f'charges_groupe_{g}')})" for g in (1, 2, 3))
    net = f"({charges}-SUM({cells('ponctuelles')}))"
    return f'=IF({places}>0,ROUND({net}/{places},2),"n. d.")'
