"""A FEC in a workbook: every sheet that has its header, below a title or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from cpomlib.entree.classeur import Feuille, feuilles
from cpomlib.entree.fec.bloc import BlocFec, Tolerances, assembler
from cpomlib.entree.fec.champs import Entete, est_entete, fautes_entete, lire_entete
from cpomlib.socle import DonneesError, Faute

_LOT = 20_000
_ENTETE_MAX = 20
"""First rows of a sheet among which the header is looked for, below a title."""


def blocs_du_classeur(path: Path, suivi: Tolerances) -> Iterator[BlocFec]:
    """Yield the lines of every sheet that has the header of a FEC.

    Raises:
        FichierError: a workbook that may not be opened, or a broken one.
        DonneesError: no such sheet, a header that lacks what is needed, formulas without a
            saved result.
    """
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


def _sheet(path: Path, name: str, sheet: Feuille, suivi: Tolerances) -> Iterator[BlocFec]:
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
        bloc = assembler(path, name, entete, list(fitted))
        if bloc is not None:
            yield bloc


def _sheet_header(rows: Iterable[tuple[int, list[str]]]) -> Entete | None:
    for number, cells in rows:
        entete = lire_entete(cells, number)
        if est_entete(entete):
            return entete
    return None
