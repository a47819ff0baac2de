"""The first rows of a file, text or workbook, without reading more than its beginning."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cpomlib.entree.garde import ABIME, abime, ressemble_utf16

OCTETS_MAX = 1 << 20
"""Bytes read, once uncompressed, whatever the size of the file."""
LIGNES_MAX = 60
_PLAN, _TEXTES, _FEUILLES = 1 << 16, 384 << 10, 448 << 10
_SEPARATEURS = ("\t", ";", "|", ",")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DECIMALE = re.compile(r"[0-9]+\.0+")


@dataclass(frozen=True)
class Apercu:
    """The beginning of one sheet, or of a text.

    Attributes:
        titre: title of the sheet, empty for a text.
        lignes: its first rows that hold something, as text.
    """

    titre: str
    lignes: tuple[tuple[str, ...], ...]


def debut_texte(path: Path) -> str:
    """Return the beginning of a text, in whatever encoding it seems to be."""
    with path.open("rb") as handle:
        head = handle.read(OCTETS_MAX)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    if ressemble_utf16(head[: 1 << 16]) and b"\0" in head:
        little = head[1::2].count(0) > head[0::2].count(0)
        return head.decode("utf-16-le" if little else "utf-16-be", "ignore")
    try:
        return (
            head[:-3].decode("utf-8-sig") if len(head) == OCTETS_MAX else head.decode("utf-8-sig")
        )
    except UnicodeDecodeError:
        return head.decode("cp1252", "replace")


def apercu_texte(text: str) -> Apercu:
    """Return the first rows of a text, each cut where it holds most cells."""
    kept = (line for line in re.split("\r\n?|\n", text) if line.strip())
    return Apercu("", tuple(_cells(line) for _, line in zip(range(LIGNES_MAX), kept, strict=False)))


def _cells(line: str) -> tuple[str, ...]:
    cut = [_split(line, separator) for separator in _SEPARATEURS]
    return max(cut, key=len)


def _split(line: str, separator: str) -> tuple[str, ...]:
    try:
        row = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        row = line.split(separator)
    return tuple(cell.strip(" \t\u00a0\ufeff\"'") for cell in row)


def apercu_classeur(path: Path, source: BytesIO | None = None) -> list[Apercu]:
    """Return the first rows of every sheet of a workbook that may be opened.

    Args:
        path: the workbook.
        source: what it is read from, when that is not the file.

    Raises:
        FichierError: the workbook is broken.
    """
    try:
        with zipfile.ZipFile(source or path) as archive:
            return list(_sheets(archive))
    except ABIME as error:
        raise abime(path) from error


def _sheets(archive: zipfile.ZipFile) -> Iterator[Apercu]:
    titles = _titles(archive)
    texts = _texts(archive)
    share = _FEUILLES // max(1, len(titles))
    for title, part in titles:
        yield Apercu(title, tuple(_rows(archive, part, share, texts)))


def _titles(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the sheets with the part of the archive that holds them, in order."""
    targets = {
        item.get("Id", ""): item.get("Target", "")
        for item in _elements(archive, "xl/_rels/workbook.xml.rels", _PLAN, "Relationship")
    }
    found = []
    for sheet in _elements(archive, "xl/workbook.xml", _PLAN, "sheet"):
        target = targets.get(sheet.get(_RELATION, ""), "").lstrip("/")
        part = target if target.startswith("xl/") else f"xl/{target}"
        if part in archive.namelist():
            found.append((sheet.get("name", ""), part))
    return found


def _texts(archive: zipfile.ZipFile) -> list[str]:
    part = "xl/sharedStrings.xml"
    if part not in archive.namelist():
        return []
    return ["".join(item.itertext()) for item in _elements(archive, part, _TEXTES, "si")]


def _rows(
    archive: zipfile.ZipFile, part: str, limit: int, texts: list[str]
) -> Iterator[tuple[str, ...]]:
    rows = _elements(archive, part, limit, "row")
    for _, row in zip(range(LIGNES_MAX), rows, strict=False):
        cells = tuple(_value(cell, texts) for cell in row)
        if any(cells):
            yield cells


def _value(cell: ElementTree.Element, texts: list[str]) -> str:
    inline = "".join(cell.itertext()).strip()
    if cell.get("t") == "s":
        return texts[int(inline)].strip() if inline.isdecimal() and int(inline) < len(texts) else ""
    return inline.split(".")[0] if _DECIMALE.fullmatch(inline) else inline


def _elements(
    archive: zipfile.ZipFile, part: str, limit: int, name: str
) -> Iterator[ElementTree.Element]:
    """Yield the elements of one kind that are whole within the first bytes of a part."""
    parser: Any = ElementTree.XMLPullParser(["end"])
    with archive.open(part) as handle:
        content = handle.read(limit)
    try:
        parser.feed(content)
        for _, element in parser.read_events():
            if element.tag.rsplit("}", 1)[-1] == name:
                yield element
    except ElementTree.ParseError:
        return  # broken: what came before stands
