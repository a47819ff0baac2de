"""The lines of a FEC as blocks of columns, whatever holds them: a text or a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.errors import DonneesError, Faute
from cpomlib.sources.classeur import Feuille, feuilles, formules_sans_valeur
from cpomlib.sources.constats import Constats
from cpomlib.sources.encodage import encodage
from cpomlib.sources.fec.champs import Entete, est_entete, fautes_entete, lire_entete
from cpomlib.sources.fec.decoupe import ajuster, couper, separateur
from cpomlib.sources.flux import blocs_de_lignes
from cpomlib.sources.garde import CLASSEUR, nature
from cpomlib.tables.cellules import BLANKS

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_LOT = 20_000
_ENTETE_MAX = 20
"""First rows of a sheet among which the header is looked for, below a title."""
MAL_COUPEE = "Vérifiez le séparateur : il est peut-être dans un libellé."


@dataclass(frozen=True)
class Bloc:
    """Some lines of one file.

    Attributes:
        fichier: name of the file.
        entete: its header.
        lignes: number of each line in the file.
        cellules: the columns, as many as the header names.
        feuille: sheet of the workbook, empty for a text.
    """

    fichier: str
    entete: Entete
    lignes: np.ndarray
    cellules: Sequence[Sequence[str]]
    feuille: str = ""
    _lus: dict[int, pa.Array] = field(default_factory=dict, compare=False, repr=False)

    def texte(self, champ: str) -> pa.Array | None:
        """Return a column stripped of blanks, by its legal name or its own; None if absent."""
        import pyarrow as pa
        import pyarrow.compute as pc

        rank = self.entete.colonne(champ)
        if rank is None:
            return None
        if rank not in self._lus:
            column = pa.array(self.cellules[rank], pa.string())
            self._lus[rank] = pc.utf8_trim(column, characters=BLANKS)
        return self._lus[rank]

    def faute(self, position: int, champ: str, message: str, que_faire: str = "") -> Faute:
        """Return a fault about one cell of the block."""
        rank = self.entete.colonne(champ)
        written = "" if rank is None else str(self.cellules[rank][position]).strip(BLANKS)[:80]
        name = self.entete.cellules[rank] if rank is not None else champ
        return Faute(
            self.fichier, int(self.lignes[position]), name, written, message, que_faire,
            self.feuille,
        )  # fmt: skip


@dataclass
class Suivi:
    """What was tolerated along the files, for the messages.

    Attributes:
        dialectes: one French phrase per file (separator, encoding).
        entetes: the headers met, with file and sheet.
        recollees: lines whose text held the separator.
        completees: lines short of one or two trailing cells.
        fautes: lines that could not be cut.
    """

    dialectes: list[str] = field(default_factory=list)
    entetes: list[tuple[str, str, Entete]] = field(default_factory=list)
    recollees: int = 0
    completees: int = 0
    fautes: Constats = field(default_factory=Constats)


def blocs(path: Path, suivi: Suivi) -> Iterator[Bloc]:
    """Yield the lines of one file, block by block.

    Raises:
        FichierError: not a file that may be opened.
        DonneesError: not a FEC, or a header that lacks what is needed.
    """
    if nature(path) == CLASSEUR:
        yield from _workbook(path, suivi)
    else:
        yield from _text(path, suivi)


_NOMS = {"\t": "tabulation", "|": "« | »", ";": "« ; »", ",": "virgule"}
_ENCODAGES = {
    "utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "iso8859-15": "ISO 8859-15",
}  # fmt: skip


def _text(path: Path, suivi: Suivi) -> Iterator[Bloc]:
    found = encodage(path)
    entete: Entete | None = None
    sep = ""
    for first, lines in blocs_de_lignes(path, found):
        start = 0
        if entete is None:
            start = next((rank for rank, line in enumerate(lines) if line.strip(BLANKS)), -1)
            if start < 0:
                continue
            sep, entete = _header(path, lines[start], first + start)
            suivi.entetes.append((path.name, "", entete))
            charset = _ENCODAGES.get(found.nom, "UTF-16")
            suivi.dialectes.append(f"{path.name} : séparateur {_NOMS[sep]}, {charset}.")
            if found.abimes:
                suivi.dialectes.append(
                    f"{path.name} : des accents sont abîmés dans les libellés "
                    "(texte coupé à l’export)."
                )
            start += 1
        bloc = _cut(path, lines[start:], first + start, entete, sep, suivi)
        if bloc is not None:
            yield bloc
    if entete is None:
        raise DonneesError([Faute(path.name, 0, "", "", "Ce fichier ne contient aucune ligne.")])


def _header(path: Path, line: str, number: int) -> tuple[str, Entete]:
    sep = separateur(line)
    if sep is None:
        raise DonneesError([_not_fec(path, line, number)])
    entete = lire_entete(couper(line, sep), number)
    if not est_entete(entete):
        raise DonneesError([_not_fec(path, line, number, sep)])
    faults = fautes_entete(entete, path.name)
    if faults:
        raise DonneesError(faults)
    return sep, entete


def _not_fec(path: Path, line: str, number: int, sep: str = "") -> Faute:
    if line.lstrip().startswith("<"):
        message = "Ce fichier est en XML ou en HTML."
        advice = "Demandez le fichier des écritures comptables en fichier à plat (texte)."
    elif sep and any(cell.strip(BLANKS)[:3].isdecimal() for cell in couper(line, sep)):
        message = "La première ligne contient des écritures : l’en-tête des champs manque."
        advice = "Ajoutez la ligne JournalCode, JournalLib, EcritureNum, EcritureDate, CompteNum…"
    else:
        message = (
            "Ce n’est pas un fichier des écritures comptables : la première ligne ne porte pas "
            "les noms des champs (JournalCode, JournalLib, EcritureNum, EcritureDate…)."
        )
        advice = "Demandez l’export « FEC » (livre des procédures fiscales, A47 A-1)."
    return Faute(path.name, number, "", "", message, advice)


def _cut(
    path: Path, lines: list[str], first: int, entete: Entete, sep: str, suivi: Suivi
) -> Bloc | None:
    """Cut lines into columns; the regular ones go straight, the others are mended."""
    width = entete.largeur
    rows: list[list[str] | None] = [line.split(sep) for line in lines]
    short = sum(len(row or ()) < width for row in rows)
    # Where lines are usually short, one of full width holds the separator in a text.
    suspect = 2 * short > len(rows)
    odd = [
        rank
        for rank, (row, line) in enumerate(zip(rows, lines, strict=True))
        if suspect or row is None or len(row) != width or '"' in line
    ]
    for rank in odd:
        cells = couper(lines[rank], sep, width)
        fits = len(cells) == width and not suspect
        rows[rank] = cells if fits else _mended(path, first + rank, cells, entete, sep, suivi)
    return _bloc(path, "", entete, list(enumerate(rows, first)))


def _bloc(
    path: Path, feuille: str, entete: Entete, numbered: list[tuple[int, list[str] | None]]
) -> Bloc | None:
    """Gather rows into columns, without blank rows and repeated headers."""
    import numpy as np

    rank = entete.champs["EcritureDate"]
    kept = [
        (number, row)
        for number, row in numbered
        if row is not None
        and (row[rank][:1].isdigit() or not _is_beside(path, number, row, entete))
    ]
    if not kept:
        return None
    numbers = np.array([number for number, _ in kept], dtype="int64")
    columns = list(zip(*(row for _, row in kept), strict=True))
    return Bloc(path.name, entete, numbers, columns, feuille)


def _mended(
    path: Path, number: int, cells: list[str], entete: Entete, sep: str, suivi: Suivi
) -> list[str] | None:
    """Fit one odd line under the header; None when it is blank, or noted as a fault."""
    if not any(cell.strip(BLANKS) for cell in cells):
        return None
    mended = ajuster(cells, entete, sep)
    if mended is None and len(cells) == entete.largeur:
        return cells
    if mended is None:
        suivi.fautes.ajouter([_miscut(path, number, len(cells), entete)])
    elif any(sep in cell and cell not in cells for cell in mended):
        suivi.recollees += 1
    elif len(cells) < entete.largeur:
        suivi.completees += 1
    return mended


def _miscut(path: Path, number: int, count: int, entete: Entete) -> Faute:
    plural = "s" if count > 1 else ""
    return Faute(
        path.name,
        number,
        "",
        "",
        f"La ligne a {count} cellule{plural}, l’en-tête en a {entete.largeur}.",
        MAL_COUPEE,
    )


def _is_beside(path: Path, number: int, row: Sequence[str], entete: Entete) -> bool:
    """Say whether a row is blank, or the header that files put end to end leave in the middle.

    Raises:
        DonneesError: it is the header of other columns.
    """
    if not any(cell.strip(BLANKS) for cell in row):
        return True
    other = lire_entete(row, number)
    if not est_entete(other):
        return False
    if other.champs != entete.champs:
        raise DonneesError([_other_header(path, number)])
    return True


def _other_header(path: Path, number: int) -> Faute:
    return Faute(
        path.name,
        number,
        "",
        "",
        "Un second en-tête, différent du premier, est au milieu du fichier.",
        "Donnez les deux fichiers séparément, dans la même commande.",
    )


def _workbook(path: Path, suivi: Suivi) -> Iterator[Bloc]:
    faults = formules_sans_valeur(path)
    if faults:
        raise DonneesError(faults)
    found = False
    with feuilles(path) as sheets:
        for name, sheet in sheets.items():
            for bloc in _sheet(path, name, sheet, suivi):
                found = True
                yield bloc
    if not found:
        message = (
            "Aucune feuille ne contient d’écritures sous les champs du fichier des écritures "
            "comptables (JournalCode, EcritureDate, CompteNum…)."
        )
        raise DonneesError([Faute(path.name, 0, "", "", message, "Vérifiez le classeur.")])


def _sheet(path: Path, name: str, sheet: Feuille, suivi: Suivi) -> Iterator[Bloc]:
    rows = sheet.lignes()
    entete = _sheet_header(islice(rows, _ENTETE_MAX))
    if entete is None:
        return
    faults = fautes_entete(entete, path.name, name)
    if faults:
        raise DonneesError(faults)
    suivi.entetes.append((path.name, name, entete))
    suivi.dialectes.append(f"{path.name} : classeur, feuille « {name} ».")
    width = entete.largeur
    while lot := list(islice(rows, _LOT)):
        fitted = [(number, cells[:width] + [""] * (width - len(cells))) for number, cells in lot]
        bloc = _bloc(path, name, entete, list(fitted))
        if bloc is not None:
            yield bloc


def _sheet_header(rows: Iterable[tuple[int, list[str]]]) -> Entete | None:
    for number, cells in rows:
        entete = lire_entete(cells, number)
        if est_entete(entete):
            return entete
    return None
