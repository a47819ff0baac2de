"""The texts of a table's cells, its legend and the room its columns need, in any format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil, sqrt

from cpomlib.classeurs import rang
from cpomlib.rendu.blocs import (
    ChiffreCle,
    ChiffresCles,
    Colonne,
    Encart,
    Encarts,
    Figure,
    Tableau,
    cells,
    legend,
)
from cpomlib.socle import (
    ABSENT,
    Format,
    Mesure,
    Secret,
    Valeur,
    direction,
    is_missing,
    propre,
    write,
    write_signed,
)

VIDE = "Aucune ligne."
COURT = 30
"""Lines of text up to which a table stays on one page."""
_FINALS = (".", "!", "?", "…", ":", ";")
CAPACITE = 98.0
"""Characters of a table's text across an A4 page."""
_WIDE, _WORD, _MARGIN, _CAPITAL = 42.0, 20.0, 2.2, 0.3
"""Room of a column beyond which its text wraps, of a word, of the margins of a cell, and what a
capital takes more than another character.
"""
_GRAS = 1.3
"""What a word of a header takes more: it is bold, in the widest font it may be opened with."""
_BOX = 45
"""Characters of a line in a box."""


def texte(value: Valeur, format: Format = "texte", unite: str = "") -> str:
    """Write a cell as the page does: ``n. d.`` when missing, ``s.`` when masked."""
    return propre(write(value, format, unite))


def entete(colonne: Colonne) -> str:
    """Return the header of a column, its unit in brackets."""
    said = f"{colonne.titre} ({colonne.unite})" if colonne.unite else colonne.titre
    return propre(said)


def lignes(tableau: Tableau) -> tuple[tuple[str, ...], ...]:
    """Return the texts of every cell, row after row."""
    formats = [colonne.format for colonne in tableau.colonnes]
    return tuple(
        tuple(texte(value, form) for value, form in zip(ligne, formats, strict=True))
        for ligne in tableau.lignes
    )


def chapeau(titre: str) -> str:
    """Return what leads a call-out: a title with its full stop, unless it ends with a sign."""
    said = propre(titre.strip())
    return said if said[-1:] in _FINALS else f"{said}."


def notes(tableau: Tableau) -> str:
    """Return what is said under a table: its note, its marks, its columns, its source."""
    marks = legend(cells(tableau))
    helps = (f"{each.titre}\u00a0: {each.aide}" for each in tableau.colonnes if each.aide)
    source = f"Source\u00a0: {tableau.source}" if tableau.source else ""
    return _sentences((tableau.note, marks, *helps, source))


def notes_figure(figure: Figure) -> str:
    """Return what is said under a figure: its note and its source."""
    return _sentences((figure.note, f"Source\u00a0: {figure.source}" if figure.source else ""))


def largeurs(tableau: Tableau) -> tuple[float, ...]:
    """Return the share of the width that each column takes, between 0 and 1, their sum 1.

    Each has the room of its longest word, so that no number is cut; what is left goes to the
    columns whose texts would wrap. Columns of which none heads the rows are equal.
    """
    if not tableau.premiere_colonne_entete:
        return (1 / len(tableau.colonnes),) * len(tableau.colonnes)
    least, most = _needs(tableau, _GRAS)
    if sum(least) > CAPACITE:
        least, most = _needs(tableau)
    left = CAPACITE - sum(least)
    wanted = [high - low for low, high in zip(least, most, strict=True)]
    share = max(0.0, left) / (sum(wanted) or 1.0)
    rooms = [low + share * more for low, more in zip(least, wanted, strict=True)]
    return tuple(room / sum(rooms) for room in rooms)


def serre(tableau: Tableau) -> bool:
    """Tell whether a table needs a smaller text, lest its numbers be cut across lines."""
    return sum(_needs(tableau)[0]) > CAPACITE


def court(tableau: Tableau) -> bool:
    """Tell whether a table is short enough to stay whole, its wrapped lines counted."""
    rooms = [max(1.0, share * CAPACITE - _MARGIN) for share in largeurs(tableau)]
    lines = 0
    for row in lignes(tableau):
        lines += max(ceil(len(said) / room) or 1 for said, room in zip(row, rooms, strict=True))
    return lines <= COURT


def chiffres(bloc: ChiffresCles, *, types: bool = False) -> Tableau:
    """Return the key figures as a table: a card cannot be edited, a row can.

    Args:
        bloc: the key figures.
        types: keep the evolution, the landmark and the rank numbers.
    """
    columns = [Colonne("Indicateur"), Colonne("Valeur", "nombre"),
               Colonne("Évolution sur un an", "nombre"), Colonne("Appréciation")]  # fmt: skip
    if types:
        columns += [Colonne("Médiane régionale", "nombre"), Colonne("Rang", "nombre")]
    else:
        columns += [Colonne("Repère régional"), Colonne("Rang")]
    rows = tuple(_key_figure(each, types) for each in bloc.chiffres)
    return sans_vides(Tableau(bloc.titre, tuple(columns), rows, note=bloc.note))


def sans_vides(tableau: Tableau) -> Tableau:
    """Leave out the columns that no row fills."""
    kept = [
        rank
        for rank in range(len(tableau.colonnes))
        if not tableau.lignes or any(ligne[rank] != "" for ligne in tableau.lignes)
    ]
    return replace(
        tableau,
        colonnes=tuple(tableau.colonnes[rank] for rank in kept),
        lignes=tuple(tuple(ligne[rank] for rank in kept) for ligne in tableau.lignes),
    )


def encarts(bloc: Encarts) -> Tableau:
    """Return boxes as a table of one row, the room to write left as empty lines."""
    said = tuple("\n".join((*each.textes, *[" "] * _vides(each))) for each in bloc.encarts)
    columns = tuple(Colonne(each.titre) for each in bloc.encarts)
    return Tableau(bloc.titre, columns, (said,), bloc.note, premiere_colonne_entete=False)


def _vides(encart: Encart) -> int:
    filled = sum(ceil(len(text) / _BOX) for text in encart.textes)
    return max(0, encart.lignes - filled)


def _key_figure(each: ChiffreCle, types: bool) -> tuple[Valeur, ...]:
    said = f"{each.libelle} ({each.raison})" if _unexplained(each) else each.libelle
    value, change = mesure(each.valeur, each.format, each.unite), each.evolution
    if not types:
        return (said, value, _evolution(each), each.jugement, each.reference, each.rang)
    moved = _or_dash(mesure(change, each.evolution_format, each.evolution_unite))
    mark = mesure(each.repere, each.format, each.unite) if each.repere is not None else ""
    return (said, value, moved, each.jugement, mark, rang(each.rang))


def mesure(value: Valeur, format: Format, unite: str = "") -> Valeur:
    """Return a number with its own form; a text, a day, a masked value stand as they are."""
    if isinstance(value, str | Secret | Mesure) or is_missing(value) or hasattr(value, "year"):
        return value
    return Mesure(value, format, unite)


def _unexplained(each: ChiffreCle) -> bool:
    return bool(each.raison) and not isinstance(each.valeur, Secret) and is_missing(each.valeur)


def _or_dash(value: Valeur) -> Valeur:
    return value if isinstance(value, Secret) or not is_missing(value) else ""


def _evolution(each: ChiffreCle) -> str:
    change = each.evolution
    if is_missing(change) and not isinstance(change, Secret):
        return ""
    if direction(change) == "stable":
        return "stable"
    return write_signed(change, each.evolution_format, each.evolution_unite)


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(chapeau(part) for part in parts if part.strip())


def _needs(tableau: Tableau, gras: float = 1.0) -> tuple[list[float], list[float]]:
    """Return the least and the greatest room of each column, in characters."""
    heads = list(map(entete, tableau.colonnes))
    bodies = list(zip(*lignes(tableau), strict=True)) or [()] * len(heads)
    least, most = [], []
    for head, body in zip(heads, bodies, strict=True):
        low = max(_longest_word(head) * gras, *map(_longest_word, body), 0.0) + _MARGIN
        # a header may take three lines, lest it widen a column of short numbers
        long = max([len(head) / 3, *map(len, body)]) + _MARGIN
        least.append(low)
        # a text that wraps anyway takes more room than another, but less than in proportion
        most.append(max(low, min(_WIDE, long), _wrapping(body)))
    return least, most


def _wrapping(body: Sequence[str]) -> float:
    """Return the room of a column whose texts wrap, by what is usual in it; 0 for another."""
    filled = [len(said) for said in body if said]
    if not filled or max(filled) <= _WIDE:
        return 0.0
    return sqrt(_WIDE * sum(filled) / len(filled))


def _longest_word(texte: str) -> float:
    """Return the room of the longest word; a very long one (an address) will be cut anyway."""
    words = re.split(r"[ \n-]", texte)
    return min(_WORD, max(len(word) + _CAPITAL * sum(map(str.isupper, word)) for word in words))


def absente(value: Valeur) -> bool:
    """Tell whether a cell says that there is no figure, missing or masked."""
    return isinstance(value, Secret) or is_missing(value) or value == ABSENT
