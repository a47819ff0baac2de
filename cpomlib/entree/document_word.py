"""A Word document as its texts and its tables, changes that were tracked taken as accepted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpomlib.entree.garde import DOCUMENT, FichierError, nature

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ESPACES = (f"{_W}tab", f"{_W}br", f"{_W}cr")
_PARTI = (f"{_W}del", f"{_W}moveFrom")
"""What a change that is accepted takes away: what is deleted, and where what is moved was."""


@dataclass(frozen=True)
class TableauWord:
    """A table: the texts of its cells, the header first."""

    lignes: tuple[tuple[str, ...], ...]

    @property
    def entete(self) -> tuple[str, ...]:
        """The texts of its first row."""
        return self.lignes[0] if self.lignes else ()


@dataclass(frozen=True)
class ParagrapheWord:
    """A paragraph outside tables: its text, the name of its style (« Normal », « Heading 1 »)."""

    texte: str
    style: str


@dataclass(frozen=True)
class DocumentWord:
    """A document: its paragraphs outside tables, and its tables, in order."""

    blocs: tuple[ParagrapheWord | TableauWord, ...]

    @property
    def paragraphes(self) -> tuple[ParagrapheWord, ...]:
        """The paragraphs that say something."""
        return tuple(b for b in self.blocs if isinstance(b, ParagrapheWord) and b.texte)

    @property
    def tableaux(self) -> tuple[TableauWord, ...]:
        """The tables."""
        return tuple(one for one in self.blocs if isinstance(one, TableauWord))


def lire_word(path: Path) -> DocumentWord:
    """Read a Word document.

    What was inserted with changes tracked is in, what was deleted is not.

    Raises:
        FichierError: it is absent, too big, of another format, with macros, or damaged.
    """
    from docx import Document

    if (path.is_file() and not _has_text(path)) or nature(path, documents=True) != DOCUMENT:
        raise _illisible(path)
    try:
        book = Document(str(path))
        body, named = book.element.body, {one.style_id: str(one.name) for one in book.styles}
    except Exception as error:
        raise _illisible(path) from error
    blocks: list[ParagrapheWord | TableauWord] = []
    for part in _inside(body):
        if part.tag == f"{_W}p":
            blocks.append(ParagrapheWord(_text(part), named.get(part.style or "", "Normal")))
        elif part.tag == f"{_W}tbl":
            blocks.append(_table(part))
    return DocumentWord(tuple(blocks))


def _has_text(path: Path) -> bool:
    """Tell an archive that holds the text of a Word document from any other file."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _illisible(path: Path) -> FichierError:
    return FichierError(
        "Ce n’est pas un document Word (.docx) lisible.",
        ou=path.name,
        que_faire="Ouvrez-le dans Word ou LibreOffice, et enregistrez-le en «\u00a0.docx\u00a0».",
    )


def _inside(node: Any) -> Iterator[Any]:
    """Return what stands in a part of a document, content controls opened."""
    for part in node.iterchildren():
        if part.tag == f"{_W}sdt":
            for held in part.iterchildren(f"{_W}sdtContent"):
                yield from _inside(held)
        else:
            yield part


def _table(table: Any) -> TableauWord:
    rows = [
        tuple(" ".join(filter(None, map(_text, cell.iter(f"{_W}p"))))
              for cell in _inside(row) if cell.tag == f"{_W}tc")
        for row in _inside(table)
        if row.tag == f"{_W}tr" and row.find(f"{_W}trPr/{_W}del") is None
    ]  # fmt: skip
    return TableauWord(tuple(rows))


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph: runs, links, insertions; neither deletions nor fields."""
    return " ".join("".join(_pieces(paragraph)).split())


def _pieces(node: Any) -> Iterator[str]:
    for part in node.iterchildren():
        if part.tag == f"{_W}t":
            yield part.text or ""
        elif part.tag in _ESPACES:
            yield " "
        elif part.tag not in _PARTI:
            yield from _pieces(part)
