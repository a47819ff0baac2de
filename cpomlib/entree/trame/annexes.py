"""The cover and the glossary of a trame."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from openpyxl.styles import Alignment
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.classeurs import Styles, sur_papier
from cpomlib.entree.trame.feuille_table import poser
from cpomlib.entree.trame.plan import FeuilleTable, IdentiteTrame, PlanTrame, entete
from cpomlib.entree.trame.validation import attendu
from cpomlib.socle import date_courte, nombre, pluriel

IDENTIFIANT = "Identifiant de la trame"


def ecrire_garde(
    sheet: Worksheet,
    plan: PlanTrame,
    identite: IdentiteTrame,
    organisme: str,
    lignes: Mapping[str, int],
    le: date,
    look: Styles,
) -> None:
    """Write the cover: who, which year, when, whom to ask, how to fill in.

    Args:
        sheet: an empty sheet.
        plan: the words of the trame.
        identite: what the reading will recognise.
        organisme: name of the gestionnaire.
        lignes: shared table → number of lines pre-filled.
        le: day the trame is made.
        look: colours and fonts.
    """
    poser(sheet["A1"], plan.titre)
    poser(sheet["A2"], plan.sous_titre)
    look.titre(sheet["A1"])
    sheet["A1"].font = look.police("accent", 20, gras=True)
    look.texte(sheet["A2"], role="encre_douce")
    facts = {
        "Organisme gestionnaire": organisme,
        "Identifiant": identite.gestionnaire,
        "Exercice": f"{identite.exercice}, du 1er janvier au 31 décembre",
        "À renvoyer": plan.echeance,
        "Une question ?": plan.contact,
        "Préparée le": date_courte(le),
        IDENTIFIANT: f"{identite} (ne le changez pas : il fait reconnaître ce classeur)",
    }
    for row, (name, text) in enumerate(facts.items(), 4):
        _fact(sheet, row, name, text, look)
    row = _steps(sheet, 5 + len(facts), plan, look)
    _contents(sheet, row + 1, plan, lignes, look)
    _cover_setup(sheet)


def _fact(sheet: Worksheet, row: int, name: str, text: str, look: Styles) -> None:
    poser(sheet.cell(row, 1), name)
    poser(sheet.cell(row, 2), text)
    look.texte(sheet.cell(row, 1), role="encre_douce")
    look.texte(sheet.cell(row, 2), gras=True)
    for rank in (1, 2, 3):
        sheet.cell(row, rank).border = look.filet
    sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
    sheet.row_dimensions[row].height = _height(text, 110)


def _height(text: str, width: int) -> float:
    """Return the height of a row whose text may need several lines, in points."""
    return 15.0 * (1 + len(text) // width) + 3


def _steps(sheet: Worksheet, row: int, plan: PlanTrame, look: Styles) -> int:
    _section(sheet, row, "Comment remplir", look)
    for number, text in enumerate(plan.consignes, 1):
        row += 1
        poser(sheet.cell(row, 1), f"{number}. {text}")
        look.texte(sheet.cell(row, 1))
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        sheet.row_dimensions[row].height = _height(text, 150)
    return row + 1


def _section(sheet: Worksheet, row: int, title: str, look: Styles) -> None:
    poser(sheet.cell(row, 1), title)
    sheet.cell(row, 1).font = look.police("accent", 13, gras=True)
    sheet.row_dimensions[row].height = 22


def _contents(
    sheet: Worksheet, row: int, plan: PlanTrame, lignes: Mapping[str, int], look: Styles
) -> None:
    _section(sheet, row, "Les feuilles", look)
    for feuille in plan.feuilles:
        row += 1
        count = lignes.get(feuille.schema.name, 0)
        name = sheet.cell(row, 1)
        poser(name, feuille.titre)
        name.hyperlink = f"#{quote_sheetname(feuille.titre)}!A1"
        poser(sheet.cell(row, 2), feuille.note)
        poser(sheet.cell(row, 3), pluriel(count, "ligne écrite", "lignes écrites") if count else "")
        look.texte(name, gras=True, role="accent")
        look.texte(sheet.cell(row, 2))
        look.texte(sheet.cell(row, 3), role="encre_douce")
        sheet.cell(row, 3).alignment = Alignment("right", "top")
        for rank in (1, 2, 3):
            sheet.cell(row, rank).border = look.filet
        sheet.row_dimensions[row].height = _height(feuille.note, 92)


def _cover_setup(sheet: Worksheet) -> None:
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:C2")
    for letter, width in (("A", 26), ("B", 72), ("C", 22)):
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = 32
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sur_papier(sheet, paysage=False)


def ecrire_glossaire(sheet: Worksheet, plan: PlanTrame, look: Styles) -> None:
    """Write the glossary: every column, its meaning, its format, its allowed values."""
    poser(sheet["A1"], plan.titres["glossaire"])
    look.titre(sheet["A1"])
    headings = ("Feuille", "Colonne", "Ce que c’est", "Format", "Valeurs permises", "Nom technique")
    for rank, text in enumerate(headings, 1):
        poser(sheet.cell(2, rank), text)
        look.entete(sheet.cell(2, rank))
    row = 3
    for feuille in plan.feuilles:
        row = _definitions(sheet, row, plan, feuille, look)
    for letter, width in zip("ABCDEF", (16, 26, 52, 34, 46, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 26, 22
    sheet.freeze_panes = "C3"
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sur_papier(sheet, paysage=True, lignes_repetees="2:2")


def _definitions(
    sheet: Worksheet, row: int, plan: PlanTrame, feuille: FeuilleTable, look: Styles
) -> int:
    for champ in feuille.schema.champs:
        labels = plan.libelles(feuille.schema.name, champ)
        allowed = " ; ".join(labels.values()) or _span(champ.minimum, champ.maximum)
        texts = (
            feuille.titre,
            entete(champ),
            champ.description,
            attendu(champ, labels, reference=feuille.refere(champ)),
            allowed,
            f"{feuille.schema.name}.{champ.nom}",
        )
        for rank, text in enumerate(texts, 1):
            cell = sheet.cell(row, rank)
            poser(cell, text)
            look.texte(cell, gras=rank == 2, role="encre" if rank < 6 else "encre_douce")
            cell.border = look.filet
        lines = max(-(-len(text) // width) for text, width in zip(texts, _WIDTHS, strict=True))
        sheet.row_dimensions[row].height = 14.0 * max(lines, 1) + 3
        row += 1
    return row


_WIDTHS = (18, 26, 62, 40, 54, 34)


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return ""
    return f"de {low:g} à {high:g}" if high is not None else f"{nombre(low)} ou plus"
