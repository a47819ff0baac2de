"""The blocks a report is made of: what they say, as frozen data.

A block shows itself in a notebook twice over: as HTML, for the page, and as structured content
(``application/vnd.cpom.bloc+json``), from which the Word, PDF and Excel exports are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from cpomlib.socle import Format, Valeur

if TYPE_CHECKING:
    import altair as alt

MIME_BLOC = "application/vnd.cpom.bloc+json"

Role = Literal["normal", "note", "manque", "avertissement", "force", "vigilance", "constat"]
Jugement = Literal["", "favorable", "défavorable", "à vérifier"]


class Bloc:
    """Anything a report shows; gives the notebook its two forms."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from cpomlib.rendu.blocs.content import content
        from cpomlib.rendu.blocs.html import html

        return {
            "text/html": str(html(self)),
            MIME_BLOC: content(self),
            "text/plain": f"<{type(self).__name__}>",
        }


@dataclass(frozen=True)
class Titre(Bloc):
    """A heading; level 1 is the page's, sections are 2 and 3.

    Attributes:
        ancre: id in the page, made from ``texte`` when empty.
        nouvelle_page: begins a new page where there are pages (print, PDF, Word); ``pdf`` for not
            in Word nor ODT, whose fonts, so whose pages, are those of who opens them.
        numerote: False for what stands before the first numbered part (visas, preamble).
    """

    niveau: int
    texte: str
    ancre: str = ""
    nouvelle_page: bool | Literal["pdf"] = False
    numerote: bool = True


@dataclass(frozen=True)
class Entree:
    """A line of a table of contents, or words of a text that lead to a heading."""

    texte: str
    ancre: str
    niveau: int = 2


@dataclass(frozen=True)
class Paragraphe(Bloc):
    """A paragraph, or a call-out.

    Attributes:
        role: ``manque`` says what is missing, ``avertissement`` what to beware of, ``force``,
            ``vigilance`` and ``constat`` what a document concludes.
        titre: leading words of a call-out, in bold.
        que_faire: how to supply or mend, on its own line.
        lien: anchor of the section that proves the title.
        renvois: words of the text that lead to a heading (« annexe 1 »).
    """

    texte: str
    role: Role = "normal"
    titre: str = ""
    que_faire: str = ""
    lien: str = ""
    renvois: tuple[Entree, ...] = ()


@dataclass(frozen=True)
class Colonne:
    """A column of a table.

    Attributes:
        unite: shown under the header, not repeated in the cells.
        aide: one line that explains the column, shown in the header's title.
    """

    titre: str
    format: Format = "texte"
    unite: str = ""
    aide: str = ""


@dataclass(frozen=True)
class Tableau(Bloc):
    """A table of raw values, written by the format of their column.

    Attributes:
        lignes: one tuple per row, as long as ``colonnes``.
        premiere_colonne_entete: the first cell of each row is that row's header.
        lignes_total: how many of the last rows are totals.
    """

    titre: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[tuple[Valeur, ...], ...]
    note: str = ""
    source: str = ""
    ancre: str = ""
    premiere_colonne_entete: bool = True
    lignes_total: int = 0

    def __post_init__(self) -> None:
        wrong = [ligne for ligne in self.lignes if len(ligne) != len(self.colonnes)]
        if wrong:
            raise ValueError(f"{len(self.colonnes)} columns expected, got the row {wrong[0]!r}")


@dataclass(frozen=True)
class Figure(Bloc):
    """A chart with all it needs to be read: title, unit, source, alternative text, data.

    Attributes:
        titre: the finding or the question.
        graphique: an Altair chart or its Vega-Lite specification, data inline, theme not applied;
            kept as a specification.
        alternative: the finding in one or two sentences, for who does not see the chart.
        tableau: the very values drawn.
    """

    titre: str
    graphique: alt.TopLevelMixin | Mapping[str, Any]
    unite: str
    source: str
    alternative: str
    tableau: Tableau
    note: str = ""
    ancre: str = ""

    def __post_init__(self) -> None:
        # converting a chart is slow, and both forms of a block need it: once is enough
        if not isinstance(self.graphique, Mapping):
            spec = self.graphique.to_dict(validate=False)
            object.__setattr__(self, "graphique", spec)


@dataclass(frozen=True)
class ChiffreCle:
    """A key figure.

    Attributes:
        id: id of the indicator.
        valeur: raw value, None when not available.
        evolution: difference with the year before, in ``evolution_format``; its sign gives the
            direction shown.
        jugement: what is concluded from it, written beside it; a sign alone concludes nothing.
        reference: the regional figure in words (« médiane régionale : 92,3 % »).
        repere: the same as a number in ``format``, masked where it is, None where there is none.
        rang: the place in the region in words (« 3e sur 12 »).
        lien: anchor of the section that says more.
        raison: why there is no value.
    """

    id: str
    libelle: str
    valeur: Valeur
    format: Format = "nombre"
    unite: str = ""
    evolution: Valeur = None
    evolution_format: Format = "points"
    evolution_unite: str = ""
    jugement: Jugement = ""
    reference: str = ""
    repere: Valeur = None
    rang: str = ""
    lien: str = ""
    raison: str = ""


@dataclass(frozen=True)
class ChiffresCles(Bloc):
    """The key figures, as cards."""

    titre: str
    chiffres: tuple[ChiffreCle, ...]
    note: str = ""
    ancre: str = "chiffres-cles"


@dataclass(frozen=True)
class Constat:
    """A strength or a point of attention, with the section that proves it."""

    nature: Literal["force", "vigilance"]
    titre: str
    texte: str = ""
    lien: str = ""


@dataclass(frozen=True)
class Constats(Bloc):
    """Strengths and points of attention, side by side."""

    forces: tuple[Constat, ...]
    vigilances: tuple[Constat, ...]
    titre: str = "Ce qu’il faut retenir"
    note: str = ""
    ancre: str = "constats"


@dataclass(frozen=True)
class Fait:
    """A short fact of the cover: ``Places financées`` ``128``."""

    libelle: str
    valeur: Valeur
    format: Format = "texte"
    aide: str = ""


@dataclass(frozen=True)
class Identite(Bloc):
    """The cover: who, what perimeter, which year, from which deposits.

    Attributes:
        nature: kind of document, above the name (« Diagnostic partagé »).
        depots: one line per deposit the document was made from.
        exemple: the data is invented, and the page says so.
        courte: the document is read in one go: no page of its own for the cover, no contents, its
            deposits and the data of its charts being elsewhere.
        serree: composed small on paper, to hold in the two pages it promises.
        romaine: its parts are numbered I, II, III, as those of a contract.
    """

    raison_sociale: str
    perimetre: str
    annee: int
    nature: str = "Diagnostic partagé"
    faits: tuple[Fait, ...] = ()
    depots: tuple[str, ...] = ()
    exemple: bool = False
    courte: bool = False
    serree: bool = False
    romaine: bool = False


@dataclass(frozen=True)
class Encart:
    """A box: what is said in it, and the room left to write by hand.

    Attributes:
        textes: its paragraphs.
        lignes: how many lines it holds at least, filled or not.
    """

    titre: str
    textes: tuple[str, ...] = ()
    lignes: int = 0


@dataclass(frozen=True)
class Encarts(Bloc):
    """Boxes side by side: what each party says, where it dates and signs.

    Attributes:
        titre: of all of them; empty where each has its own.
    """

    titre: str
    encarts: tuple[Encart, ...]
    note: str = ""


@dataclass(frozen=True)
class Groupe(Bloc):
    """Blocks one after the other; ``cote_a_cote`` sets them in columns where there is room."""

    blocs: tuple[Bloc, ...]
    cote_a_cote: bool = False


@dataclass(frozen=True)
class Sommaire(Bloc):
    """A table of contents inside the page (the page has its own, made from its headings)."""

    entrees: tuple[Entree, ...] = field(default=())
    titre: str = "Sommaire"
