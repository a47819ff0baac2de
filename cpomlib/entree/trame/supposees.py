"""The workbook of a contract taken from a document: its guesses shown, each to be confirmed."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.classeurs import Styles, ecrire_texte, styles, sur_papier
from cpomlib.entree.trame.confirmation import COLONNES, FEUILLE, OUI
from cpomlib.entree.trame.contrat import DEBUT, classeur_contrat
from cpomlib.entree.trame.contrat_rendu import CLE, texte_lu
from cpomlib.entree.trame.ecriture import refuser_chemin
from cpomlib.entree.trame.mots_du_contrat import code
from cpomlib.socle import fichiers, pluriel
from cpomlib.tables import contract_names, table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LAISSES = "Non repris"
_LARGEURS = (22, 8, 60, 24, 60, 12)


@dataclass(frozen=True)
class Trouve:
    """A value read in a document.

    Attributes:
        valeur: as the table holds it: text, whole centimes, number or day.
        endroit: where it was read.
        extrait: the words it was read in; people's names are taken out.
    """

    valeur: Any
    endroit: str
    extrait: str


@dataclass(frozen=True)
class Rangee:
    """A row guessed: table, and column → what was read."""

    table: str
    cellules: Mapping[str, Trouve]


@dataclass(frozen=True)
class ContratRepris:
    """What a document says of a contract, as far as it can be guessed.

    Attributes:
        fichier: name of the document.
        rangees: the rows guessed, each value with its place.
        laisses: what was seen and not taken: where, and why.
    """

    fichier: str
    rangees: tuple[Rangee, ...]
    laisses: tuple[tuple[str, str], ...]

    def de(self, nom: str) -> list[Rangee]:
        """Return the rows of a table."""
        return [row for row in self.rangees if row.table == nom]

    def compte(self) -> dict[str, int]:
        """Return how many rows of each table were guessed, by title."""
        return dict(Counter(table(row.table).titre for row in self.rangees))


def ecrire_reprise(reprise: ContratRepris, chemin: Path) -> None:
    """Write the workbook: the tables, what is to be confirmed, what was not taken.

    Raises:
        CommandeError: it cannot be written there.
    """
    refuser_chemin(chemin)
    names = contract_names()
    rows = {name: reprise.de(name) for name in names}
    values = {
        name: [{key: cell.valeur for key, cell in row.cellules.items()} for row in rows[name]]
        for name in names
    }
    book, look = classeur_contrat(values), styles()
    placed = list(_placed(book, rows, look))
    _confirmations(book.create_sheet(FEUILLE, 0), placed, reprise, look)
    _left(book.create_sheet(LAISSES, 1), reprise, look)
    book.active = 0
    held = io.BytesIO()
    book.save(held)
    fichiers.ecrire(chemin, held.getvalue(), neuf=True)


Placee = tuple[str, int, Rangee, dict[str, str]]
"""Title of the sheet, row, what was guessed, and its texts as they will be read back."""


def _placed(book: Workbook, rows: dict[str, list[Rangee]], look: Styles) -> Iterator[Placee]:
    """Show the cells that were guessed, and yield each row with its texts."""
    for name, those in rows.items():
        schema = table(name)
        sheet = book[schema.titre]
        ranks = {column: rank for rank, column in enumerate(schema.colonnes, 1)}
        for number, row in enumerate(those, DEBUT):
            texts = {}
            for column, cell in row.cellules.items():
                place = sheet.cell(number, ranks[column])
                texts[column] = code(schema.champ(column), texte_lu(place.value))
                look.saisie(place)
                place.comment = _comment(cell.endroit, cell.extrait)
            yield schema.titre, number, row, texts


def _comment(where: str, words: str) -> Any:
    from openpyxl.comments import Comment

    said = Comment(f"À confirmer. Lu à {where} :\n« {words} »", "cpom")
    said.width, said.height = 340, 110
    return said


def _confirmations(
    sheet: Worksheet, placed: list[Placee], reprise: ContratRepris, look: Styles
) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    ecrire_texte(sheet["A1"], f"{pluriel(len(placed), 'ligne')} à confirmer")
    ecrire_texte(
        sheet["A2"],
        f"Lues dans «\u00a0{reprise.fichier}\u00a0»\u00a0: ce ne sont que des suppositions. "
        "Vérifiez chaque ligne dans sa feuille, puis écrivez «\u00a0oui\u00a0» ici\u00a0: rien "
        "n’est déposé sans cela.",
    )
    look.titre(sheet["A1"])
    look.note(sheet["A2"])
    for span in ("A1:F1", "A2:F2"):
        sheet.merge_cells(span)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 26, 30
    for rank, (title, width) in enumerate(zip(COLONNES, _LARGEURS, strict=True), 1):
        ecrire_texte(sheet.cell(4, rank), title)
        look.entete(sheet.cell(4, rank))
        sheet.column_dimensions["ABCDEF"[rank - 1]].width = width
    for number, one in enumerate(placed, 5):
        _line(sheet, number, one, look)
    rule = DataValidation(type="list", formula1=f'"{OUI}"', showErrorMessage=False)
    rule.add(f"F5:F{max(5, 4 + len(placed))}")
    sheet.add_data_validation(rule)
    sheet.column_dimensions["G"].hidden = True
    sheet.freeze_panes = "A5"
    sheet.sheet_view.showGridLines = False
    sur_papier(sheet, paysage=True, lignes_repetees="4:4")


def _line(sheet: Worksheet, number: int, one: Placee, look: Styles) -> None:
    from openpyxl.utils import quote_sheetname
    from openpyxl.worksheet.hyperlink import Hyperlink

    title, row, guessed, texts = one
    champs = {champ.nom: champ.titre for champ in table(guessed.table).champs}
    said = " ; ".join(f"{champs[name]} : {text}" for name, text in texts.items() if name != CLE)
    where, words = _sources(guessed)
    for rank, text in enumerate((title, row, said, where, words, ""), 1):
        place = sheet.cell(number, rank)
        if isinstance(text, str):
            ecrire_texte(place, text)
        else:
            place.value = text
        look.texte(place, role="accent" if rank == 1 else "encre")
        place.border = look.filet
    look.saisie(sheet.cell(number, 6))
    sheet.cell(number, 7).value = json.dumps(texts, ensure_ascii=False)
    target = f"{quote_sheetname(title)}!A{row}"
    sheet.cell(number, 1).hyperlink = Hyperlink(ref=f"A{number}", location=target, display=title)
    sheet.row_dimensions[number].height = 14.0 * (1 + max(len(said), len(words)) // 62) + 3


def _sources(row: Rangee) -> tuple[str, str]:
    """Return where a row was read, and in which words, each told once."""
    read = [cell for name, cell in row.cellules.items() if name != CLE]
    places = dict.fromkeys(cell.endroit for cell in read)
    words = dict.fromkeys(cell.extrait for cell in read)
    return ", ".join(places), " / ".join(words)


def _left(sheet: Worksheet, reprise: ContratRepris, look: Styles) -> None:
    ecrire_texte(sheet["A1"], "Ce qui a été vu et n’est pas repris")
    look.titre(sheet["A1"])
    for rank, (title, width) in enumerate((("Où", 34), ("Pourquoi", 100)), 1):
        ecrire_texte(sheet.cell(3, rank), title)
        look.entete(sheet.cell(3, rank))
        sheet.column_dimensions["AB"[rank - 1]].width = width
    for number, one in enumerate(reprise.laisses, 4):
        for rank, text in enumerate((*one,), 1):
            ecrire_texte(sheet.cell(number, rank), text)
            look.texte(sheet.cell(number, rank))
    sur_papier(sheet, paysage=True, lignes_repetees="3:3")
