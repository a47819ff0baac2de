"""The lines of a FEC added up by account as they are read; no line is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from cpomlib.entree.fec.affectation import FICHIER, AffectationAnalytique, Destination
from cpomlib.entree.fec.bloc import BlocFec
from cpomlib.entree.fec.controle import Ecritures, distincts
from cpomlib.socle import DonneesError, Faute, nombre

if TYPE_CHECKING:
    import numpy as np

COMPTES_MAX = 200_000
"""Distinct accounts beyond which the column is plainly something else."""
CLES_MAX = 20_000
Valeurs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass
class Cumul:
    """Sums of a FEC, in centimes.

    Attributes:
        affectation: where charges and products go.
        lignes: lines added up.
        debit: all debits.
        credit: all credits.
        comptes: account → debit − credit, for the gestionnaire as a whole.
        gestion: (target, account) → debit − credit of classes 6 and 7.
        libelles: account → first label met.
        classes: first digit of the account → lines.
        origine: account → (file, line) where it is first met.
        orphelins: values of the key's columns → [charges, produits, lines] of classes 6 and 7
            that no row of the key covers.
        mois: (journal, AAAAMM) → debit − credit, to say where a difference comes from.
        annees: year → lines.
        point: whether some amount has a decimal point.
    """

    affectation: AffectationAnalytique
    lignes: int = 0
    debit: int = 0
    credit: int = 0
    comptes: Counter[str] = field(default_factory=Counter)
    gestion: Counter[tuple[Destination, str]] = field(default_factory=Counter)
    libelles: dict[str, str] = field(default_factory=dict)
    classes: Counter[str] = field(default_factory=Counter)
    origine: dict[str, tuple[str, int]] = field(default_factory=dict)
    orphelins: dict[Valeurs, list[int]] = field(default_factory=dict)
    mois: Counter[tuple[str, int]] = field(default_factory=Counter)
    annees: Counter[int] = field(default_factory=Counter)
    point: bool = False
    _cibles: dict[Valeurs, Destination | None] = field(default_factory=dict)

    def ajouter(self, bloc: BlocFec, lues: Ecritures) -> None:
        """Add the lines of a block.

        Raises:
            DonneesError: there are too many different accounts for a ledger.
        """
        net = lues.debit - lues.credit
        self.lignes += len(net)
        self.debit += int(lues.debit.sum())
        self.credit += int(lues.credit.sum())
        self.point |= lues.point
        self._accounts(bloc, lues, net)
        self._gestion(bloc, lues, net)
        self._calendar(bloc, lues, net)

    def retrancher(self, autre: Cumul, comptes: tuple[str, ...]) -> None:
        """Take away the accounts of another sum that begin with one of ``comptes``."""
        for account, net in autre.comptes.items():
            if account.startswith(comptes):
                self.comptes[account] -= net
        for (target, account), net in autre.gestion.items():
            self.gestion[target, account] -= net
        for values, (charges, produits, lines) in autre.orphelins.items():
            sums = self.orphelins.get(values) or self.orphelins[()]
            sums[0], sums[1], sums[2] = sums[0] - charges, sums[1] - produits, sums[2] - lines

    def _accounts(self, bloc: BlocFec, lues: Ecritures, net: np.ndarray) -> None:
        import numpy as np

        sums = _sums(lues.compte, net, len(lues.comptes))
        counts = np.bincount(lues.compte, minlength=len(lues.comptes)).tolist()
        ranks, first = np.unique(lues.compte, return_index=True)
        labels = bloc.texte("CompteLib")
        for rank, place in zip(ranks.tolist(), first.tolist(), strict=True):
            account = lues.comptes[rank]
            self.comptes[account] += sums[rank]
            self.classes[account[:1]] += counts[rank]
            self.origine.setdefault(account, (bloc.fichier, int(bloc.lignes[place])))
            if labels is not None and not self.libelles.get(account):
                self.libelles[account] = labels[place].as_py()
        if len(self.comptes) > COMPTES_MAX:
            message = f"Il y a plus de {nombre(COMPTES_MAX)} comptes différents."
            advice = "Vérifiez que la colonne CompteNum contient bien le numéro du compte."
            raise DonneesError([Faute(bloc.fichier, 0, "CompteNum", "", message, advice)])

    def _gestion(self, bloc: BlocFec, lues: Ecritures, net: np.ndarray) -> None:
        import numpy as np

        held = np.array([account[:1] in ("6", "7") for account in lues.comptes], dtype=bool)
        rows = np.flatnonzero(held[lues.compte])
        if not len(rows):
            return
        values, rank = _distinct_values(bloc, rows, self.affectation.colonnes)
        targets = [self._cible(value) for value in values]
        n = len(lues.comptes)
        keys, inverse = np.unique(rank * n + lues.compte[rows], return_inverse=True)
        sums = _sums(inverse, net[rows], len(keys))
        counts = np.bincount(inverse)
        for place, key in enumerate(keys.tolist()):
            target, account = targets[key // n], lues.comptes[key % n]
            if target is None:
                self._orphan(values[key // n], account, sums[place], int(counts[place]))
            else:
                self.gestion[target, account] += sums[place]

    def _cible(self, values: Valeurs) -> Destination | None:
        if values not in self._cibles:
            if len(self._cibles) >= CLES_MAX:
                self._cibles.clear()
            self._cibles[values] = self.affectation.cible(dict(values))
        return self._cibles[values]

    def _orphan(self, values: Valeurs, account: str, net: int, count: int) -> None:
        known = values if values in self.orphelins or len(self.orphelins) < CLES_MAX else ()
        sums = self.orphelins.setdefault(known, [0, 0, 0])
        sums[0] += net if account[0] == "6" else 0
        sums[1] -= net if account[0] == "7" else 0
        sums[2] += count

    def _calendar(self, bloc: BlocFec, lues: Ecritures, net: np.ndarray) -> None:
        import numpy as np

        days, inverse = np.unique(lues.jour, return_inverse=True)
        dates = [date.fromordinal(day) if day else date(1, 1, 1) for day in days.tolist()]
        years = np.array([day.year for day in dates])[inverse]
        months = np.array([day.year * 100 + day.month for day in dates])[inverse]
        for year, count in zip(*np.unique(years, return_counts=True), strict=True):
            self.annees[int(year)] += int(count)
        codes, journals = distincts(bloc.texte("JournalCode"))
        keys, rank = np.unique(months * len(journals) + codes, return_inverse=True)
        for key, amount in zip(keys.tolist(), _sums(rank, net, len(keys)), strict=True):
            if len(self.mois) < CLES_MAX:
                self.mois[journals[key % len(journals)], key // len(journals)] += amount


def _sums(ranks: np.ndarray, amounts: np.ndarray, size: int) -> list[int]:
    """Add whole centimes by rank, exactly."""
    import numpy as np

    totals = np.zeros(size, dtype="int64")
    np.add.at(totals, ranks, amounts)
    return totals.tolist()


def _distinct_values(
    bloc: BlocFec, rows: np.ndarray, columns: tuple[str, ...]
) -> tuple[list[Valeurs], np.ndarray]:
    """Return the distinct values of the key's columns, and which of them each row has."""
    import numpy as np
    import pyarrow as pa

    values: list[Valeurs] = [((FICHIER, bloc.fichier),)]
    ranks = np.zeros(len(rows), dtype="int64")
    for name in columns:
        column = bloc.texte(name)
        if column is None:  # the key was checked against the header
            continue
        codes, texts = distincts(column.take(pa.array(rows)))
        found, ranks = np.unique(ranks * len(texts) + codes, return_inverse=True)
        values = [(*values[k // len(texts)], (name, texts[k % len(texts)])) for k in found.tolist()]
    return values, ranks
