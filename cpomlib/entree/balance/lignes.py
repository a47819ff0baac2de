"""One row of a trial balance: an account and its closing balance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cpomlib.entree.balance.colonnes import BALANCE, Colonnes, connues
from cpomlib.entree.montants import lire_montant
from cpomlib.entree.noms import plie
from cpomlib.entree.numeros import numero_de_compte
from cpomlib.socle import Faute
from cpomlib.tables import Refus

_COTE = re.compile(
    r"(.*?)[ \u00a0]*(?<![A-Za-z])(D|C|DB|CR|DEB|CRED)\.?", re.IGNORECASE | re.DOTALL
)
_SENS_FAUX = "Le sens n’est ni un débit ni un crédit."


@dataclass(frozen=True)
class CompteLu:
    """An account: number as written, label, closing balance in centimes (debit positive)."""

    numero: str
    libelle: str
    solde: int


class LecteurBalance:
    """Reads the rows under one header."""

    def __init__(self, colonnes: Colonnes, fichier: str, feuille: str) -> None:
        self._colonnes, self._fichier, self._feuille = colonnes, fichier, feuille
        self._totals = tuple(plie(word) for word in BALANCE.lire().totaux)
        self._names = connues()

    def lire(self, numero: int, cellules: Sequence[str]) -> CompteLu | list[Faute]:
        """Return the account of a row, its faults, or no fault for a row that is beside."""
        written = {name: self._cell(cellules, rank) for name, rank in self._colonnes.rangs.items()}
        account, label = written["compte"], written.get("libelle", "")
        amounts = [name for name in self._colonnes.lues if name not in ("compte", "libelle")]
        if not any(written[name] for name in amounts) or self._beside(account, label):
            return []
        number = numero_de_compte(account, 1)
        if isinstance(number, Refus):
            return [self._fault(numero, "compte", account, number)]
        return self._balance(numero, number, label, written)

    @staticmethod
    def _cell(cells: Sequence[str], rank: int) -> str:
        return cells[rank] if rank < len(cells) else ""

    def _beside(self, account: str, label: str) -> bool:
        """Say whether a row is a total, a title, or the header of the next page."""
        if account[:1].isdecimal():
            return False
        words = plie(account or label)
        return words.startswith(self._totals) or words in self._names

    def _balance(
        self, numero: int, account: str, label: str, written: dict[str, str]
    ) -> CompteLu | list[Faute]:
        form = self._colonnes.forme
        if form == ("solde",):
            return self._signed(numero, account, label, written)
        signs = dict(zip(form, (1, -1), strict=True))
        if form == ("debit", "credit"):
            signs |= {"ouverture_debit": 1, "ouverture_credit": -1}
        total, faults = 0, []
        for name, sign in signs.items():
            value = lire_montant(written.get(name, ""))
            if isinstance(value, Refus):
                faults.append(self._fault(numero, name, written[name], value))
            else:
                total += sign * (value or 0)
        return faults or CompteLu(account, label, total)

    def _signed(
        self, numero: int, account: str, label: str, written: dict[str, str]
    ) -> CompteLu | list[Faute]:
        text, side = written["solde"], written.get("sens", "")
        match = _COTE.fullmatch(text)
        if match:
            text, side = match[1], match[2]
        value = lire_montant(text)
        if isinstance(value, Refus):
            return [self._fault(numero, "solde", written["solde"], value)]
        if side and side[:1].upper() not in ("D", "C"):
            return [self._fault(numero, "sens", side, Refus(_SENS_FAUX, "Écrivez D ou C."))]
        sign = -1 if side[:1].upper() == "C" else 1
        return CompteLu(account, label, sign * (value or 0))

    def _fault(self, numero: int, colonne: str, valeur: str, refus: Refus) -> Faute:
        name = self._colonnes.noms[self._colonnes.rangs[colonne]]
        return Faute(
            self._fichier, numero, name, valeur[:80], refus.message, refus.que_faire, self._feuille
        )
