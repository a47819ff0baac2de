"""A Word document as its texts and its tables, changes that were tracked taken as accepted."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpomlib.entree.fichier import refuser_special
from cpomlib.entree.garde import FichierError, taille
from cpomlib.socle.pannes import refus

LE_PLUS_GRAND, DEPLIE = 30 << 20, 300 << 20
"""Bytes of a document, and of what it unfolds into, that is opened."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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

    paragraphes: tuple[ParagrapheWord, ...]
    tableaux: tuple[TableauWord, ...]


def lire_word(path: Path) -> DocumentWord:
    """Read a Word document.

    What was inserted with changes tracked is in, what was deleted is not.

    Raises:
        FichierError: it is absent, too big, of another format, or damaged.
    """
    from docx import Document

    content = _content(path)
    try:
        book = Document(io.BytesIO(content))
        body, named = book.element.body, {one.style_id: str(one.name) for one in book.styles}
    except Exception as error:
        raise _illisible(path) from error
    paragraphs: list[ParagrapheWord] = []
    tables: list[TableauWord] = []
    for part in body.iterchildren():
        if part.tag == f"{_W}p":
            paragraphs.append(ParagrapheWord(_text(part), named.get(part.style or "", "Normal")))
        elif part.tag == f"{_W}tbl":
            tables.append(_table(part))
    return DocumentWord(tuple(one for one in paragraphs if one.texte), tuple(tables))


def _content(path: Path) -> bytes:
    """Return the bytes of a document that may be opened."""
    try:
        refuser_special(path)
        size = path.stat().st_size
        if size > LE_PLUS_GRAND:
            raise FichierError(
                f"Ce document pèse {taille(size)}\u00a0: il n’est pas ouvert.",
                ou=path.name,
                que_faire="Retirez les images, ou enregistrez-le de nouveau.",
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FichierError(
            "Ce fichier n’existe pas.", ou=str(path), que_faire="Vérifiez son nom et son dossier."
        ) from error
    except OSError as error:
        raise refus(error, f"Le document «\u00a0{path.name}\u00a0» ne peut pas être lu.",
                    FichierError) from error  # fmt: skip
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise _illisible(path) from error
    named = {one.filename for one in parts}
    if "word/document.xml" not in named or sum(one.file_size for one in parts) > DEPLIE:
        raise _illisible(path)
    return content


def _illisible(path: Path) -> FichierError:
    return FichierError(
        "Ce n’est pas un document Word (.docx) lisible.",
        ou=path.name,
        que_faire="Ouvrez-le dans Word ou LibreOffice, et enregistrez-le en «\u00a0.docx\u00a0».",
    )


def _table(table: Any) -> TableauWord:
    rows = [
        tuple(" ".join(filter(None, map(_text, cell.iter(f"{_W}p"))))
              for cell in row.iterchildren(f"{_W}tc"))
        for row in table.iterchildren(f"{_W}tr")
    ]  # fmt: skip
    return TableauWord(tuple(rows))


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph: runs, links, insertions; neither deletions nor fields."""
    spaces = {f"{_W}tab", f"{_W}br", f"{_W}cr"}
    pieces = [
        (node.text or "") if node.tag == f"{_W}t" else " " if node.tag in spaces else ""
        for node in paragraph.iter()
    ]
    return " ".join("".join(pieces).split())
