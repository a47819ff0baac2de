"""A block as the PDF's template takes it: texts already written, nothing left to interpret."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cpomlib.rendu.blocs import (
    ARROWS,
    Bloc,
    Figure,
    Identite,
    Tableau,
    anchor,
    blocks,
    is_numeric,
    portions,
)
from cpomlib.rendu.documents.cellules import notes, notes_figure
from cpomlib.rendu.documents.dessins import dessin
from cpomlib.socle import (
    ABSENT,
    NBSP,
    Mesure,
    Secret,
    Valeur,
    direction,
    is_missing,
    write,
    write_signed,
)

Noeud = dict[str, Any]

_LONGEST = 5
_BLANK = re.compile(r"[ \t\r\n]+")
_CUT = re.compile(r" |(?<=[/-])(?=[^\W\d])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def propre(text: str) -> str:
    """Return a text on one line, without the characters no font draws."""
    return _CONTROL.sub("", _BLANK.sub(" ", text)).strip(" ")


def ecrit(value: Valeur, format: Any = "texte", unite: str = "") -> str:
    """Write a value; « n. d. » is never cut at the end of a line."""
    if not isinstance(value, Secret) and is_missing(value):
        return ABSENT.replace(" ", NBSP)
    return propre(write(value, format, unite))


def noeuds(bloc: Bloc) -> Iterator[Noeud]:
    """Give the nodes of a block; a group's members follow one another, or stand side by side.

    Each is a dictionary that JSON holds; ``genre`` names the template's function that shows it.
    """
    if isinstance(bloc, blocks.Groupe) and bloc.cote_a_cote:
        yield {"genre": "cote", "colonnes": [list(noeuds(each)) for each in bloc.blocs]}
    elif isinstance(bloc, blocks.Groupe):
        for each in bloc.blocs:
            yield from noeuds(each)
    elif type(bloc) in _WRITERS:
        yield {"genre": type(bloc).__name__.lower(), **_WRITERS[type(bloc)](bloc)}


def _titre(bloc: blocks.Titre) -> Noeud:
    # the name on the cover is the only title: what is below it begins at 1
    niveau = max(bloc.niveau - 1, 1)
    return {
        "niveau": niveau,
        "texte": propre(bloc.texte),
        "ancre": anchor(bloc.texte, bloc.ancre),
        "nouvelle_page": bool(bloc.nouvelle_page),
        "numerote": bloc.numerote,
    }


def _paragraphe(bloc: blocks.Paragraphe) -> Noeud:
    return {
        "role": bloc.role,
        "titre": propre(bloc.titre),
        "morceaux": [
            {"texte": one.texte, "lien": anchor("", one.ancre) if one.ancre else ""}
            for one in portions(propre(bloc.texte), bloc.renvois)
        ],
        "que_faire": propre(bloc.que_faire),
        "lien": anchor("", bloc.lien) if bloc.lien else "",
    }


def _encarts(bloc: blocks.Encarts) -> Noeud:
    return {
        "titre": propre(bloc.titre),
        "encarts": [
            {
                "titre": propre(each.titre),
                "textes": [propre(text) for text in each.textes],
                "lignes": each.lignes,
            }
            for each in bloc.encarts
        ],
        "legende": propre(bloc.note),
    }


def _tableau(bloc: Tableau) -> Noeud:
    rows = [
        [ecrit(v, col.format) for v, col in zip(row, bloc.colonnes, strict=True)]
        for row in bloc.lignes
    ]
    return {
        "titre": propre(bloc.titre),
        "colonnes": [_colonne(bloc, rows, rank) for rank in range(len(bloc.colonnes))],
        "lignes": rows,
        "totaux": bloc.lignes_total,
        "legende": propre(notes(bloc)),
    }


def _colonne(bloc: Tableau, rows: Sequence[Sequence[str]], rank: int) -> Noeud:
    """Return a column with what its width depends on: its longest words and cells."""
    column = bloc.colonnes[rank]
    texts = [row[rank] for row in rows]
    words = {word for text in texts for word in _CUT.split(text)}
    return {
        "titre": propre(column.titre),
        "unite": propre(column.unite),
        "nombre": is_numeric(column) or any(isinstance(row[rank], Mesure) for row in bloc.lignes),
        "tete": rank == 0 and bloc.premiere_colonne_entete,
        "mots": sorted(words, key=lambda word: (-len(word), word))[:_LONGEST],
        "longues": sorted(set(texts), key=lambda text: (-len(text), text))[:_LONGEST],
    }


def _figure(bloc: Figure) -> Noeud:
    return {
        "titre": propre(bloc.titre),
        "unite": propre(bloc.unite),
        "dessin": dessin(bloc),
        "alternative": propre(bloc.alternative),
        "legende": propre(notes_figure(bloc)),
    }


def _cles(bloc: blocks.ChiffresCles) -> Noeud:
    cartes = [_carte(each) for each in bloc.chiffres]
    return {
        "niveau": 1,
        "texte": propre(bloc.titre),
        "ancre": anchor("", bloc.ancre),
        "cartes": cartes,
        "note": propre(bloc.note),
    }


def _carte(chiffre: blocks.ChiffreCle) -> Noeud:
    absent = is_missing(chiffre.valeur)
    return {
        "libelle": propre(chiffre.libelle),
        "valeur": ecrit(chiffre.valeur, chiffre.format),
        "unite": "" if absent or isinstance(chiffre.valeur, Secret) else propre(chiffre.unite),
        "raison": propre(chiffre.raison) if absent else "",
        "evolution": _evolution(chiffre),
        "jugement": chiffre.jugement,
        "reperes": [text for text in (propre(chiffre.reference), propre(chiffre.rang)) if text],
        "lien": anchor("", chiffre.lien) if chiffre.lien else "",
    }


def _evolution(chiffre: blocks.ChiffreCle) -> str:
    sens = direction(chiffre.evolution)
    if sens in {"", "stable"}:
        return f"{ARROWS[sens]} stable sur un an" if sens else ""
    change = write_signed(chiffre.evolution, chiffre.evolution_format, chiffre.evolution_unite)
    return f"{ARROWS[sens]} {change} sur un an"


def _constats(bloc: blocks.Constats) -> Noeud:
    def liste(constats: Sequence[blocks.Constat]) -> list[Noeud]:
        return [
            {
                "titre": propre(each.titre),
                "texte": propre(each.texte),
                "lien": anchor("", each.lien) if each.lien else "",
            }
            for each in constats
        ]

    return {
        "niveau": 1,
        "texte": propre(bloc.titre),
        "ancre": anchor("", bloc.ancre),
        "forces": liste(bloc.forces),
        "vigilances": liste(bloc.vigilances),
        "note": propre(bloc.note),
    }


def _identite(bloc: Identite) -> Noeud:
    return {
        "nature": propre(f"{bloc.nature} · {bloc.annee}"),
        "nom": propre(bloc.raison_sociale),
        "perimetre": propre(bloc.perimetre),
        "faits": [
            {"libelle": propre(fait.libelle), "valeur": ecrit(fait.valeur, fait.format)}
            for fait in bloc.faits
        ],
        "depots": [] if bloc.courte else [propre(depot) for depot in bloc.depots],
        "courte": bloc.courte,
        "serree": bloc.serree,
        "romaine": bloc.romaine,
        "exemple": bloc.exemple,
    }


_WRITERS: dict[type, Callable[[Any], Noeud]] = {
    blocks.Titre: _titre,
    blocks.Paragraphe: _paragraphe,
    blocks.Encarts: _encarts,
    Tableau: _tableau,
    Figure: _figure,
    blocks.ChiffresCles: _cles,
    blocks.Constats: _constats,
    Identite: _identite,
}
"""A ``Sommaire`` has no writer: the document has its contents, with page numbers."""
