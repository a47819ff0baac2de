"""Opening and closing entries: the first are kept, the closing of classes 6 and 7 is undone.

A FEC should not hold closing entries (LPF A47 A-1, VII); where it does, charges and products
would all be zero. Such an entry is known by what it does, not by its label: on the last day,
it empties accounts of classes 6 and 7 into the result (account 12).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.entree.constats import RecueilFautes
from cpomlib.entree.fec.bloc import BlocFec, Tolerances
from cpomlib.entree.fec.blocs import blocs
from cpomlib.entree.fec.champs import FEC
from cpomlib.entree.fec.controle import Ecritures, Exercice, distincts, lire_bloc
from cpomlib.entree.fec.cumul import Cumul
from cpomlib.entree.noms import plie

if TYPE_CHECKING:
    import numpy as np

RESULTAT = "12"
GESTION = ("6", "7")
_CLES_MAX = 1_000
Cle = tuple[str, str]
"""Journal and number of an entry."""


@dataclass(frozen=True)
class Cloture:
    """One closing entry, taken out of the sums.

    Attributes:
        cle: its journal and its number.
        lignes: its lines.
        resultat: what it brought to account 12, in centimes (positive: a surplus).
    """

    cle: Cle
    lignes: int
    resultat: int


class Ouverture:
    """Counts the opening entries, known by their journal or, on the first day, their label."""

    def __init__(self, exercice: Exercice) -> None:
        known = FEC.lire().ouverture
        self._codes = {plie(code) for code in known.codes}
        self._labels = tuple(plie(label) for label in known.libelles)
        self._first = exercice.debut.toordinal()
        self.lignes = 0
        self.gestion = 0

    def ajouter(self, bloc: BlocFec, lues: Ecritures) -> None:
        """Count the opening lines of a block, and those on classes 6 and 7."""
        import numpy as np

        codes, names = distincts(bloc.texte("JournalCode"))
        opening = np.array([plie(name) in self._codes for name in names], dtype=bool)[codes]
        if (labels := bloc.texte("JournalLib")) is not None:
            codes, names = distincts(labels)
            opening = opening | np.array([self._says_so(name) for name in names], dtype=bool)[codes]
        ours = np.array([account[:1] in GESTION for account in lues.comptes], dtype=bool)
        self.gestion += int((opening & ours[lues.compte]).sum())
        self.lignes += int((opening | self._labelled(bloc, lues)).sum())

    def _labelled(self, bloc: BlocFec, lues: Ecritures) -> np.ndarray:
        import numpy as np
        import pyarrow as pa

        found = np.zeros(len(lues.jour), dtype=bool)
        rows = np.flatnonzero(lues.jour == self._first)
        labels = bloc.texte("EcritureLib") if len(rows) else None
        if labels is not None:
            codes, names = distincts(labels.take(pa.array(rows)))
            found[rows] = np.array([self._says_so(name) for name in names], dtype=bool)[codes]
        return found

    def _says_so(self, label: str) -> bool:
        folded = plie(label)
        return any(word in folded for word in self._labels)


def cles_du_resultat(bloc: BlocFec, lues: Ecritures, exercice: Exercice) -> Iterator[Cle]:
    """Yield the entries of the last day that touch account 12: closing entries, perhaps."""
    import numpy as np

    touched = np.array([account.startswith(RESULTAT) for account in lues.comptes], dtype=bool)
    rows = np.flatnonzero(touched[lues.compte] & (lues.jour == exercice.fin.toordinal()))
    numbers = bloc.texte("EcritureNum") if len(rows) else None
    journals = bloc.texte("JournalCode")
    if numbers is None or journals is None:
        return
    for row in rows.tolist():
        number = numbers[row].as_py()
        if number not in ("", "0"):
            yield journals[row].as_py(), number


def defaire(
    cumul: Cumul, chemins: Sequence[Path], cles: set[Cle], exercice: Exercice
) -> list[Cloture]:
    """Read the files again for the entries suspected, and take out those that close 6 and 7.

    Args:
        cumul: the sums, changed in place.
        chemins: the files.
        cles: entries that touch account 12 on the last day.
        exercice: its last day is theirs.

    Returns:
        The entries taken out.
    """
    if not cles or len(cles) > _CLES_MAX:
        return []
    entries = {cle: Cumul(cumul.affectation) for cle in sorted(cles)}
    for path in chemins:
        for bloc in blocs(path, Tolerances()):
            for cle, part in _parts(bloc, cles, exercice):
                entries[cle].ajouter(
                    part, lire_bloc(part, exercice, RecueilFautes(), RecueilFautes())
                )
    undone = []
    for cle, entry in entries.items():
        if _closes(entry):
            cumul.retrancher(entry, (*GESTION, RESULTAT))
            result = -sum(n for a, n in entry.comptes.items() if a.startswith(RESULTAT))
            undone.append(Cloture(cle, entry.lignes, result))
    return undone


def _closes(entry: Cumul) -> bool:
    """Say whether an entry empties classes 6 and 7 into account 12, to the cent."""
    gestion = [net for account, net in entry.comptes.items() if account.startswith(GESTION)]
    result = [net for account, net in entry.comptes.items() if account.startswith(RESULTAT)]
    return bool(gestion) and bool(result) and sum(gestion) + sum(result) == 0


def _parts(bloc: BlocFec, cles: set[Cle], exercice: Exercice) -> Iterator[tuple[Cle, BlocFec]]:
    """Yield the lines of a block that belong to each suspected entry."""
    import numpy as np
    import pyarrow.compute as pc

    numbers, journals = bloc.texte("EcritureNum"), bloc.texte("JournalCode")
    if numbers is None or journals is None:
        return
    for journal, number in sorted(cles):
        held = pc.and_(pc.equal(numbers, number), pc.equal(journals, journal)).to_numpy(False)
        rows = np.flatnonzero(held)
        if len(rows):
            part = _rows(bloc, rows)
            days = lire_bloc(part, exercice, RecueilFautes(), RecueilFautes()).jour
            rows = rows[days == exercice.fin.toordinal()]
            if len(rows):
                yield (journal, number), _rows(bloc, rows)


def _rows(bloc: BlocFec, rows: np.ndarray) -> BlocFec:
    kept = rows.tolist()
    cells = [[column[row] for row in kept] for column in bloc.cellules]
    return replace(bloc, lignes=bloc.lignes[rows], cellules=cells, _lus={})
