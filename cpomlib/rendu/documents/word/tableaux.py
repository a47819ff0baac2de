"""A table of the report as a Word table: header repeated, rows whole, totals in bold."""

from __future__ import annotations

from typing import Any

from cpomlib.rendu.blocs import Tableau, is_numeric
from cpomlib.rendu.documents.cellules import (
    VIDE,
    court,
    entete,
    largeurs,
    lignes,
    notes,
    serre,
)
from cpomlib.rendu.documents.word import styles
from cpomlib.rendu.documents.word.ooxml import noeud, paragraphe
from cpomlib.socle import propre

LARGEUR = 9865
"""Width of the text in twentieths of a point: A4 less margins of 18 mm."""


def grille(tableau: Tableau, ids: dict[str, str]) -> Any:
    """Return the table of a ``Tableau``.

    Args:
        tableau: what to show.
        ids: name of a style → its id in the document.
    """
    widths = [round(share * LARGEUR) for share in largeurs(tableau)]
    if serre(tableau):
        ids = {name: ids.get(name + styles.SERRE, id) for name, id in ids.items()}
    columns = noeud("w:tblGrid", *(noeud("w:gridCol", w_w=width) for width in widths))
    table = noeud("w:tbl", _settings(tableau), columns, _header(tableau, widths, ids))
    for row in _rows(tableau, widths, ids):
        table.append(row)
    return table


def _settings(tableau: Tableau) -> Any:
    look = {"w_firstRow": 1, "w_lastRow": 0, "w_firstColumn": 0, "w_lastColumn": 0,
            "w_noHBand": 1, "w_noVBand": 1, "w_val": "0620"}  # fmt: skip
    return noeud(
        "w:tblPr",
        noeud("w:tblStyle", w_val="TableauDuRapport"),
        noeud("w:tblW", w_w=LARGEUR, w_type="dxa"),
        noeud("w:tblLayout", w_type="fixed"),
        noeud("w:tblLook", **look),  # type: ignore[arg-type]
        noeud("w:tblCaption", w_val=propre(tableau.titre)),
        noeud("w:tblDescription", w_val=notes(tableau)),
    )


def _header(tableau: Tableau, widths: list[int], ids: dict[str, str]) -> Any:
    names = {True: styles.ENTETE_NOMBRE, False: styles.ENTETE}
    cells = [
        _cell(width, paragraphe(ids[names[is_numeric(colonne)]], entete(colonne), suivant=True))
        for colonne, width in zip(tableau.colonnes, widths, strict=True)
    ]
    return _row(cells, noeud("w:tblHeader"))


def _rows(tableau: Tableau, widths: list[int], ids: dict[str, str]) -> list[Any]:
    texts = lignes(tableau)
    if not texts:
        said = _cell(sum(widths), paragraphe(ids[styles.TEXTE], VIDE), len(widths))
        return [_row([said])]
    last, rows, short = len(texts) - 1, [], court(tableau)
    for rank, cells in enumerate(texts):
        total = rank >= len(texts) - tableau.lignes_total
        # the rows of a short table hold each other, so that it moves whole to the next page
        held = short and rank < last
        rows.append(_row(_line(tableau, cells, widths, ids, total=total, held=held)))
    return rows


def _line(
    tableau: Tableau, texts: tuple[str, ...], widths: list[int], ids: dict[str, str], *,
    total: bool, held: bool,
) -> list[Any]:  # fmt: skip
    pairs = {(False, False): styles.TEXTE, (False, True): styles.NOMBRE,
             (True, False): styles.TOTAL, (True, True): styles.TOTAL_NOMBRE}  # fmt: skip
    return [
        _cell(width, paragraphe(ids[pairs[total, is_numeric(colonne)]], said, suivant=held))
        for colonne, said, width in zip(tableau.colonnes, texts, widths, strict=True)
    ]


def _row(cells: list[Any], *settings: Any) -> Any:
    return noeud("w:tr", noeud("w:trPr", noeud("w:cantSplit"), *settings), *cells)


def _cell(width: int, content: Any, columns: int = 1) -> Any:
    settings = noeud("w:tcPr", noeud("w:tcW", w_w=width, w_type="dxa"))
    if columns > 1:
        settings.append(noeud("w:gridSpan", w_val=columns))
    return noeud("w:tc", settings, content)
