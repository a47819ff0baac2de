"""Faults gathered along a file, alike ones counted: a file of errors must not fill the memory."""

from __future__ import annotations

from collections.abc import Iterable

from cpomlib.socle import Faute, pluriel

PAR_SORTE = 50


class RecueilFautes:
    """Gathers faults; beyond ``par_sorte`` of the same kind, they are counted only.

    Two faults are of the same kind when file, column and message agree.
    """

    def __init__(self, par_sorte: int = PAR_SORTE) -> None:
        self._par_sorte = par_sorte
        self._kept: dict[tuple[str, str, str, str], list[Faute]] = {}
        self._more: dict[tuple[str, str, str, str], tuple[int, int]] = {}

    def __bool__(self) -> bool:
        return bool(self._kept)

    def ajouter(self, fautes: Iterable[Faute]) -> None:
        """Take faults one by one."""
        for fault in fautes:
            kept = self._kept.setdefault(_kind(fault), [])
            if len(kept) < self._par_sorte:
                kept.append(fault)
            else:
                self.compter(fault, 1)

    def compter(self, modele: Faute, nombre: int) -> None:
        """Count ``nombre`` more faults without keeping them, ``modele`` being the first."""
        if nombre > 0:
            line, count = self._more.get(_kind(modele), (modele.ligne, 0))
            self._more[_kind(modele)] = line, count + nombre

    def reste(self, modele: Faute) -> int:
        """Return how many more faults like ``modele`` would be kept one by one."""
        return self._par_sorte - len(self._kept.get(_kind(modele), ()))

    def fautes(self) -> tuple[Faute, ...]:
        """Return the faults by line; each kind that has more ends with their count."""
        told: list[Faute] = []
        for kind, kept in self._kept.items():
            told += kept
            if kind in self._more:
                told.append(_others(kept[-1], *self._more[kind]))
        return tuple(sorted(told, key=lambda fault: (fault.fichier, fault.feuille, fault.ligne)))


def _kind(fault: Faute) -> tuple[str, str, str, str]:
    return fault.fichier, fault.feuille, fault.colonne, fault.message


def _others(last: Faute, line: int, count: int) -> Faute:
    message = f"{last.message} De même sur {pluriel(count, 'autre ligne', 'autres lignes')}."
    return Faute(last.fichier, line, last.colonne, "", message, last.que_faire, last.feuille)
