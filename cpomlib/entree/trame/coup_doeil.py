"""The quick-look sheet: totals by formula over the other sheets, as they are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.classeurs import CODES, Styles, sur_papier
from cpomlib.entree.trame.feuille_table import PREMIERE
from cpomlib.entree.trame.listes import cellules
from cpomlib.entree.trame.plan import PlanTrame

DOCUMENT = "$B$4"
"""Cell that chooses the budget document the amounts come from."""
_ENTETE, _ENSEMBLE, _HORS, _DEBUT = 6, 7, 8, 9
_PLUS = 5
"""Lines kept for establishments that will be added."""


@dataclass(frozen=True)
class Total:
    """One column of the sheet.

    Attributes:
        titre: its heading.
        forme: number format.
        table: the shared table added up; empty for a column made from two others.
        colonne: what is added up; empty to count the lines.
        criteres: column → the text wanted, or an address.
        calcul: formula made from columns of the same row, ``{r}`` being the row.
    """

    titre: str
    forme: str
    table: str = ""
    colonne: str = ""
    criteres: Mapping[str, str] | None = None
    calcul: str = ""


def totaux(plan: PlanTrame) -> tuple[Total, ...]:
    """Return the columns of the sheet, in order, from B on."""
    sens = plan.libelles("budgets", plan.feuille("budgets").schema.champ("sens"))

    def budget(code: str) -> dict[str, str]:
        return {"document": DOCUMENT, "sens": f'"{sens[code]}"'}

    return (
        Total("Places autorisées", CODES["nombre"], "places", "places_autorisees"),
        Total("Places financées", CODES["nombre"], "places", "places_financees"),
        Total("Charges", CODES["euros"], "budgets", "montant", budget("charge")),
        Total("Produits", CODES["euros"], "budgets", "montant", budget("produit")),
        Total("Résultat", CODES["euros"], calcul="E{r}-D{r}"),
        Total("ETP", CODES["decimal2"], "salaries", "etp"),
        Total("Journées théoriques", CODES["nombre"], "activite", "journees_theoriques"),
        Total("Journées réalisées", CODES["nombre"], "activite", "journees_realisees"),
        Total("Taux d’occupation", CODES["taux"], calcul='IF(N(H{r})=0,"",I{r}/H{r})'),
        Total("Séjours écrits", CODES["nombre"], "sejours"),
    )


def ecrire_coup_doeil(sheet: Worksheet, plan: PlanTrame, connus: int, look: Styles) -> None:
    """Write the quick-look sheet.

    Args:
        sheet: an empty sheet.
        plan: the words of the trame.
        connus: number of establishments pre-filled.
        look: colours and fonts.
    """
    _head(sheet, plan, look)
    last = _DEBUT + connus + _PLUS - 1
    for rank, total in enumerate(totaux(plan), 2):
        letter = get_column_letter(rank)
        sheet.cell(_ENSEMBLE, rank, "=" + _all(plan, total, _ENSEMBLE))
        if not total.calcul:
            listed = f"SUM({letter}{_DEBUT}:{letter}{last})"
            sheet.cell(_HORS, rank, f"=ROUND({letter}{_ENSEMBLE}-{listed},2)")
        for row in range(_DEBUT, last + 1):
            sheet.cell(row, rank, f'=IF($A{row}="","",{_one(plan, total, row)})')
        for row in range(_ENSEMBLE, last + 1):
            _dress(sheet, row, rank, total, look)
    for row in range(_DEBUT, last + 1):
        sheet.cell(row, 1, "=" + cellules(plan.titres["listes"], row - _DEBUT)[0])
        look.texte(sheet.cell(row, 1))
    _control(sheet, last, plan, look)
    _counts(sheet, plan, last + 3, look)
    sur_papier(sheet, paysage=True)


def _head(sheet: Worksheet, plan: PlanTrame, look: Styles) -> None:
    sheet["A1"] = plan.titres["coup_doeil"]
    sheet["A2"] = (
        "Ces totaux se calculent seuls à partir des autres feuilles. Pour le budget, choisissez "
        "le document en B4. Ne comptent que les mots des listes déroulantes."
    )
    labels = plan.libelles("budgets", plan.feuille("budgets").schema.champ("document"))
    sheet["A4"], sheet["B4"] = "Document budgétaire", labels["ca"]
    rule = DataValidation(type="list", formula1=f'"{",".join(labels.values())}"')
    rule.add("B4")
    sheet.add_data_validation(rule)
    look.titre(sheet["A1"])
    look.note(sheet["A2"])
    look.texte(sheet["A4"], gras=True)
    look.texte(sheet["B4"], gras=True, role="accent")
    sheet["B4"].fill = look.fond("accent_pale")
    sheet["B4"].protection = Protection(locked=False)
    for span in ("A1:K1", "A2:K2", "B4:D4"):
        sheet.merge_cells(span)
    sheet["A6"] = "Établissement"
    sheet["A7"], sheet["A8"] = "Ensemble", "Hors de la liste (doit être vide)"
    for rank, total in enumerate(totaux(plan), 2):
        sheet.cell(_ENTETE, rank, total.titre)
    for rank in range(1, len(totaux(plan)) + 2):
        cell = sheet.cell(_ENTETE, rank)
        look.entete(cell)
        if rank > 1:
            cell.alignment = Alignment("right", "center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(rank)].width = 17 if rank in (4, 5, 6) else 13
    sheet.column_dimensions["A"].width = 42
    sheet.row_dimensions[1].height, sheet.row_dimensions[_ENTETE].height = 26, 34
    sheet.freeze_panes = f"B{_ENSEMBLE}"
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True


def _range(plan: PlanTrame, table: str, column: str) -> str:
    sheet = plan.feuille(table)
    letter = get_column_letter(sheet.schema.colonnes.index(column) + 1)
    return f"{quote_sheetname(sheet.titre)}!${letter}:${letter}"


def _all(plan: PlanTrame, total: Total, row: int) -> str:
    if total.calcul:
        return total.calcul.format(r=row)
    if not total.colonne:
        sheet = plan.feuille(total.table)
        end = 1_000_000
        return f"COUNTA({quote_sheetname(sheet.titre)}!$A${PREMIERE}:$A${end})"
    if not total.criteres:
        return f"SUM({_range(plan, total.table, total.colonne)})"
    return f"SUMIFS({_range(plan, total.table, total.colonne)},{_criteria(plan, total)})"


def _criteria(plan: PlanTrame, total: Total) -> str:
    return ",".join(
        f"{_range(plan, total.table, column)},{wanted}"
        for column, wanted in (total.criteres or {}).items()
    )


def _one(plan: PlanTrame, total: Total, row: int) -> str:
    """Add up one establishment, written with its name or by its code alone."""
    if total.calcul:
        return total.calcul.format(r=row)
    code = cellules(plan.titres["listes"], row - _DEBUT)[1]
    where = _range(plan, total.table, "id_etablissement")
    rest = "," + _criteria(plan, total) if total.criteres else ""
    function = "SUMIFS" if total.colonne else "COUNTIFS"
    summed = _range(plan, total.table, total.colonne) + "," if total.colonne else ""
    return "+".join(
        f"{function}({summed}{where},{wanted}{rest})" for wanted in (f'{code}&" *"', code)
    )


def _dress(sheet: Worksheet, row: int, rank: int, total: Total, look: Styles) -> None:
    cell = sheet.cell(row, rank)
    forme = total.forme
    cell.number_format = f"{forme};-{forme};" + ("" if row == _HORS else '"–"')
    cell.font = look.police(gras=row == _ENSEMBLE)
    cell.alignment = Alignment("right", "top")
    if row == _ENSEMBLE:
        cell.fill = look.fond("accent_pale")


def _control(sheet: Worksheet, last: int, plan: PlanTrame, look: Styles) -> None:
    """Show the line of what no establishment holds only when there is something in it."""
    end = get_column_letter(len(totaux(plan)) + 1)
    look.texte(sheet[f"A{_ENSEMBLE}"], gras=True)
    sheet[f"A{_ENSEMBLE}"].fill = look.fond("accent_pale")
    look.texte(sheet[f"A{_HORS}"], role="encre_douce")
    sheet.conditional_formatting.add(
        f"A{_HORS}:{end}{_HORS}",
        FormulaRule(
            formula=[f"SUMPRODUCT(--($B${_HORS}:${end}${_HORS}<>0))>0"],
            fill=look.fond("vigilance_pale"),
            font=look.police("vigilance", gras=True),
        ),
    )
    listed = f"A{_DEBUT}:{end}{last}"
    line = FormulaRule(formula=[f'$A{_DEBUT}<>""'], border=look.filet)
    sheet.conditional_formatting.add(listed, line)


def _counts(sheet: Worksheet, plan: PlanTrame, row: int, look: Styles) -> None:
    """Count the lines written in each sheet."""
    for rank, text in enumerate(("Feuille", "Lignes écrites"), 1):
        look.entete(sheet.cell(row, rank, text))
    sheet.cell(row, 2).alignment = Alignment("right", "center", wrap_text=True)
    for shift, feuille in enumerate(plan.feuilles, 1):
        name, count = sheet.cell(row + shift, 1), sheet.cell(row + shift, 2)
        name.value = feuille.titre
        name.hyperlink = f"#{quote_sheetname(feuille.titre)}!A1"
        span = f"{quote_sheetname(feuille.titre)}!$A${PREMIERE}:$A$1000000"
        count.value = f"=COUNTA({span})"
        look.texte(name, role="accent")
        count.number_format, count.font = CODES["nombre"], look.police()
        name.border = count.border = look.filet
