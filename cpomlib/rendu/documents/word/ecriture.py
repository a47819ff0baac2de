"""The Word document of a report, block after block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Ouvrage
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from lxml import etree

from cpomlib.rendu.blocs import Bloc, Figure, Identite, Titre
from cpomlib.rendu.documents import archive, plan
from cpomlib.rendu.documents.apparence import taille
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.plan import Element
from cpomlib.rendu.documents.redaction import (
    CORPS,
    Alinea,
    Grille,
    Image,
    Passage,
    Rang,
    rediger,
)
from cpomlib.rendu.documents.word import cadre, couverture, ooxml, styles
from cpomlib.rendu.documents.word.ooxml import champ, paragraphe, passage, renvoi, signet
from cpomlib.rendu.documents.word.tableaux import grille
from cpomlib.socle import propre

_PICTURE = (cadre.TEXTE, 205)
"""Greatest width and height of a picture in millimetres."""
_PIXELS = 1280
"""Pixels of a chart as wide as the page."""
_ANNEXE = re.compile(r"^(Annexe)[ \u00a0](\d+)(?!\d)(.*)$", re.IGNORECASE)
"""The heading of a numbered annex, and what refers to it."""


def ecrire(blocs: Sequence[Bloc], enveloppe: Enveloppe, chemin: Path) -> None:
    """Write a report as a Word document, in one stroke.

    Every paragraph has a named style, headings are numbered by a list, tables are tables, each
    picture says its finding: the parties can edit it into the annex of the contract.

    Args:
        blocs: the blocks of the executed notebook (:func:`cpomlib.rendu.documents.lecture.lire`).
        enveloppe: title, margins and warning.
        chemin: the ``.docx`` to write; an earlier file there is replaced.
    """
    target = BytesIO()
    document(blocs, enveloppe).save(target)
    archive.deposer(target.getvalue(), chemin, {"docProps/core.xml": sans_dates})


def document(blocs: Sequence[Bloc], enveloppe: Enveloppe) -> Ouvrage:
    """Return the document, before it is written."""
    places = plan.elements(blocs)
    book = Document()
    styles.declarer(book, romaine=plan.romaine(places))
    covered = plan.a_une_couverture(places)
    cadre.encadrer(book, enveloppe, couverture=covered)
    pen = PlumeWord(book, enveloppe, {style.name: style.style_id for style in book.styles})
    whole = (*places, *plan.annexe(places))
    heads = plan.titres(whole)
    pen.signets = {each.repere: f"_Toc{rank:08d}" for rank, each in enumerate(heads, 1)}
    pen.annexes = {
        each.repere: f"_Ref{rank:08d}"
        for rank, each in enumerate(heads, len(heads) + 1)
        if isinstance(each.bloc, Titre) and _ANNEXE.match(each.bloc.texte)
    }
    if plan.identite(places) is None:
        pen.ajouter(paragraphe(pen.ids["Title"], enveloppe.titre))
    for each in whole:
        pen.bloc(each.bloc, each)
        if isinstance(each.bloc, Identite) and covered:
            pen.ajouter(*couverture.sommaire(heads, pen.signets, pen.ids))
            pen.saut = True
    return book


def sans_dates(contenu: bytes) -> bytes:
    """Remove the dates of the template from the properties."""
    root = etree.fromstring(contenu)
    for child in [child for child in root if child.tag.startswith("{http://purl.org/dc/terms/}")]:
        root.remove(child)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


@dataclass
class PlumeWord:
    """A document being written, from top to bottom.

    Attributes:
        ids: name of a style → its id.
        signets: anchor of a heading → its bookmark.
        annexes: anchor of the heading of an annex → the bookmark of its number.
        saut: the next heading begins a page.
    """

    book: Ouvrage
    enveloppe: Enveloppe
    ids: dict[str, str]
    signets: dict[str, str] | None = None
    annexes: dict[str, str] = field(default_factory=dict)
    saut: bool = False

    def ajouter(self, *elements: Any) -> None:
        """Add elements at the end of the text."""
        last = self.book.element.body.sectPr
        for element in elements:
            last.addprevious(element)

    def texte(self, style: str, *contenu: Any, suivant: bool = False) -> None:
        """Add a paragraph of a named style."""
        self.ajouter(paragraphe(self.ids[style], *contenu, suivant=suivant))

    @singledispatchmethod
    def bloc(self, bloc: Bloc, place: Element) -> None:
        """Add a block."""
        for each in rediger(bloc, place):
            self.morceau(each)

    @bloc.register
    def _(self, bloc: Identite, place: Element) -> None:
        alone = self.book.sections[0].different_first_page_header_footer
        self.ajouter(*couverture.couverture(bloc, self.enveloppe, self.ids, seule=alone))

    @bloc.register
    def _(self, bloc: Titre, place: Element) -> None:
        style = self.ids["Title" if bloc.niveau < 2 else f"Heading {min(bloc.niveau - 1, 3)}"]
        name = (self.signets or {}).get(place.repere)
        content: list[Any] = [bloc.texte]
        if name:
            begin, end = signet(name, int(name[4:]))
            content = [begin, *self._head(bloc, place.repere), end]
        fresh = self.saut or bloc.nouvelle_page is True
        line = paragraphe(style, *content, suivant=True, saut=fresh)
        if bloc.niveau in {2, 3} and not bloc.numerote:
            ooxml.sans_numero(line)
        self.ajouter(line)
        self.saut = False

    def _head(self, bloc: Titre, repere: str) -> list[Any]:
        """Return the text of a heading; the number of an annex counts, and is referred to."""
        if repere not in self.annexes:
            return [bloc.texte]
        name = self.annexes[repere]
        begin, end = signet(name, int(name[4:]))
        word, number, rest = _ANNEXE.findall(bloc.texte)[0]
        return [f"{word} ", begin, *champ(f"SEQ {word} \\* ARABIC", number), end, rest]

    @singledispatchmethod
    def morceau(self, morceau: Any) -> None:
        """Add what the redaction says."""
        raise TypeError(f"no Word form for {type(morceau).__name__}")

    @morceau.register
    def _(self, morceau: Alinea) -> None:
        style = "Normal" if morceau.style == CORPS else morceau.style
        runs = [run for part in morceau.contenu for run in self._runs(part)]
        self.texte(style, *runs, suivant=morceau.suivant)

    @morceau.register
    def _(self, morceau: Grille) -> None:
        self.ajouter(grille(morceau.tableau, self.ids))

    @morceau.register
    def _(self, morceau: Image) -> None:
        self._picture(morceau.figure)

    def _runs(self, part: str | Passage | Rang) -> list[Any]:
        if isinstance(part, str):
            return [part]
        if isinstance(part, Rang):
            return champ(f"SEQ {part.serie} \\* ARABIC", part.numero)
        if part.ancre in self.annexes and (found := _ANNEXE.match(part.texte)):
            number = champ(f"REF {self.annexes[part.ancre]} \\h", found[2])
            return [f"{part.texte[: found.start(2)]}", *number, found[3]]
        said, name = passage(part.texte, gras=part.gras), (self.signets or {}).get(part.ancre)
        return [renvoi(name, said) if name else said]

    def _picture(self, figure: Figure) -> None:
        from cpomlib.rendu.documents.dessins import image

        png = image(figure)
        holder = paragraphe(self.ids[styles.FIGURE], suivant=True)
        self.ajouter(holder)
        width, height = taille(png)
        scale = min(_PICTURE[0] / max(width, _PIXELS), _PICTURE[1] / height)
        run = Paragraph(holder, self.book._body).add_run()
        shape = run.add_picture(BytesIO(png), Mm(width * scale), Mm(height * scale))
        said = shape._inline.docPr
        said.set("descr", propre(figure.alternative))
        said.set("title", propre(figure.titre))
