"""A document as somebody wrote it, Word or Excel: its passages and tables, each with a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cpomlib.entree.document_word import TableauWord, lire_word
from cpomlib.entree.garde import FichierError
from cpomlib.entree.trame import lignes_lues, ouvrir

LIGNES_MAX = 5_000
"""Rows or paragraphs beyond which this is no contract."""


@dataclass(frozen=True)
class PassageLu:
    """A piece of text.

    Attributes:
        endroit: where it stands, as people find it: « paragraphe 12 », « feuille « Suivi »…».
        texte: what it says, on one line.
    """

    endroit: str
    texte: str


@dataclass(frozen=True)
class GrilleLue:
    """A table.

    Attributes:
        endroit: where it stands.
        titre: the passage before it, or the title of its sheet.
        lignes: its rows: their number, and their cells as texts.
    """

    endroit: str
    titre: str
    lignes: tuple[tuple[int, tuple[str, ...]], ...]

    def place(self, ligne: int) -> str:
        """Return where a row stands."""
        return f"{self.endroit}, ligne {ligne}"


@dataclass(frozen=True)
class Ecrit:
    """A document read.

    Attributes:
        fichier: its name.
        passages: its texts, the rows of its tables among them.
        grilles: its tables.
    """

    fichier: str
    passages: tuple[PassageLu, ...]
    grilles: tuple[GrilleLue, ...]


def lire_ecrit(chemin: Path) -> Ecrit:
    """Read a document.

    Args:
        chemin: a Word document (.docx) or a workbook (.xlsx).

    Raises:
        FichierError: another kind of file, too big, damaged, or with macros.
    """
    word = chemin.suffix.lower() == ".docx"
    grilles: list[GrilleLue] = []
    passages: list[PassageLu] = []
    for one in _word(chemin) if word else _excel(chemin):
        if isinstance(one, PassageLu):
            passages.append(one)
        else:
            grilles.append(one)
            passages += [PassageLu(one.place(n), _joined(cells)) for n, cells in one.lignes]
        if len(passages) > LIGNES_MAX:
            raise FichierError(
                "Ce document est trop long pour un contrat.",
                ou=chemin.name,
                que_faire="Gardez les pages du contrat, ou les feuilles du suivi.",
            )
    return Ecrit(chemin.name, tuple(passages), tuple(grilles))


def _joined(cells: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(cell for cell in cells if cell))


def _word(chemin: Path) -> Iterator[PassageLu | GrilleLue]:
    paragraphs, tables, last = 0, 0, ""
    for block in lire_word(chemin).blocs:
        if isinstance(block, TableauWord):
            tables += 1
            rows = tuple((n, row) for n, row in enumerate(block.lignes, 1) if any(row))
            yield GrilleLue(f"tableau {tables}", last, rows)
            continue
        paragraphs += 1
        if block.texte:
            last = block.texte
            yield PassageLu(f"paragraphe {paragraphs}", last)


def _line(text: str) -> str:
    return " ".join(text.split())


def _excel(chemin: Path) -> Iterator[GrilleLue]:
    with ouvrir(chemin) as book:
        for sheet in book.onglets:
            read = lignes_lues(sheet, formules=False)
            rows = tuple((n, tuple(map(_text, cells))) for n, cells in read)
            yield GrilleLue(f"feuille «\u00a0{sheet.titre}\u00a0»", sheet.titre, rows)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    return _line(str(value))
