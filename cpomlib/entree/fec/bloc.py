"""Some lines of a FEC as columns, and what was tolerated to cut them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.entree.constats import RecueilFautes
from cpomlib.entree.fec.champs import Entete, est_entete, lire_entete
from cpomlib.socle import DonneesError, Faute
from cpomlib.tables import BLANKS

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True)
class BlocFec:
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
class Tolerances:
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
    fautes: RecueilFautes = field(default_factory=RecueilFautes)


def assembler(
    path: Path, feuille: str, entete: Entete, numbered: list[tuple[int, list[str] | None]]
) -> BlocFec | None:
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
    return BlocFec(path.name, entete, numbers, columns, feuille)


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
