"""Faults gathered along a file, alike ones counted: a file of errors must not fill the memory."""

from __future__ import annotations

from collections.abc import Iterable

from cpomlib.errors import Faute
from cpomlib.typography import pluriel

PAR_SORTE = 50


class Constats:
    """Gathers faults; beyond ``par_sorte`` of the same kind, they are counted only.

    Two faults are of the same kind when file, column and message agree.
    """

    def __init__(self, par_sorte: int = PAR_SORTE) -> None:
        self._par_sorte = par_sorte
        self._kept: dict[tuple[str, str, str, str], list[Faute]] = {}
        self._more: dict[tuple[str, str, str, str], int] = {}

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
        """Count more faults like ``modele`` without keeping them."""
        if nombre > 0:
            self._more[_kind(modele)] = self._more.get(_kind(modele), 0) + nombre

    def reste(self, modele: Faute) -> int:
        """Return how many more faults like ``modele`` would be kept one by one."""
        return self._par_sorte - len(self._kept.get(_kind(modele), ()))

    def fautes(self) -> tuple[Faute, ...]:
        """Return the faults by line; each kind that has more ends with their count."""
        told: list[Faute] = []
        for kind, kept in self._kept.items():
            told += kept
            more = self._more.get(kind, 0)
            if more:
                told.append(_others(kept[-1], more))
        return tuple(sorted(told, key=lambda fault: (fault.fichier, fault.feuille, fault.ligne)))


def _kind(fault: Faute) -> tuple[str, str, str, str]:
    return fault.fichier, fault.feuille, fault.colonne, fault.message


def _others(last: Faute, count: int) -> Faute:
    lines = pluriel(count, "autre ligne", "autres lignes")
    message = f"{last.message} De même sur {lines}."
    return Faute(last.fichier, last.ligne, last.colonne, "", message, last.que_faire, last.feuille)
