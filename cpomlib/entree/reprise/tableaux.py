"""Which table of the contract a table of the document is, by the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cpomlib.entree.noms import positions, synonymes
from cpomlib.entree.reprise.ecrit import GrilleLue
from cpomlib.entree.reprise.mots import MotsReprise
from cpomlib.entree.reprise.valeurs import ANNEE

_TETE = 8
"""Rows among which the names of the columns are looked for."""


@dataclass(frozen=True)
class TableauReconnu:
    """A table recognised.

    Attributes:
        table: the table of the contract.
        grille: the table of the document.
        entete: number of the row that names its columns.
        colonnes: column of the contract → rank.
        annees: year → rank, where columns are years.
        reference: the year that the column of reference names, if it does.
    """

    table: str
    grille: GrilleLue
    entete: int
    colonnes: Mapping[str, int]
    annees: Mapping[int, int]
    reference: int | None = None

    @property
    def lignes(self) -> list[tuple[int, dict[str, str], tuple[str, ...]]]:
        """Its rows below the names: number, column → text, and all the cells."""
        return [
            (number, {name: _at(cells, rank) for name, rank in self.colonnes.items()}, cells)
            for number, cells in self.grille.lignes
            if number > self.entete
        ]


def _at(cells: tuple[str, ...], rank: int) -> str:
    return cells[rank] if rank < len(cells) else ""


def reconnaitre(grille: GrilleLue, words: MotsReprise) -> TableauReconnu | None:
    """Return the table of the contract a table is; None where its columns do not tell."""
    for number, cells in grille.lignes[:_TETE]:
        years = {
            int(found.group()): rank
            for rank, cell in enumerate(cells)
            if (found := ANNEE.search(cell)) and not _reference(cell, words)
        }
        for name in ("cibles", "moyens", "actions", "objectifs"):
            columns = _columns(name, cells, words)
            if _enough(name, columns, years):
                base = _reference_year(cells, columns)
                return TableauReconnu(name, grille, number, columns, years, base)
    return None


def _columns(name: str, cells: tuple[str, ...], words: MotsReprise) -> dict[str, int]:
    bare = [_bare(cell) for cell in cells]
    return positions(bare, synonymes(getattr(words, name)))


def _bare(cell: str) -> str:
    """Return a heading without its year nor its brackets: « Référence (2023) »."""
    return ANNEE.sub("", re.sub(r"\([^)]*\)", "", cell)).strip()


def _reference(cell: str, words: MotsReprise) -> bool:
    return bool(positions([_bare(cell)], synonymes(words.cibles)).get("valeur_reference") == 0)


def _reference_year(cells: tuple[str, ...], columns: Mapping[str, int]) -> int | None:
    rank = columns.get("valeur_reference")
    found = ANNEE.search(cells[rank]) if rank is not None else None
    return int(found.group()) if found else None


def _enough(name: str, columns: Mapping[str, int], years: Mapping[int, int]) -> bool:
    if name == "cibles":
        return "indicateur" in columns and bool(years)
    if name == "moyens":
        return "id_etablissement" in columns and bool(years)
    if name == "actions":
        return "intitule" in columns and bool({"pilote", "date_fin", "etat"} & set(columns))
    return "intitule" in columns
