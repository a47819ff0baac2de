"""The OpenDocument text of a report, block after block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod
from pathlib import Path
from typing import Any

from cpomlib.rendu.blocs import Bloc, Figure, Identite, Titre
from cpomlib.rendu.documents import archive, plan, redaction
from cpomlib.rendu.documents.apparence import taille
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.odt import page, styles, tableaux
from cpomlib.rendu.documents.odt.couverture import sommaire
from cpomlib.rendu.documents.odt.odf import (
    VERSION,
    gras,
    noeud,
    nom,
    paragraphe,
    renvoi,
    sequence,
    serialiser,
)
from cpomlib.rendu.documents.odt.paquet import paquet
from cpomlib.rendu.documents.plan import Element
from cpomlib.rendu.documents.redaction import CORPS, Alinea, Grille, Image, Passage, Rang

_PICTURE = (styles.TEXTE_CM, 20.5)
"""Greatest width and height of a picture in centimetres."""
_PIXELS = 1280
"""Pixels of a chart as wide as the page."""


def ecrire(blocs: Sequence[Bloc], enveloppe: Enveloppe, chemin: Path) -> None:
    """Write a report as an OpenDocument text, in one stroke.

    Args:
        blocs: the blocks of the executed notebook (:func:`cpomlib.rendu.documents.lecture.lire`).
        enveloppe: title, margins and warning.
        chemin: the ``.odt`` to write; an earlier file there is replaced.
    """
    pen = rediger(blocs, enveloppe)
    content = serialiser(pen.racine())
    sheet = page.feuille_de_styles(enveloppe, romaine=pen.romaine)
    archive.deposer(paquet(content, sheet, pen.images, enveloppe), chemin)


def rediger(blocs: Sequence[Bloc], enveloppe: Enveloppe) -> PlumeOdt:
    """Return the document, before it is written."""
    places = plan.elements(blocs)
    whole = (*places, *plan.annexe(places))
    heads = plan.titres(whole)
    covered = plan.a_une_couverture(places)
    pen = PlumeOdt(enveloppe, frozenset(each.repere for each in heads), covered)
    pen.romaine = plan.romaine(places)
    if plan.identite(places) is None:
        pen.texte(styles.TITRE, enveloppe.titre)
    for each in whole:
        pen.bloc(each.bloc, each)
        if isinstance(each.bloc, Identite) and covered:
            pen.corps.append(sommaire(heads, pen.derive("SautSommaire", styles.SOMMAIRE)))
            pen.saut = True
    return pen


@dataclass
class PlumeOdt:
    """A text being written, from top to bottom.

    Attributes:
        reperes: anchors of the headings, that links may lead to.
        couverture: the first page is a cover.
        saut: the next heading begins a page.
        automatiques: styles of this document's own tables and page breaks.
        images: path in the archive → PNG.
        romaine: the parts are numbered I, II, III.
    """

    enveloppe: Enveloppe
    reperes: frozenset[str]
    couverture: bool = False
    saut: bool = False
    corps: list[Any] = field(default_factory=list)
    automatiques: list[Any] = field(default_factory=tableaux.automatiques)
    images: dict[str, bytes] = field(default_factory=dict)
    tableaux: int = 0
    romaine: bool = False

    def racine(self) -> Any:
        """Return ``content.xml``."""
        series = [
            noeud("text:sequence-decl", text_display_outline_level=0, text_name=name)
            for name in ("Tableau", "Figure")
        ]
        text = noeud("office:text", noeud("text:sequence-decls", *series), *self.corps)
        return noeud(
            "office:document-content",
            page.polices(),
            noeud("office:automatic-styles", *self.automatiques),
            noeud("office:body", text),
            office_version=VERSION,
        )

    def derive(self, name: str, parent: str, **properties: str) -> str:
        """Add a style that begins a page in the manner of a named one; return its name."""
        turned = [] if properties else [noeud("style:paragraph-properties", fo_break_before="page")]
        self.automatiques.append(
            noeud("style:style", *turned, style_name=name, style_family="paragraph",
                  style_parent_style_name=nom(parent), **properties)
        )  # fmt: skip
        return name

    def texte(self, style: str, *contenu: Any) -> None:
        """Add a paragraph of a named style."""
        self.corps.append(paragraphe(style, *contenu))

    @singledispatchmethod
    def bloc(self, bloc: Bloc, place: Element) -> None:
        """Add a block."""
        for each in redaction.rediger(bloc, place):
            self.morceau(each)

    @bloc.register
    def _(self, bloc: Identite, place: Element) -> None:
        for style, said in [*self._above(bloc), (styles.TITRE, bloc.raison_sociale),
                            (styles.SOUS_TITRE, bloc.perimetre)]:  # fmt: skip
            self.texte(style, said)
        if bloc.faits:
            for each in redaction.annoter(plan.faits(bloc)):
                self.morceau(each)
        if bloc.depots:
            self.texte(styles.NOTE, plan.depots(bloc))

    @bloc.register
    def _(self, bloc: Titre, place: Element) -> None:
        if bloc.niveau < 2:
            self.texte(styles.TITRE, bloc.texte)
            return
        level = min(bloc.niveau - 1, 3)
        style = f"Heading {level}"
        if self.saut or bloc.nouvelle_page is True:
            style, self.saut = self.derive(f"SautTitre{place.repere}", style), False
        ends = [noeud(f"text:bookmark-{end}", text_name=place.repere) for end in ("start", "end")]
        plain = {} if bloc.numerote else {"text_is_list_header": "true"}
        self.corps.append(
            noeud("text:h", ends[0], bloc.texte, ends[1], text_style_name=nom(style),
                  text_outline_level=level, **plain)
        )  # fmt: skip

    @singledispatchmethod
    def morceau(self, morceau: Any) -> None:
        """Add what the redaction says."""
        raise TypeError(f"no OpenDocument form for {type(morceau).__name__}")

    @morceau.register
    def _(self, morceau: Alinea) -> None:
        style = "Text body" if morceau.style == CORPS else morceau.style
        self.texte(style, *map(self._node, morceau.contenu))

    @morceau.register
    def _(self, morceau: Grille) -> None:
        self.tableaux += 1
        table, columns = tableaux.grille(morceau.tableau, self.tableaux)
        self.automatiques.extend(columns)
        self.corps.append(table)

    @morceau.register
    def _(self, morceau: Image) -> None:
        self.texte(styles.FIGURE, self._picture(morceau.figure, morceau.numero))

    def _node(self, part: str | Passage | Rang) -> Any:
        if isinstance(part, str):
            return part
        if isinstance(part, Rang):
            return sequence(*part)
        said = gras(part.texte) if part.gras else part.texte
        return renvoi(part.ancre, said) if part.ancre in self.reperes else said

    def _above(self, bloc: Identite) -> list[tuple[str, str]]:
        """Return what stands above the name, the first of a page of its own kind."""
        said = plan.surtitre(bloc, self.enveloppe.service)
        if not self.couverture:
            return [(styles.SURTITRE, said)]
        lines = [(styles.BANDEAU, self.enveloppe.bandeau), (styles.COUVERTURE, said)]
        (first, text), *rest = [line for line in lines if line[1]]
        # the page of a cover has neither header nor foot
        opening = self.derive("Ouverture", first, style_master_page_name=page.COUVERTURE)
        return [(opening, text), *rest]

    def _picture(self, figure: Figure, numero: str) -> Any:
        from cpomlib.rendu.documents.dessins import image

        png, path = image(figure), f"Pictures/figure{numero}.png"
        self.images[path] = png
        width, height = taille(png)
        scale = min(_PICTURE[0] / max(width, _PIXELS), _PICTURE[1] / height)
        content = noeud("draw:image", xlink_href=path, xlink_type="simple", xlink_show="embed",
                        xlink_actuate="onLoad", draw_mime_type="image/png")  # fmt: skip
        return noeud(
            "draw:frame",
            content,
            noeud("svg:title", figure.titre),
            noeud("svg:desc", figure.alternative),
            draw_style_name="Graphics",
            draw_name=f"Figure {numero}",
            text_anchor_type="as-char",
            svg_width=f"{width * scale:.3f}cm",
            svg_height=f"{height * scale:.3f}cm",
        )
