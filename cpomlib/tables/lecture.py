"""A table as it was read: its typed frame, and where each of its cells was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpomlib.socle import Faute, euros_exacts
from cpomlib.tables.cellules import Refus
from cpomlib.tables.identifiants import montrable
from cpomlib.tables.schema import Champ

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

PAR_COLONNE = 10_000
"""Identical faults of one column kept one by one; the rest is told in one more fault."""


@dataclass(frozen=True)
class ColonneLue:
    """One text column, each distinct text once.

    Attributes:
        codes: position of each row's text in ``textes``.
        textes: the distinct texts, stripped.
    """

    codes: np.ndarray
    textes: list[str]

    def __getitem__(self, position: int) -> str:
        return self.textes[self.codes[position]]


@dataclass(frozen=True)
class Provenance:
    """Where the rows of a frame come from, so that a fault can name the place.

    Attributes:
        fichier: name of the file as the sender knows it.
        lignes: line of each row in the file; None when row 0 is line 2.
        textes: what was written, by column; empty when the frame was not read from text.
        absentes: columns of the contract that the file does not have.
        monnaie: columns of the frame in centimes, to be shown in euros.
        champs: the columns of the contract, which tell what a value may reveal.
    """

    fichier: str
    lignes: np.ndarray | None = None
    textes: Mapping[str, ColonneLue] = field(default_factory=dict)
    absentes: frozenset[str] = frozenset()
    monnaie: frozenset[str] = frozenset()
    champs: Mapping[str, Champ] = field(default_factory=dict)

    def ligne(self, position: int) -> int:
        """Return the line of a row in the file, the header being line 1."""
        return position + 2 if self.lignes is None else int(self.lignes[position])

    def valeur(self, position: int, colonne: str, frame: pd.DataFrame) -> str:
        """Return a cell as it was written, or as the frame holds it; described if it names.

        What seems to name somebody is described, not repeated.
        """
        text = self._brute(position, colonne, frame)
        champ = self.champs.get(colonne)
        return montrable(champ, text) if champ else text

    def _brute(self, position: int, colonne: str, frame: pd.DataFrame) -> str:
        if colonne in self.textes:
            return self.textes[colonne][position]
        if colonne not in frame.columns or frame[colonne].isna().iloc[position]:
            return ""
        value = frame[colonne].iloc[position]
        return str(euros_exacts(int(value))) if colonne in self.monnaie else _written(value)

    def fautes(
        self, positions: Iterable[int], colonne: str, refus: Refus, frame: pd.DataFrame
    ) -> list[Faute]:
        """Return one fault per row, the last one counting those beyond ``PAR_COLONNE``."""
        rows = list(positions)
        kept = [
            Faute(
                self.fichier,
                self.ligne(row),
                colonne,
                self.valeur(row, colonne, frame),
                refus.message,
                refus.que_faire,
            )
            for row in rows[:PAR_COLONNE]
        ]
        rest = rows[PAR_COLONNE:]
        return [*kept, self._autres(rest, colonne, refus)] if rest else kept

    def fautes_si(
        self, wrong: pd.Series, colonne: str, refus: Refus, frame: pd.DataFrame
    ) -> list[Faute]:
        """Return one fault per row that a mask says to be wrong; a missing answer is not."""
        return [] if colonne in self.absentes else self.manques(wrong, colonne, refus, frame)

    def manques(
        self, wrong: pd.Series, colonne: str, refus: Refus, frame: pd.DataFrame
    ) -> list[Faute]:
        """Return one fault per row without what its other cells call for.

        A file that has not the column lacks it as much as one whose cells are empty.
        """
        import numpy as np

        rows = np.flatnonzero(wrong.fillna(False)).tolist()
        return self.fautes(rows, colonne, refus, frame)

    def fautes_distinctes(
        self,
        codes: np.ndarray,
        refus: Mapping[int, Refus],
        colonne: str,
        frame: pd.DataFrame,
    ) -> list[Faute]:
        """Return the faults of a column whose distinct values were judged once each.

        Args:
            codes: position of each row's value among the distinct ones.
            refus: the refused ones, by that position.
            colonne: name of the column.
            frame: the rows.
        """
        import numpy as np

        by_refusal: dict[Refus, list[int]] = {}
        rows = np.flatnonzero(np.isin(codes, list(refus)))
        for row in rows:
            by_refusal.setdefault(refus[int(codes[row])], []).append(int(row))
        return [
            fault
            for reason, positions in by_refusal.items()
            for fault in self.fautes(positions, colonne, reason, frame)
        ]

    def rempli(self, colonne: str, frame: pd.DataFrame) -> pd.Series:
        """Say which cells of a column hold something, even what could not be read."""
        import numpy as np
        import pandas as pd

        text = self.textes.get(colonne)
        if text is None:
            return frame[colonne].notna()
        return pd.Series(np.array([bool(value) for value in text.textes], dtype=bool)[text.codes])

    def _autres(self, rows: list[int], colonne: str, refus: Refus) -> Faute:
        more = f"{refus.message} De même sur {len(rows)} autres lignes."
        return Faute(self.fichier, self.ligne(rows[0]), colonne, "", more, refus.que_faire)


@dataclass(frozen=True)
class Lue:
    """One table read from a file.

    Attributes:
        frame: the typed rows; a refused cell is missing in it.
        provenance: where each cell was written.
        fautes: what could not be read.
    """

    frame: pd.DataFrame
    provenance: Provenance
    fautes: tuple[Faute, ...] = ()


def _written(value: object) -> str:
    import pandas as pd

    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)
