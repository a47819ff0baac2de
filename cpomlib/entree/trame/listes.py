"""The hidden sheet of the drop-down lists."""

from __future__ import annotations

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.classeurs import Styles
from cpomlib.entree.trame.feuille_table import PREMIERE
from cpomlib.entree.trame.libelles import SEPARATEUR
from cpomlib.entree.trame.plan import PlanTrame
from cpomlib.entree.trame.validation import LISTE_ETABLISSEMENTS
from cpomlib.tables import Champ

RESERVE = 30
"""Establishments that can be added to those already known."""
_ETIQUETTE, _CODE, _PREMIERE_LISTE = 1, 2, 3
_DEBUT = 2


def ecrire_listes(sheet: Worksheet, plan: PlanTrame, connus: int, look: Styles) -> dict[str, str]:
    """Write the lists and name that of the establishments.

    Args:
        sheet: an empty sheet.
        plan: the words of the trame.
        connus: number of establishments pre-filled.
        look: colours and fonts.

    Returns:
        ``table.colonne`` → the name of its list.
    """
    _establishments(sheet, plan, connus)
    ranges: dict[tuple[str, ...], str] = {}
    found: dict[str, str] = {}
    for feuille in plan.feuilles:
        for champ in feuille.schema.champs:
            key = f"{feuille.schema.name}.{champ.nom}"
            if feuille.refere(champ):
                found[key] = LISTE_ETABLISSEMENTS
            elif texts := _texts(plan, feuille.schema.name, champ):
                if texts not in ranges:
                    ranges[texts] = _write(sheet, len(ranges) + _PREMIERE_LISTE, key, texts)
                found[key] = ranges[texts]
    for rank in range(1, sheet.max_column + 1):
        look.entete(sheet.cell(1, rank))
        sheet.column_dimensions[get_column_letter(rank)].width = 30
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    return found


def _texts(plan: PlanTrame, name: str, champ: Champ) -> tuple[str, ...]:
    if champ.nom in ("mois", "groupe", "cotation"):
        return tuple(str(value) for value in range(_low(champ), int(champ.maximum or 0) + 1))
    return tuple(plan.libelles(name, champ).values())


def _low(champ: Champ) -> int:
    return int(champ.minimum or 0)


def _write(sheet: Worksheet, rank: int, key: str, texts: tuple[str, ...]) -> str:
    """Write one list and name it: a name goes through any spreadsheet, a range may not."""
    name = f"liste_{key.replace('.', '_')}"
    sheet.cell(1, rank, name)
    for row, text in enumerate(texts, _DEBUT):
        sheet.cell(row, rank, int(text) if text.isdecimal() and len(text) < 3 else text)
    letter = get_column_letter(rank)
    span = f"{quote_sheetname(sheet.title)}!${letter}${_DEBUT}:${letter}${len(texts) + 1}"
    sheet.parent.defined_names[name] = DefinedName(name, attr_text=span)
    return name


def _establishments(sheet: Worksheet, plan: PlanTrame, connus: int) -> None:
    """Follow by formula what is written in the sheet of the establishments."""
    source = plan.feuille("etablissements")
    title = quote_sheetname(source.titre)
    nom = get_column_letter(source.schema.colonnes.index("nom") + 1)
    sheet.cell(1, _ETIQUETTE, "Établissement")
    sheet.cell(1, _CODE, "Code")
    for row in range(connus + RESERVE):
        code, name = f"{title}!A{PREMIERE + row}", f"{title}!{nom}{PREMIERE + row}"
        sheet.cell(_DEBUT + row, _CODE, f'={code}&""')
        sheet.cell(_DEBUT + row, _ETIQUETTE, f'=IF({code}="","",{code}&"{SEPARATEUR}"&{name})')
    here = quote_sheetname(sheet.title)
    end = _DEBUT + connus + RESERVE - 1
    filled = f'MAX(1,COUNTIF({here}!$A${_DEBUT}:$A${end},"?*"))'
    sheet.parent.defined_names[LISTE_ETABLISSEMENTS] = DefinedName(
        LISTE_ETABLISSEMENTS, attr_text=f"OFFSET({here}!$A${_DEBUT},0,0,{filled},1)"
    )


def cellules(sheet_title: str, rang: int) -> tuple[str, str]:
    """Return the addresses of the label and of the code of the ``rang``-th establishment."""
    title = quote_sheetname(sheet_title)
    return f"{title}!$A${_DEBUT + rang}", f"{title}!$B${_DEBUT + rang}"
