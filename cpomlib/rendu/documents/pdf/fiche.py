"""A sheet: everything a decision rests on, on one A4 page lying on its side.

What does not fit makes the type smaller, then goes on to a second page: nothing is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpomlib.rendu.blocs import ChiffresCles, Figure, Tableau
from cpomlib.rendu.documents.enveloppe import Enveloppe

MODELE = "fiche.typ"


@dataclass(frozen=True)
class FichePdf:
    """What a sheet holds.

    Attributes:
        enveloppe: title, margins, warning.
        nature: what it is, above the title.
        faits: (label, value) pairs of its head: whose, by whom, when.
        hypotheses: what was supposed: first column the hypothesis, last one its reason.
        chiffres: the key figures.
        figures: at most two charts, side by side.
        tableau: the figures year by year.
        methode: sentences on what the figures mean and leave out.
    """

    enveloppe: Enveloppe
    nature: str
    faits: tuple[tuple[str, str], ...]
    hypotheses: Tableau
    chiffres: ChiffresCles
    figures: tuple[Figure, ...]
    tableau: Tableau
    methode: tuple[str, ...]


def composer_fiche(fiche: FichePdf) -> bytes:
    """Return the PDF of a sheet (A4, PDF/UA-1).

    Raises:
        RapportError: the document cannot be laid out.
    """
    from cpomlib.rendu.documents.pdf.contenu import habillage
    from cpomlib.rendu.documents.pdf.moteur import composer
    from cpomlib.rendu.documents.pdf.noeuds import propre
    from cpomlib.rendu.theme import theme

    content = {
        **habillage(fiche.enveloppe, theme()),
        "nature": propre(fiche.nature),
        "faits": [[propre(text) for text in fact] for fact in fiche.faits],
        "hypotheses": _nodes((fiche.hypotheses,))[0],
        "chiffres": _nodes((fiche.chiffres,))[0],
        "figures": _nodes(fiche.figures),
        "tableau": _nodes((fiche.tableau,))[0],
        "methode": [propre(text) for text in fiche.methode],
    }
    return composer(content, MODELE)


def _nodes(blocs: Sequence[ChiffresCles | Figure | Tableau]) -> list[dict]:
    from cpomlib.rendu.documents.pdf.noeuds import noeuds

    return [node for bloc in blocs for node in noeuds(bloc)]
