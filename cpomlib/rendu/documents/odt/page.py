"""The page of an OpenDocument text: A4, running header and foot, cover without them."""

from __future__ import annotations

from typing import Any

from cpomlib.droit import police
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.odt import styles
from cpomlib.rendu.documents.odt.odf import VERSION, noeud, paragraphe, serialiser

COUVERTURE = "First_20_Page"


def feuille_de_styles(enveloppe: Enveloppe, *, romaine: bool = False) -> bytes:
    """Return ``styles.xml``: the styles, the page and its margins."""
    root = noeud(
        "office:document-styles",
        polices(),
        noeud("office:styles", *styles.declares(romaine=romaine)),
        noeud("office:automatic-styles", _layout("Page"), _layout("Couverture")),
        noeud("office:master-styles", _running(enveloppe), _cover()),
        office_version=VERSION,
    )
    return serialiser(root)


def polices() -> Any:
    """Return the font of the document, with the one that stands for it where it is not."""
    face = noeud(
        "style:font-face",
        style_name=police(),
        svg_font_family=f"'{police()}'",
        style_font_family_generic="swiss",
    )
    return noeud("office:font-face-decls", face)


def _layout(name: str) -> Any:
    page = noeud(
        "style:page-layout-properties",
        fo_page_width="21cm",
        fo_page_height="29.7cm",
        style_print_orientation="portrait",
        **{f"fo_margin_{side}": "1.8cm" for side in ("left", "right")},
        **{f"fo_margin_{side}": "1.2cm" for side in ("top", "bottom")},
    )
    if name == "Couverture":
        return noeud("style:page-layout", page, style_name=name)
    parts = (
        noeud(
            f"style:{side}-style",
            noeud(
                "style:header-footer-properties",
                fo_min_height="0.8cm",
                **{f"fo_margin_{gap}": "0.5cm"},
            ),
        )
        for side, gap in (("header", "bottom"), ("footer", "top"))
    )
    return noeud("style:page-layout", page, *parts, style_name=name)


def _running(enveloppe: Enveloppe) -> Any:
    top = [paragraphe("Header", enveloppe.entete or enveloppe.titre)]
    if enveloppe.bandeau:
        top.append(paragraphe(styles.BANDEAU, enveloppe.bandeau))
    number = noeud("text:page-number", "1", text_select_page="current")
    bottom = paragraphe(
        "Footer", enveloppe.pied, noeud("text:tab"), number, " / ", noeud("text:page-count", "1")
    )
    return noeud(
        "style:master-page",
        noeud("style:header", *top),
        noeud("style:footer", bottom),
        style_name="Standard",
        style_page_layout_name="Page",
    )


def _cover() -> Any:
    return noeud(
        "style:master-page",
        style_name=COUVERTURE,
        style_display_name="First Page",
        style_page_layout_name="Couverture",
        style_next_style_name="Standard",
    )
