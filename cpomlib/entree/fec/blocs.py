"""The lines of a FEC as blocks of columns, whatever holds them: a text or a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from cpomlib.entree.encodage import encodage
from cpomlib.entree.fec.bloc import BlocFec, Tolerances, assembler
from cpomlib.entree.fec.champs import Entete, est_entete, fautes_entete, lire_entete
from cpomlib.entree.fec.decoupe import ajuster, couper, separateur
from cpomlib.entree.fec.feuilles import blocs_du_classeur
from cpomlib.entree.flux import blocs_de_lignes
from cpomlib.entree.garde import CLASSEUR, nature
from cpomlib.socle import DonneesError, Faute
from cpomlib.tables import BLANKS

MAL_COUPEE = "Vérifiez le séparateur : il est peut-être dans un libellé."
RETOUR_A_LA_LIGNE = (
    "Un retour à la ligne coupe sans doute un libellé en deux\u00a0: recollez cette ligne et sa "
    "voisine, ou refaites l’export sans retour à la ligne dans les libellés."
)


def blocs(path: Path, suivi: Tolerances) -> Iterator[BlocFec]:
    """Yield the lines of one file, block by block.

    Raises:
        FichierError: not a file that may be opened.
        DonneesError: not a FEC, or a header that lacks what is needed.
    """
    if nature(path) == CLASSEUR:
        yield from blocs_du_classeur(path, suivi)
    else:
        yield from _text(path, suivi)


_NOMS = {"\t": "tabulation", "|": "« | »", ";": "« ; »", ",": "virgule"}
_ENCODAGES = {
    "utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "iso8859-15": "ISO 8859-15",
}  # fmt: skip


def _text(path: Path, suivi: Tolerances) -> Iterator[BlocFec]:
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
    path: Path, lines: list[str], first: int, entete: Entete, sep: str, suivi: Tolerances
) -> BlocFec | None:
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
        if fits:
            rows[rank] = cells
        else:
            halves = _halves(lines[rank - 1 : rank + 2] if rank else lines[:2], sep, width)
            rows[rank] = _mended(path, first + rank, cells, entete, sep, suivi, halves)
    return assembler(path, "", entete, list(enumerate(rows, first)))


def _halves(lines: list[str], sep: str, width: int) -> bool:
    """Say whether two lines that follow each other make one: a label holds an end of line."""
    counts = [len(couper(line, sep)) for line in lines]
    return any(
        one < width and other < width and one + other == width + 1
        for one, other in pairwise(counts)
    )


def _mended(
    path: Path,
    number: int,
    cells: list[str],
    entete: Entete,
    sep: str,
    suivi: Tolerances,
    coupee: bool,
) -> list[str] | None:
    """Fit one odd line under the header; None when it is blank, or noted as a fault."""
    if not any(cell.strip(BLANKS) for cell in cells):
        return None
    mended = ajuster(cells, entete, sep)
    if mended is None and len(cells) == entete.largeur:
        return cells
    if mended is None:
        suivi.fautes.ajouter([_miscut(path, number, len(cells), entete, coupee)])
    elif any(sep in cell and cell not in cells for cell in mended):
        suivi.recollees += 1
    elif len(cells) < entete.largeur:
        suivi.completees += 1
    return mended


def _miscut(path: Path, number: int, count: int, entete: Entete, coupee: bool) -> Faute:
    plural = "s" if count > 1 else ""
    return Faute(
        path.name,
        number,
        "",
        "",
        f"La ligne a {count} cellule{plural}, l’en-tête en a {entete.largeur}.",
        RETOUR_A_LA_LIGNE if coupee else MAL_COUPEE,
    )
