"""Blocks set one under the other in a sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.classeurs import ecrire_texte, hausser, poser
from cpomlib.rendu.blocs import (
    Bloc,
    ChiffresCles,
    Encarts,
    Figure,
    Paragraphe,
    Tableau,
    Titre,
    is_numeric,
)
from cpomlib.rendu.documents.apparence import NOMS
from cpomlib.rendu.documents.cellules import (
    VIDE,
    absente,
    chapeau,
    chiffres,
    encarts,
    entete,
    notes,
    notes_figure,
    texte,
)
from cpomlib.rendu.documents.excel import styles
from cpomlib.rendu.documents.excel.images import ImagePlacee
from cpomlib.rendu.documents.plan import VoletConstats
from cpomlib.socle import Format, Valeur

LARGEUR_TEXTE = 6
"""Columns a text spans at least."""
LARGEUR_CELLULE = 11.0
"""Width of a column at least, in characters."""
_FIRST, _MOST = 30.0, 46.0
_TALL = {styles.TITRE: 22.0, styles.SOUS_TITRE: 18.0}
"""Height of a row of large letters, in points."""
_PIXELS = 20
"""Height of a row in pixels."""
_PICTURE = 0.4
"""Size of a picture: its pixels are twice the chart's."""


@dataclass
class PlumeExcel:
    """A sheet being written, from top to bottom.

    Attributes:
        largeurs: width of each column, in characters.
        marge: the column where pictures begin.
        ligne: the next free row.
        depart: row of a heading that waits for its first block, 0 for none.
        etendues: first and last row of each block.
    """

    sheet: Worksheet
    largeurs: Sequence[float]
    marge: int = 0
    ligne: int = 1
    depart: int = 0
    etendues: list[tuple[int, int]] = field(default_factory=list)

    def texte(self, said: str, style: str) -> Cell:
        """Set a text on a row of its own."""
        cell = ecrire_texte(self._cell(1, style), said)
        if style in _TALL:
            self.sheet.row_dimensions[self.ligne].height = _TALL[style]
        self.ligne += 1
        return cell

    def paragraphe(self, said: str, style: str = styles.TEXTE, dernier: int = 0) -> None:
        """Set a long text across the columns up to ``dernier``, its row as high as it needs."""
        if not said:
            return
        last = dernier or max(len(self.largeurs), LARGEUR_TEXTE)
        row = self.ligne
        self.texte(said, style)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        room = sum([*self.largeurs, *[LARGEUR_CELLULE] * last][:last])
        hausser(self.sheet, row, [(said, room)])

    def poser(self, bloc: Bloc, numero: str = "") -> None:
        """Set a block, and remember its rows: a page is not cut inside."""
        start = self.depart or self.ligne
        self.bloc(bloc, numero)
        self.depart = start if isinstance(bloc, Titre) else 0
        if not self.depart:
            self.etendues.append((start, self.ligne - 1))

    @singledispatchmethod
    def bloc(self, bloc: Bloc, numero: str = "") -> None:
        """Set a block; the cover has a sheet of its own."""

    @bloc.register
    def _(self, bloc: Titre, numero: str = "") -> None:
        self.ligne += 1
        self.texte(f"{numero} {bloc.texte}".strip(), styles.SOUS_TITRE)

    @bloc.register
    def _(self, bloc: Paragraphe, numero: str = "") -> None:
        style = styles.TEXTE if bloc.role == "normal" else NOMS[bloc.role]
        todo = f"À faire\u00a0: {bloc.que_faire}" if bloc.que_faire else ""
        parts = (chapeau(bloc.titre) if bloc.titre else "", bloc.texte, todo)
        self.paragraphe(" ".join(part for part in parts if part), style)
        self.ligne += 1

    @bloc.register
    def _(self, bloc: Encarts, numero: str = "") -> None:
        self.bloc(encarts(bloc))

    @bloc.register
    def _(self, bloc: ChiffresCles, numero: str = "") -> None:
        self.bloc(chiffres(bloc, types=True))

    @bloc.register
    def _(self, bloc: VoletConstats, numero: str = "") -> None:
        for each in bloc.constats:
            self.paragraphe(f"{each.titre}\n{each.texte}".strip(), NOMS[bloc.nature])
        if not bloc.constats:
            self.paragraphe(bloc.vide)

    @bloc.register
    def _(self, bloc: Tableau, numero: str = "") -> None:
        named = f"Tableau {numero} – {bloc.titre}" if numero else bloc.titre
        self.texte(named, styles.LEGENDE)
        self.grille(bloc)
        self.paragraphe(notes(bloc), styles.NOTE)
        self.ligne += 1

    @bloc.register
    def _(self, bloc: Figure, numero: str = "") -> None:
        from cpomlib.rendu.documents.dessins import image

        unit = f" ({bloc.unite})" if bloc.unite else ""
        self.texte(f"Figure {numero} – {bloc.titre}{unit}", styles.LEGENDE)
        start = self.ligne
        self.grille(bloc.tableau)
        said = (bloc.alternative, notes(bloc.tableau), notes_figure(bloc))
        beside = len(bloc.tableau.colonnes) < self.marge
        told = " ".join(dict.fromkeys(part for part in said if part))
        self.paragraphe(told, styles.NOTE, self.marge - 2 if beside else 0)
        picture = ImagePlacee(image(bloc), bloc.titre, bloc.alternative, _PICTURE)
        row, column = (start, self.marge) if beside else (self.ligne, 2)
        self.sheet.add_image(picture.a(row, column))
        self.ligne = max(self.ligne, row + math.ceil(picture.height / _PIXELS)) + 1

    def grille(self, tableau: Tableau) -> None:
        """Set a table: its header, its typed rows, its totals in bold."""
        for number, colonne in enumerate(tableau.colonnes, 1):
            style = styles.ENTETE_NOMBRE if is_numeric(colonne) else styles.ENTETE
            ecrire_texte(self._cell(number, style), entete(colonne))
        self._fit(list(map(entete, tableau.colonnes)))
        self.ligne += 1
        for rank, ligne in enumerate(tableau.lignes, 1):
            self._row(tableau, ligne, rank > len(tableau.lignes) - tableau.lignes_total)
        if not tableau.lignes:
            self.texte(VIDE, styles.NOTE)

    def _row(self, tableau: Tableau, ligne: tuple[Valeur, ...], total: bool) -> None:
        for number, (colonne, value) in enumerate(zip(tableau.colonnes, ligne, strict=True), 1):
            style = _style(value, is_numeric(colonne), total)
            poser(self._cell(number, style), value, colonne.format)
        self._fit([one if isinstance(one, str) else "" for one in ligne])
        self.ligne += 1

    def _fit(self, said: Sequence[str]) -> None:
        hausser(self.sheet, self.ligne, list(zip(said, self.largeurs, strict=False)))

    def _cell(self, colonne: int, style: str) -> Cell:
        """Return a cell of the current row, styled first: a style undoes a number format."""
        cell = self.sheet.cell(self.ligne, colonne)
        cell.style = style
        return cell


def _style(value: Valeur, numeric: bool, total: bool) -> str:
    if total:
        return styles.TOTAL_NOMBRE if numeric else styles.TOTAL
    if absente(value):
        return styles.ABSENTE
    return styles.NOMBRE if numeric else styles.CELLULE


def largeurs(tableaux: Sequence[Tableau]) -> list[float]:
    """Return the width of each column of a sheet, its tables one above the other."""
    count = max([len(each.colonnes) for each in tableaux], default=1)
    found = [LARGEUR_CELLULE] * count
    for tableau in tableaux:
        for rank, colonne in enumerate(tableau.colonnes):
            found[rank] = max(found[rank], _need(tableau, rank, colonne.format))
    found[0] = max(found[0], _FIRST)
    return found


def _need(tableau: Tableau, rank: int, form: Format) -> float:
    said = [texte(ligne[rank], form) for ligne in tableau.lignes]
    longest = max(map(len, [*entete(tableau.colonnes[rank]).split(), *said]), default=0)
    return min(_MOST, longest + 2.0)


def appliquer(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Set the widths of a sheet's columns."""
    for rank, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(rank)].width = width
