"""A table of the report in an OpenDocument text."""

from __future__ import annotations

from typing import Any

from cpomlib.droit import couleur
from cpomlib.rendu.blocs import Tableau, is_numeric
from cpomlib.rendu.documents.cellules import VIDE, court, entete, largeurs, lignes, notes, serre
from cpomlib.rendu.documents.odt import styles
from cpomlib.rendu.documents.odt.odf import noeud, paragraphe

CELLULE, ENTETE, TOTAL = "Cellule", "Tete", "Total"


def automatiques() -> list[Any]:
    """Return what all tables share: whole tables, long ones, rows, the three kinds of cells."""
    soft, strong = (f"0.5pt solid #{couleur(role)}" for role in ("filet", "accent"))
    kinds = {
        CELLULE: {"fo_border_bottom": soft},
        ENTETE: {"fo_border_bottom": strong, "fo_background_color": f"#{couleur('fond')}"},
        TOTAL: {"fo_border_top": strong},
    }
    cells = (
        _automatic(
            kind,
            "table-cell",
            "style:table-cell-properties",
            fo_padding_top="0.06cm",
            fo_padding_bottom="0.06cm",
            fo_padding_left="0.13cm",
            fo_padding_right="0.13cm",
            **look,
        )
        for kind, look in kinds.items()
    )
    row = _automatic("Ligne", "table-row", "style:table-row-properties", fo_keep_together="always")
    return [_table_style("Entier", "false"), _table_style("Long", "true"), row, *cells]


def grille(tableau: Tableau, rang: int) -> tuple[Any, list[Any]]:
    """Return the table of a ``Tableau``, and the styles of its columns.

    Args:
        tableau: what to show.
        rang: number of the table in the document, for its name.
    """
    widths = [share * styles.TEXTE_CM for share in largeurs(tableau)]
    names = [f"T{rang}.{column}" for column in range(len(widths))]
    made = [
        _automatic(name, "table-column", "style:table-column-properties",
                   style_column_width=f"{width:.3f}cm")
        for name, width in zip(names, widths, strict=True)
    ]  # fmt: skip
    suffix = styles.SERRE if serre(tableau) else ""
    table = noeud(
        "table:table",
        noeud("table:title", tableau.titre),
        noeud("table:desc", notes(tableau)),
        *(noeud("table:table-column", table_style_name=name) for name in names),
        noeud("table:table-header-rows", _header(tableau, suffix)),
        *_rows(tableau, suffix),
        table_name=f"Tableau{rang}",
        table_style_name="Entier" if court(tableau) else "Long",
    )
    return table, made


def _header(tableau: Tableau, suffix: str) -> Any:
    names = {True: styles.ENTETE_NOMBRE, False: styles.ENTETE}
    return _row(
        _cell(ENTETE, names[is_numeric(colonne)] + suffix, entete(colonne))
        for colonne in tableau.colonnes
    )


def _rows(tableau: Tableau, suffix: str) -> list[Any]:
    texts = lignes(tableau)
    if not texts:
        return [_row([_cell(CELLULE, styles.TEXTE, VIDE, len(tableau.colonnes))])]
    first_total = len(texts) - tableau.lignes_total
    return [_line(tableau, cells, suffix, rank >= first_total) for rank, cells in enumerate(texts)]


def _line(tableau: Tableau, texts: tuple[str, ...], suffix: str, total: bool) -> Any:
    pairs = {(False, False): styles.TEXTE, (False, True): styles.NOMBRE,
             (True, False): styles.TOTAL, (True, True): styles.TOTAL_NOMBRE}  # fmt: skip
    kind = TOTAL if total else CELLULE
    return _row(
        _cell(kind, pairs[total, is_numeric(colonne)] + suffix, said)
        for colonne, said in zip(tableau.colonnes, texts, strict=True)
    )


def _row(cells: Any) -> Any:
    return noeud("table:table-row", *cells, table_style_name="Ligne")


def _cell(kind: str, style: str, said: str, columns: int = 1) -> Any:
    span: dict[str, Any] = {"table_number_columns_spanned": columns} if columns > 1 else {}
    return noeud(
        "table:table-cell",
        paragraphe(style, said),
        table_style_name=kind,
        office_value_type="string",
        **span,
    )


def _table_style(name: str, split: str) -> Any:
    return _automatic(
        name, "table", "style:table-properties", style_width=f"{styles.TEXTE_CM}cm",
        table_align="margins", style_may_break_between_rows=split,
    )  # fmt: skip


def _automatic(name: str, family: str, tag: str, **properties: str) -> Any:
    return noeud("style:style", noeud(tag, **properties), style_name=name, style_family=family)
