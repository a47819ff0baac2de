"""The order of a document, whatever its format: groups opened, headings and captions numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from cpomlib.rendu.blocs import (
    Bloc,
    ChiffresCles,
    Colonne,
    Constat,
    Constats,
    Figure,
    Groupe,
    Identite,
    Paragraphe,
    Sommaire,
    Tableau,
    Titre,
    anchor,
)
from cpomlib.rendu.documents.cellules import mesure

CONTENU = 220
"""Lines, some four pages, from which a document has a cover and a table of contents."""
_DRAWN, _AROUND = 18, 3
"""Lines a figure takes, and those around a table: its caption, its header, its note."""
DONNEES = "Les données des graphiques"
_RIEN = {
    "force": "Aucune règle ne relève de force cette année.",
    "vigilance": "Aucune règle ne relève de point de vigilance cette année.",
}
_VOLETS = {"force": "Forces", "vigilance": "Points de vigilance"}


@dataclass(frozen=True)
class VoletConstats(Bloc):
    """The strengths of a document, or its points of attention; ``vide`` says there is none."""

    nature: Literal["force", "vigilance"]
    constats: tuple[Constat, ...]
    vide: str


@dataclass(frozen=True)
class Element:
    """A block in its place.

    Attributes:
        numero: of a heading (« 2.1 »), of a table or of a figure (« 3 »); empty for the others.
        repere: the anchor of a heading, unique in the document.
    """

    bloc: Bloc
    numero: str = ""
    repere: str = ""


@dataclass(frozen=True)
class Partie:
    """A section of level 2 and all it holds; no title for what precedes the first one."""

    titre: str
    elements: tuple[Element, ...]
    numero: str = ""


def elements(blocs: Iterable[Bloc]) -> tuple[Element, ...]:
    """Return the blocks of a document one after the other, numbered.

    Groups are opened; the key figures and the findings are given the heading that the page sets
    above them; a contents block is left out, each format making its own.
    """
    found = tuple(_unfold(blocs))
    count = _Comptes(romaine=any(isinstance(one, Identite) and one.romaine for one in found))
    return tuple(count.place(bloc) for bloc in found)


def annexe(places: Sequence[Element]) -> tuple[Element, ...]:
    """Return the section that gives the data of the charts, empty when there is none.

    A document on paper has no fold to open: the figures stay in the text, their data at the end.
    """
    drawn = [each for each in places if isinstance(each.bloc, Figure)]
    cover = identite(places)
    if cover is not None and cover.courte:
        return ()
    if not drawn:
        return ()
    rank = 1 + len([each for each in places if _level(each.bloc) == 2 and each.numero])
    number = romain(rank) if romaine(places) else str(rank)
    tables = (Element(_named(each), "") for each in drawn)
    return (Element(Titre(2, DONNEES), number, "donnees-des-graphiques"), *tables)


def romain(nombre: int) -> str:
    """Write a small number as contracts number their parts: 4 is « IV »."""
    said = ""
    for worth, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        times, nombre = divmod(nombre, worth)
        said += sign * times
    return said


def parties(places: Sequence[Element]) -> tuple[Partie, ...]:
    """Cut a document at its headings of level 2."""
    cut: list[list[Element]] = [[]]
    for each in places:
        if _level(each.bloc) == 2:
            cut.append([])
        cut[-1].append(each)
    named = (
        Partie(head.bloc.texte, tuple(rest), head.numero)
        for head, *rest in cut[1:]
        if isinstance(head.bloc, Titre)
    )
    return (*([Partie("", tuple(cut[0]))] if cut[0] else []), *named)


def identite(places: Iterable[Element]) -> Identite | None:
    """Return the cover of a document, None when it has none."""
    return next((each.bloc for each in places if isinstance(each.bloc, Identite)), None)


def romaine(places: Iterable[Element]) -> bool:
    """Tell whether the parts of a document are numbered I, II, III."""
    cover = identite(places)
    return cover is not None and cover.romaine


def surtitre(bloc: Identite, service: str = "") -> str:
    """Return what stands above the name on a cover: the service, the document, the year."""
    said = f"{bloc.nature} · {bloc.annee}"
    return f"{service} – {said}" if service else said


def faits(bloc: Identite) -> Tableau:
    """Return the facts of a cover as a table; those of a short document in one line."""
    if bloc.courte:
        heads = tuple(Colonne(fait.libelle) for fait in bloc.faits)
        return Tableau("", heads, (tuple(mesure(f.valeur, f.format) for f in bloc.faits),))
    rows = tuple(
        (f"{fait.libelle} ({fait.aide})" if fait.aide else fait.libelle,
         mesure(fait.valeur, fait.format))
        for fait in bloc.faits
    )  # fmt: skip
    return Tableau("L’essentiel", (Colonne("Repère"), Colonne("Valeur")), rows)


def depots(bloc: Identite) -> str:
    """Return the deposits of a cover, one per line; empty when there is none to list."""
    if bloc.courte:
        return ""
    many = "s" if len(bloc.depots) > 1 else ""
    lines = "\n".join(bloc.depots)
    return f"D’après {len(bloc.depots)} dépôt{many}\u00a0:\n{lines}" if bloc.depots else ""


def titres(places: Iterable[Element]) -> tuple[Element, ...]:
    """Return the headings of the table of contents: sections and their subsections."""
    return tuple(each for each in places if _level(each.bloc) in {2, 3})


def a_une_couverture(places: Sequence[Element]) -> bool:
    """Tell whether a document is long enough for a cover and contents on pages of their own."""
    cover = identite(places)
    if cover is None or cover.courte:
        return False
    return sum(_lines(each.bloc) for each in places) >= CONTENU


def _lines(bloc: Bloc) -> int:
    if isinstance(bloc, Tableau):
        return len(bloc.lignes) + _AROUND
    return _DRAWN if isinstance(bloc, Figure) else _AROUND


def _unfold(blocs: Iterable[Bloc]) -> Iterator[Bloc]:
    niveau = 2
    for bloc in _flat(blocs):
        if isinstance(bloc, Titre) and bloc.niveau <= niveau:
            # from the first section on, figures and findings are a part of theirs
            niveau = 3
        if isinstance(bloc, ChiffresCles):
            yield from (Titre(niveau, bloc.titre, bloc.ancre), bloc)
        elif isinstance(bloc, Constats):
            yield from _findings(bloc, niveau)
        elif not isinstance(bloc, Sommaire):
            yield bloc


def _flat(blocs: Iterable[Bloc]) -> Iterator[Bloc]:
    for bloc in blocs:
        yield from _flat(bloc.blocs) if isinstance(bloc, Groupe) else (bloc,)


def _findings(bloc: Constats, niveau: int) -> Iterator[Bloc]:
    yield Titre(niveau, bloc.titre, bloc.ancre)
    for nature, found in (("force", bloc.forces), ("vigilance", bloc.vigilances)):
        yield Titre(niveau + 1, _VOLETS[nature])
        yield VoletConstats(nature, found, _RIEN[nature])  # type: ignore[arg-type]
    if bloc.note:
        yield Paragraphe(bloc.note, "note")


def _named(each: Element) -> Tableau:
    figure = each.bloc
    assert isinstance(figure, Figure)
    titre = f"Figure {each.numero}, données\u00a0: {figure.tableau.titre}"
    return replace(figure.tableau, titre=titre, source=figure.tableau.source or figure.source)


def _level(bloc: Bloc) -> int:
    return bloc.niveau if isinstance(bloc, Titre) else 0


@dataclass
class Numeros:
    """The numbers given so far to the headings of a document, the same in each of its formats."""

    romaine: bool = False
    sections: int = 0
    sous_sections: int = 0

    def suivant(self, niveau: int) -> str:
        """Return the number of the next heading of a level, empty where that level has none."""
        if niveau == 2:
            self.sections, self.sous_sections = self.sections + 1, 0
            return self._part()
        if niveau == 3:
            self.sous_sections += 1
            return f"{self._part()}.{self.sous_sections}"
        return ""

    def _part(self) -> str:
        return romain(self.sections) if self.romaine else str(self.sections)


@dataclass
class _Comptes(Numeros):
    """The numbers given so far to all that has one."""

    tableaux: int = 0
    figures: int = 0
    reperes: set[str] = field(default_factory=set)

    def place(self, bloc: Bloc) -> Element:
        if isinstance(bloc, Titre):
            number = self.suivant(bloc.niveau) if bloc.numerote else ""
            return Element(bloc, number, self._anchor(bloc))
        if isinstance(bloc, Tableau):
            self.tableaux += 1
            return Element(bloc, str(self.tableaux))
        if isinstance(bloc, Figure):
            self.figures += 1
            return Element(bloc, str(self.figures))
        return Element(bloc)

    def _anchor(self, titre: Titre) -> str:
        wanted = anchor(titre.texte, titre.ancre)
        found, turn = wanted, 1
        while found in self.reperes:
            turn += 1
            found = f"{wanted}-{turn}"
        self.reperes.add(found)
        return found
