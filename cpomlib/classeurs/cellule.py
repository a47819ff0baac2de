"""One cell of a workbook: typed, in a French form, and never a formula unless one is wanted."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from openpyxl.cell import Cell

from cpomlib.socle import (
    ABSENT,
    SECRET,
    Format,
    Mesure,
    Secret,
    Valeur,
    is_missing,
    propre,
)
from cpomlib.tables import Champ

CODES: dict[Format, str] = {
    "nombre": "#,##0",
    "decimal": "#,##0.0",
    "decimal2": "#,##0.00",
    "euros": '#,##0.00\\ "€"',
    "euros_ronds": '#,##0\\ "€"',
    "taux": "0.0\\ %",
    "points": '0.0\\ "points"',
    "date": "dd/mm/yyyy",
    "annee": "0",
    "texte": "General",
}
"""Form → number format; the suite writes the marks of thousands and decimals of its language."""

TEXTE = "@"
"""Number format of a cell whose figures are not numbers (an account)."""
_RANG = re.compile(r"(\d+)(?:er|e) sur (\d+)")
SUSPECTS = "=+-@\t\r\n|%"
"""First characters that make a spreadsheet, or one it pastes into, take a text for a command."""
LONGUEUR = 32_000
"""Characters a cell holds, a little under the limit of the format."""


def poser(cell: Cell, value: Valeur, format: Format = "texte", unite: str = "") -> Cell:
    """Set a value in a cell: a number stays a number, a masked value is only the text ``s.``.

    Args:
        cell: where.
        value: raw value, money in euros, rates as fractions.
        format: its form; that of a ``Mesure`` comes first.
        unite: unit written after the number.
    """
    if isinstance(value, Mesure):
        return poser(cell, value.valeur, value.format, value.unite)
    if isinstance(value, Secret):
        return ecrire_texte(cell, SECRET)
    if is_missing(value):
        return ecrire_texte(cell, ABSENT)
    if isinstance(value, str):
        ranked = rang(value)
        return poser(cell, ranked) if isinstance(ranked, Mesure) else ecrire_texte(cell, value)
    cell.value = _number(value, format)
    cell.number_format = CODES["date"] if isinstance(value, date) else code(format, unite)
    return cell


def rang(dit: str) -> Valeur:
    """Return a rank in words (« 3e sur 12 ») as a number, which says out of how many."""
    found = _RANG.fullmatch(dit)
    return Mesure(int(found[1]), "nombre", f"sur {found[2]}") if found else dit


def ecrire_texte(cell: Cell, texte: str) -> Cell:
    """Set a text in a cell; whatever it begins with, it stays a text."""
    said = propre(texte)[:LONGUEUR]
    cell.value = said
    cell.data_type = "s"
    if said.lstrip(" \u00a0")[:1] in tuple(SUSPECTS):
        cell.quotePrefix = True
    return cell


def forme_du_champ(champ: Champ) -> str:
    """Return the number format of a column of a shared table."""
    if champ.monnaie:
        return CODES["euros"]
    if champ.nom in ("annee", "mois", "groupe", "cotation"):
        return CODES["annee"]
    forms: dict[str, Format] = {"integer": "nombre", "number": "decimal2", "date": "date"}
    return CODES[forms[champ.type]] if champ.type in forms else TEXTE


def code(format: Format, unite: str = "") -> str:
    """Return the number format of a form, the unit between quotes after it."""
    plain = CODES[format]
    clean = propre(unite).replace('"', "")
    return f'{"0" if plain == "General" else plain}\\ "{clean}"' if clean else plain


def _number(value: Any, format: Format) -> Any:
    """Return a difference of rates in points, since no number format multiplies without ``%``."""
    return value * 100 if format == "points" else value
