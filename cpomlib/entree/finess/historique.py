"""The historic extracts (``etalab-cs1100502``, ``cs1100507``) and what spreadsheets make of them.

No header: a first line ``finess;etalab;number;date``, then ``structureet`` lines of 32 cells,
then the coordinates (``geolocalisation``) in the geolocated variant. A spreadsheet adds a
header, moves columns, drops trailing cells.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpomlib.entree.classeur import feuilles
from cpomlib.entree.encodage import encodage
from cpomlib.entree.garde import CLASSEUR, nature
from cpomlib.entree.noms import sans_accent
from cpomlib.socle import CpomError, Faute
from cpomlib.tables import BLANKS

COLONNES = (
    "type", "nofinesset", "nofinessej", "rs", "rslongue", "complrs", "compldistrib",
    "numvoie", "typvoie", "voie", "compvoie", "lieuditbp", "commune", "departement",
    "libdepartement", "ligneacheminement", "telephone", "telecopie", "categetab",
    "libcategetab", "categagretab", "libcategagretab", "siret", "codeape", "codemft",
    "libmft", "codesph", "libsph", "dateouv", "dateautor", "maj", "numuai",
)  # fmt: skip
"""Names of the 32 cells, in the file's order."""

UTILES = (
    "nofinesset", "nofinessej", "rs", "rslongue", "commune", "departement", "categetab",
    "siret", "codemft", "libmft", "codesph", "dateouv",
)  # fmt: skip
_ESSENTIELLES = frozenset({"nofinesset", "nofinessej", "categetab", "commune", "departement"})
_SEPARATORS = ";,\t|"
_LIGNE_MAX = 100_000
ETABLISSEMENT, COORDONNEES, ENTETE, AUTRE = "structureet", "geolocalisation", "finess", ""


@dataclass(frozen=True)
class Brut:
    """One line or one object of a FINESS file, as it is written.

    Attributes:
        ligne: line of the file; 0 in a JSON flow, which has none.
        cellules: field → text, stripped; empty for a line that could not be cut.
        faute: why the line could not be cut, if so.
        sorte: ``structureet``, ``geolocalisation``, ``finess`` (first line) or another kind.
    """

    ligne: int
    cellules: dict[str, str]
    sorte: str = ETABLISSEMENT
    faute: Faute | None = None


def lignes_historiques(path: Path) -> Iterator[Brut]:
    """Yield the lines of a historic extract, in CSV or in a workbook a person made of it.

    Raises:
        FichierError: the file may not be opened.
    """
    if nature(path) == CLASSEUR:
        yield from _workbook(path)
    else:
        yield from _text(path)


def _workbook(path: Path) -> Iterator[Brut]:
    ranks = dict(zip(COLONNES, range(32), strict=True))
    with feuilles(path) as sheets:
        for sheet in list(sheets.values())[:1]:
            for number, cells in sheet.lignes():
                ranks = _header(path, number, cells) or ranks
                yield _brut(path, number, cells, ranks)


def _text(path: Path) -> Iterator[Brut]:
    ranks = dict(zip(COLONNES, range(32), strict=True))
    separator = ""
    with path.open(encoding=encodage(path).nom, errors="replace", newline="") as handle:
        number = 0
        while line := handle.readline(_LIGNE_MAX):
            number += 1
            stripped = line.strip("\r\n")
            if len(line) == _LIGNE_MAX:
                raise CpomError(
                    "Cette ligne est trop longue : ce n’est pas une extraction FINESS.",
                    ou=f"{path.name}, ligne {number}",
                    que_faire="Reprenez le fichier d’origine.",
                )
            if not stripped.strip(BLANKS + _SEPARATORS):
                continue
            separator = separator or _separator(stripped)
            cells = _cut(stripped, separator)
            ranks = _header(path, number, cells) or ranks
            yield _brut(path, number, cells, ranks)


def _separator(line: str) -> str:
    return max(_SEPARATORS, key=line.count)


def _cut(line: str, separator: str) -> list[str]:
    """Cut one line; quotes that do not close are taken as text, for no cell spans lines."""
    try:
        (cells,) = csv.reader([line], delimiter=separator, strict=True)
    except (csv.Error, ValueError):
        cells = line.split(separator)
    return [cell.strip(BLANKS) for cell in cells]


def _name(cell: str) -> str:
    return "".join(sign for sign in sans_accent(cell) if sign.isalnum())


def _is_header(cells: Sequence[str]) -> bool:
    return any(cell[:2].lower() == "no" and _name(cell) == "nofinesset" for cell in cells)


def _header(path: Path, number: int, cells: Sequence[str]) -> dict[str, int] | None:
    """Return the ranks of the columns when this row is a header, None when it is not.

    Raises:
        CpomError: it is one, and lacks a column that cannot be done without.
    """
    if not _is_header(cells):
        return None
    names = [_name(cell) for cell in cells]
    ranks = {name: names.index(name) for name in COLONNES if name in names}
    if names[0] in ("finess", "type", "section"):
        ranks["type"] = 0
    lacking = sorted(_ESSENTIELLES - set(ranks))
    if lacking:
        told = ", ".join(f"«\u00a0{name}\u00a0»" for name in lacking)
        raise CpomError(
            f"Il manque à cet en-tête {told}.",
            ou=f"{path.name}, ligne {number}",
            que_faire="Reprenez le fichier d’origine, avec toutes ses colonnes.",
        )
    return ranks


def _brut(path: Path, number: int, cells: list[str], ranks: dict[str, int]) -> Brut:
    if _is_header(cells):
        return Brut(number, {}, ENTETE)
    kind = cells[ranks["type"]].lower() if "type" in ranks else ETABLISSEMENT
    if kind == ENTETE:
        return Brut(number, {"numero": _at(cells, 2), "date": _at(cells, 3)}, ENTETE)
    if kind != ETABLISSEMENT:
        return Brut(number, {}, kind if kind == COORDONNEES else AUTRE)
    extra = [cell for cell in cells[len(COLONNES) :] if cell]
    lacking = max(ranks[name] for name in _ESSENTIELLES) >= len(cells)
    if extra or lacking:
        return Brut(number, {}, faute=_badly_cut(path, number, len(cells)))
    return Brut(number, {name: _at(cells, ranks[name]) for name in UTILES if name in ranks})


def _at(cells: Sequence[str], rank: int) -> str:
    return cells[rank] if rank < len(cells) else ""


def _badly_cut(path: Path, number: int, count: int) -> Faute:
    return Faute(
        path.name,
        number,
        "",
        "",
        f"La ligne a {count} cellules, elle devrait en avoir {len(COLONNES)}.",
        "Reprenez le fichier d’origine.",
    )
