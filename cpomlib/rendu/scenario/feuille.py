"""The sheets of the establishments and of the base year."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.calcul.scenarios import Hypothese
from cpomlib.classeurs import ecrire_texte, styles
from cpomlib.rendu.scenario.formules import lignes
from cpomlib.rendu.scenario.plan import ANNEES, PlanClasseur
from cpomlib.rendu.scenario.saisies import Saisies

MONTANT = '#,##0.00;-#,##0.00;"–"'
"""A dash for zero: most rows of a sheet are empty, and what moves must show."""


def ecrire_etablissement(
    sheet: Worksheet, saisies: Saisies, hypotheses: Sequence[Hypothese], rank: int
) -> dict[str, int]:
    """Write the sheet of an establishment and return the row of each poste."""
    cadre, look = saisies.cadre, styles()
    plan = PlanClasseur(saisies, hypotheses, rank, {})
    lines = lignes(plan)
    plan.rows.update({line.nom: ANNEES + 1 + r for r, line in enumerate(lines)})
    ecrire_texte(sheet["A1"], cadre.etat.noms[rank])
    look.titre(sheet["A1"])
    ecrire_texte(sheet["A2"], f"{cadre.etat.ids[rank]}\u00a0: formules, année par année")
    for t, year in enumerate(cadre.annees):
        cell = sheet.cell(ANNEES, 3 + t, year)
        look.entete(cell)
        sheet.column_dimensions[cell.column_letter].width = 16
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 52, 2
    for line in lines:
        row = plan.rows[line.nom]
        ecrire_texte(sheet.cell(row, 1), line.libelle)
        bold = line.nom.startswith(("charges_groupe", "produits_groupe", "resultat", "reserves"))
        for t in range(cadre.horizon + 1):
            cell = sheet.cell(row, 3 + t, f"={line.base() if t == 0 else line.annee(t)}")
            cell.number_format = "0.0000" if line.nom[:2] in ("f_", "i_") else MONTANT
            cell.font = look.police(gras=bold)
    sheet.freeze_panes = f"C{ANNEES + 1}"
    return plan.rows
