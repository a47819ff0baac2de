"""What changed between two deposits, written for a screen, a spreadsheet or a program."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from typing import Any

from cpomlib.base import Ecart, TableComparee
from cpomlib.cli.ecran import write_json
from cpomlib.socle import (
    ABSENT,
    date_courte,
    dire_centimes,
    nombre,
    pluriel,
    vers_euros,
)
from cpomlib.tables import table

SHOWN = 20
"""How many differences of a table the screen shows."""
COLONNES = ("table", "changement", "cle", "colonne", "avant", "apres")
_SIGNES = {"retirée": "-", "ajoutée": "+", "modifiée": "~"}


def en_table(compared: Sequence[TableComparee], avant: int, apres: int) -> str:
    """Write the counts of each table, then its first differences."""
    lines = [f"Du dépôt n°\u00a0{avant} au dépôt n°\u00a0{apres}"]
    for each in compared:
        lines += ["", f"{each.nom}\u00a0: {_counts(each, avant, apres)}"]
        lines += [_line(each.nom, ecart) for ecart in islice(each.ecarts(), SHOWN)]
        left = len(range(SHOWN, _size(each)))
        if left > 0:
            more = pluriel(left, "autre différence", "autres différences")
            lines.append(f"  … et {more} («\u00a0--format csv\u00a0» les donne toutes)")
    return "\n".join(lines) + "\n"


def _size(each: TableComparee) -> int:
    return len(each.ajoutees) + len(each.retirees) + len(each.modifiees)


def _counts(each: TableComparee, avant: int, apres: int) -> str:
    if each.avant is None or each.apres is None:
        one = avant if each.apres is None else apres
        count = pluriel(each.avant or each.apres or 0, "ligne")
        return f"{count} dans le seul dépôt n°\u00a0{one}"
    left = pluriel(each.hors_perimetre, "autre ligne", "autres lignes")
    rest = f"\u00a0; {left} hors du périmètre du dépôt n°\u00a0{apres}" * bool(each.hors_perimetre)
    if not _size(each):
        return f"{pluriel(each.apres, 'ligne')}, sans aucun changement{rest}"
    return (
        f"{pluriel(len(each.ajoutees), 'ligne ajoutée', 'lignes ajoutées')}, "
        f"{pluriel(len(each.retirees), 'retirée')}, "
        f"{pluriel(each.lignes_modifiees, 'modifiée')} "
        f"({pluriel(len(each.modifiees), 'cellule')}){rest}"
    )


def _line(name: str, ecart: Ecart) -> str:
    key = ", ".join(_text(name, column, value) for column, value in ecart.cle.items())
    line = f"  {_SIGNES[ecart.changement]} {key}"
    if not ecart.colonne:
        return line
    old, new = (_text(name, ecart.colonne, value) for value in (ecart.avant, ecart.apres))
    return f"{line}\u00a0; {ecart.colonne}\u00a0: {old} → {new}"


def _text(name: str, column: str, value: Any) -> str:
    """Write a cell as in France, with no character that would spoil the screen."""
    if value is None:
        return ABSENT
    if table(name).champ(column).monnaie:
        return dire_centimes(value)
    if isinstance(value, date):
        return date_courte(value)
    if isinstance(value, str | bool):
        words = {"True": "oui", "False": "non"} if isinstance(value, bool) else {}
        return words.get(str(value)) or "".join(c if c.isprintable() else " " for c in str(value))
    return str(value) if column == "annee" else nombre(value, 2 if isinstance(value, float) else 0)


def en_json(compared: Sequence[TableComparee], avant: int, apres: int) -> str:
    """Write every difference as JSON: money in euros, dates as ISO 8601."""
    data = {
        "avant": avant,
        "apres": apres,
        "tables": [
            {
                "table": each.nom,
                "lignes_avant": each.avant,
                "lignes_apres": each.apres,
                "ajoutees": len(each.ajoutees),
                "retirees": len(each.retirees),
                "modifiees": each.lignes_modifiees,
                "cellules": len(each.modifiees),
                "hors_perimetre": each.hors_perimetre,
                "ecarts": [_data(each.nom, ecart) for ecart in each.ecarts()],
            }
            for each in compared
        ],
    }
    return write_json(data) + "\n"


def _data(name: str, ecart: Ecart) -> dict[str, Any]:
    told: dict[str, Any] = {
        "changement": ecart.changement,
        "cle": {column: _plain(name, column, value) for column, value in ecart.cle.items()},
    }
    if ecart.colonne:
        told["colonne"] = ecart.colonne
        told["avant"] = _plain(name, ecart.colonne, ecart.avant)
        told["apres"] = _plain(name, ecart.colonne, ecart.apres)
    return told


def _plain(name: str, column: str, value: Any) -> Any:
    if value is not None and table(name).champ(column).monnaie:
        return vers_euros(value)
    return value.isoformat() if isinstance(value, date) else value


def en_csv(compared: Sequence[TableComparee], _avant: int, _apres: int) -> str:
    """Write every difference, one line each: a row added or removed, or a cell changed."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(COLONNES)
    for each in compared:
        for ecart in each.ecarts():
            told = _data(each.nom, ecart)
            key = " ".join(f"{column}={value}" for column, value in told["cle"].items())
            cells = (told.get("colonne"), told.get("avant"), told.get("apres"))
            writer.writerow((each.nom, ecart.changement, key, *cells))
    return sheet.getvalue()


FORMES: dict[str, Callable[[Sequence[TableComparee], int, int], str]] = {
    "table": en_table,
    "json": en_json,
    "csv": en_csv,
}
