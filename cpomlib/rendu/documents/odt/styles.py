"""The named styles of an OpenDocument text, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpomlib.droit import couleur, police
from cpomlib.rendu.documents.apparence import ENCADRES, NOMS
from cpomlib.rendu.documents.odt.odf import MANQUE, noeud, nom

TEXTE, NOMBRE = "Texte de tableau", "Nombre de tableau"
ENTETE, ENTETE_NOMBRE = "En-tête de tableau", "En-tête de nombre"
TOTAL, TOTAL_NOMBRE = "Total de tableau", "Total de nombre"
SERRE = " serré"
"""Ends the names of the same styles for a table of many columns."""
NOTE, FIGURE, BANDEAU, SURTITRE = "Note de tableau", "Figure", "Bandeau", "Surtitre"
COUVERTURE = "Surtitre de couverture"
SOMMAIRE, LEGENDE, TITRE, SOUS_TITRE = "Contents Heading", "Caption", "Title", "Subtitle"
TEXTE_CM = 17.4
"""Width of the text in centimetres: A4 less margins of 18 mm."""

_RIGHT = {"fo_text_align": "end"}
_CELLS: dict[str, tuple[bool, dict[str, str]]] = {
    TEXTE: (False, {}),
    NOMBRE: (False, _RIGHT),
    ENTETE: (True, {}),
    ENTETE_NOMBRE: (True, _RIGHT),
    TOTAL: (True, {}),
    TOTAL_NOMBRE: (True, _RIGHT),
}
_NEXT = {"fo_keep_with_next": "always"}


def declares(*, romaine: bool = False) -> list[Any]:
    """Return every named style."""
    return [
        _defaults(),
        noeud("style:style", style_name="Standard", style_family="paragraph"),
        *_headings(),
        *_texts(),
        *(_boxed(NOMS[role], 9.5, *colours) for role, colours in ENCADRES.items()),
        _boxed(BANDEAU, 9, "vigilance", "vigilance_pale"),
        noeud(
            "style:style",
            noeud("style:text-properties", fo_font_weight="bold"),
            style_name="Strong_20_Emphasis",
            style_display_name="Strong Emphasis",
            style_family="text",
        ),
        noeud(
            "style:style",
            noeud(
                "style:text-properties",
                fo_font_weight="bold",
                fo_background_color=f"#{couleur('vigilance_pale')}",
            ),
            style_name=nom(MANQUE),
            style_display_name=MANQUE,
            style_family="text",
        ),
        noeud("style:style", style_name="Graphics", style_family="graphic"),
        outline(romaine=romaine),
    ]


def style(
    affiche: str, size: float, role: str = "encre", *, bold: bool = False, before: float = 0,
    after: float = 0, parent: str = "Standard",
    forme: Mapping[str, str] | None = None,
) -> Any:  # fmt: skip
    """Return a paragraph style; ``forme`` holds further properties of the paragraph."""
    shape = noeud(
        "style:paragraph-properties",
        fo_margin_top=f"{before}pt",
        fo_margin_bottom=f"{after}pt",
        **(forme or {}),
    )
    letters = noeud(
        "style:text-properties",
        fo_font_size=f"{size}pt",
        fo_color=f"#{couleur(role)}",
        fo_font_weight="bold" if bold else "normal",
    )
    return noeud(
        "style:style",
        shape,
        letters,
        style_name=nom(affiche),
        style_display_name=affiche,
        style_family="paragraph",
        style_parent_style_name=nom(parent),
    )


def _defaults() -> Any:
    return noeud(
        "style:default-style",
        noeud(
            "style:paragraph-properties", fo_orphans=2, fo_widows=2, fo_line_height="100%",
            style_tab_stop_distance="1.25cm",
        ),
        noeud(
            "style:text-properties", style_font_name=police(), fo_font_size="10pt",
            fo_language="fr", fo_country="FR", fo_color=f"#{couleur('encre')}",
        ),
        style_family="paragraph",
    )  # fmt: skip


def _headings() -> list[Any]:
    sizes = ((1, 16, 12), (2, 13, 10), (3, 11, 8))
    return [
        style(TITRE, 22, "accent", bold=True, after=4),
        style(SOUS_TITRE, 12, "encre_douce", after=8),
        style("Heading", 11, "accent", bold=True, forme=_NEXT),
        *(
            _heading(rank, size, before)
            for rank, size, before in sizes
        ),
        style(LEGENDE, 10, bold=True, before=6, after=2, forme=_NEXT),
        style(SOMMAIRE, 17, "accent", bold=True, after=10, forme=_NEXT),
        *(_contents(rank) for rank in (1, 2)),
        *(_margin(name) for name in ("Header", "Footer")),
    ]  # fmt: skip


def _heading(rank: int, size: float, before: float) -> Any:
    made = style(f"Heading {rank}", size, "accent", bold=True, before=before, after=6,
                 parent="Heading", forme=_NEXT)  # fmt: skip
    made.attrib.update(noeud("style:style", style_default_outline_level=rank).attrib)
    return made


def _texts() -> list[Any]:
    cells = [
        style(name + suffix, size, bold=bold, forme=shape)
        for suffix, size in (("", 8.5), (SERRE, 7.5))
        for name, (bold, shape) in _CELLS.items()
    ]
    return [
        style("Text body", 9.5, after=4),
        *cells,
        style(NOTE, 7.5, "encre_douce", before=2, after=6),
        style(FIGURE, 10, forme=_NEXT),
        style(SURTITRE, 12, "encre_douce", after=6),
        style(COUVERTURE, 12, "encre_douce", before=120, after=6),
    ]


def _boxed(affiche: str, size: float, ink: str, pale: str) -> Any:
    """Return a call-out: its rule on the left, its background."""
    forme = {
        "fo_margin_left": "0.3cm",
        "fo_padding": "0.15cm",
        "fo_border_left": f"2.25pt solid #{couleur(ink)}",
        "fo_background_color": f"#{couleur(pale)}",
        "fo_keep_together": "always",
    }
    return style(affiche, size, ink, bold=affiche == BANDEAU, after=6, forme=forme)


def _contents(rank: int) -> Any:
    made = style(f"Contents {rank}", 10, after=3,
                 forme={"fo_margin_left": f"{0.5 * (rank - 1)}cm"})  # fmt: skip
    made[0].append(_stops(TEXTE_CM - 0.5 * (rank - 1), leader=True))
    return made


def _margin(affiche: str) -> Any:
    made = style(affiche, 8, "encre_douce")
    made[0].append(_stops(TEXTE_CM))
    return made


def _stops(position: float, *, leader: bool = False) -> Any:
    dots = {"style_leader_style": "dotted", "style_leader_text": "."} if leader else {}
    stop = noeud("style:tab-stop", style_position=f"{position}cm", style_type="right", **dots)
    return noeud("style:tab-stops", stop)


def outline(*, romaine: bool = False) -> Any:
    """Return the numbering of headings: a part moved is renumbered."""
    levels = [
        noeud(
            "text:outline-level-style",
            noeud("style:list-level-properties", text_min_label_distance="0.25cm"),
            text_level=rank,
            style_num_format={1: "I" if romaine else "1", 2: "1"}.get(rank, ""),
            **({"text_display_levels": rank} if rank == 2 else {}),
        )
        for rank in (1, 2, 3)
    ]
    return noeud("text:outline-style", *levels, style_name="Outline")
