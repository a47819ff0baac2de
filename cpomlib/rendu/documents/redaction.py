"""What a text document says, block after block, before Word or OpenDocument writes it.

The two pens know three things: a paragraph of a named style, a table, a picture. Everything else
(the label of a table, what leads a call-out, what stands under a figure) is said here, once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import NamedTuple

from cpomlib.rendu.blocs import (
    Bloc,
    ChiffresCles,
    Constat,
    Encarts,
    Figure,
    Paragraphe,
    Tableau,
    anchor,
    portions,
)
from cpomlib.rendu.documents.apparence import NOMS
from cpomlib.rendu.documents.cellules import chapeau, chiffres, encarts, notes, notes_figure
from cpomlib.rendu.documents.plan import Element, VoletConstats

CORPS, LEGENDE, NOTE, FIGURE = "Corps", "Caption", "Note de tableau", "Figure"


class Passage(NamedTuple):
    """A stretch of text, in bold or not; ``ancre``: of the heading it leads to."""

    texte: str
    ancre: str = ""
    gras: bool = True


class Rang(NamedTuple):
    """The number of a table or of a figure, counted again when one is added."""

    serie: str
    numero: str


@dataclass(frozen=True)
class Alinea:
    """A paragraph of a named style; ``suivant``: on the page of what follows."""

    style: str
    contenu: tuple[str | Passage | Rang, ...]
    suivant: bool = False


@dataclass(frozen=True)
class Grille:
    """A table."""

    tableau: Tableau


@dataclass(frozen=True)
class Image:
    """A picture."""

    figure: Figure
    numero: str


Morceau = Alinea | Grille | Image


@singledispatch
def rediger(bloc: Bloc, place: Element) -> Iterator[Morceau]:
    """Say a block; the cover and the headings are the business of each pen."""
    raise TypeError(f"no text form for {type(bloc).__name__}")


@rediger.register
def _(bloc: Paragraphe, place: Element) -> Iterator[Morceau]:
    style = CORPS if bloc.role == "normal" else NOMS[bloc.role]
    lead = (Passage(chapeau(bloc.titre)), " ") if bloc.titre else ()
    todo = ("\n", Passage("À faire\u00a0:"), " ", bloc.que_faire) if bloc.que_faire else ()
    yield Alinea(style, (*lead, *_texte(bloc), *todo))


@rediger.register
def _(bloc: Encarts, place: Element) -> Iterator[Morceau]:
    if bloc.titre:
        yield Alinea(LEGENDE, (bloc.titre,), suivant=True)
    yield from annoter(encarts(bloc))


@rediger.register
def _(bloc: ChiffresCles, place: Element) -> Iterator[Morceau]:
    yield from annoter(chiffres(bloc))


@rediger.register
def _(bloc: VoletConstats, place: Element) -> Iterator[Morceau]:
    for each in bloc.constats:
        rest = f"\n{each.texte}" if each.texte else ""
        yield Alinea(NOMS[bloc.nature], (_constat(each), rest))
    if not bloc.constats:
        yield Alinea(CORPS, (bloc.vide,))


@rediger.register
def _(bloc: Tableau, place: Element) -> Iterator[Morceau]:
    label = ("Tableau ", Rang("Tableau", place.numero), " – ") if place.numero else ()
    yield Alinea(LEGENDE, (*label, bloc.titre), suivant=True)
    yield from annoter(bloc)


@rediger.register
def _(bloc: Figure, place: Element) -> Iterator[Morceau]:
    unit = f" ({bloc.unite})" if bloc.unite else ""
    number = Rang("Figure", place.numero)
    yield Alinea(LEGENDE, ("Figure ", number, f" – {bloc.titre}{unit}"), suivant=True)
    yield Image(bloc, place.numero)
    yield Alinea(NOTE, (notes_figure(bloc),))


def annoter(tableau: Tableau) -> Iterator[Morceau]:
    """Say a table and its note, even empty: Word joins two tables that touch."""
    yield Grille(tableau)
    yield Alinea(NOTE, (notes(tableau),))


def _texte(bloc: Paragraphe) -> Iterator[str | Passage]:
    """Say the text of a paragraph, its references as links."""
    if not bloc.renvois:
        yield bloc.texte
        return
    for one in portions(bloc.texte, bloc.renvois):
        yield Passage(one.texte, anchor("", one.ancre), gras=False) if one.ancre else one.texte


def _constat(constat: Constat) -> Passage:
    return Passage(constat.titre, anchor("", constat.lien) if constat.lien else "")
