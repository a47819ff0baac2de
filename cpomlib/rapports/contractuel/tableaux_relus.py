"""Two tables compared, row by row: the one the data make, the one of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cpomlib.entree import TableauWord
from cpomlib.rapports.contractuel.ecriture_relue import droit, meme, net, plie
from cpomlib.rendu.blocs import A_COMPLETER, Colonne, Tableau
from cpomlib.rendu.documents import cellules

_ENTETE = 0.75
"""Likeness of two headers from which they head the same table."""
_RENOMME = 0.6
"""Share of its other cells from which a row under another name is the same one."""
_RANG = {
    "Établissements, services et activités du contrat": "établissement",
    "Publics et missions des CHRS": "établissement",
    "Objectifs et cibles": "cible",
    "Base budgétaire": "montant",
    "Montants prévus": "montant",
}
_CIBLES = ("Départ", "Cible finale", "Indicateur")
Rangees = dict[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class EcartRelu:
    """What a document says otherwise than the data.

    Attributes:
        sorte: montant, date, établissement, cible, complété, clause, titre, signature, texte or
            tableau.
        objet: where: the row and the column, the first words of a clause.
        document: what the document says.
        donnees: what the data say.
    """

    sorte: str
    objet: str
    document: str
    donnees: str

    def record(self) -> dict[str, str]:
        """Return it as JSON."""
        return {name: getattr(self, name) for name in ("sorte", "objet", "document", "donnees")}


def ressemblance(tableau: Tableau, relu: TableauWord) -> float:
    """Return how like the header of the data a table of the document is, 0 for another one."""
    theirs = " | ".join(map(net, relu.entete))
    ratio = SequenceMatcher(None, " | ".join(_titres(tableau)), theirs).ratio()
    return ratio if ratio >= _ENTETE else 0.0


def _titres(tableau: Tableau) -> list[str]:
    return [net(cellules.entete(one)) for one in tableau.colonnes]


def ecarts_tableau(tableau: Tableau, relu: TableauWord) -> Iterator[EcartRelu]:
    """Say which columns and rows are missing, added or renamed, and which cells differ."""
    places = _places(tableau, relu)
    yield from _columns(tableau, relu, places)
    ours = _rows(cellules.lignes(tableau))
    theirs = _rows(
        tuple(line[at] if at is not None and at < len(line) else "" for at in places)
        for line in relu.lignes[1:]
    )
    kept = [
        column for column, at in zip(tableau.colonnes, places, strict=True) if at is not None
    ]  # fmt: skip
    kind = next((k for start, k in _RANG.items() if tableau.titre.startswith(start)), "texte")
    for key, new in _renamed(ours, theirs).items():
        yield EcartRelu(kind, _said(key, ours), _said(new, theirs), _said(key, ours))
        theirs[key] = theirs.pop(new)
    for key, row in ours.items():
        if key not in theirs:
            yield EcartRelu(kind, _said(key, ours), "absent", tableau.titre)
            continue
        cells = zip(tableau.colonnes[1:], row[1:], theirs[key][1:], strict=False)
        yield from _cells([one for one in cells if one[0] in kept], _said(key, ours))
    for key in theirs:
        if key not in ours:
            yield EcartRelu(kind, _said(key, theirs), tableau.titre, "absent")


def _places(tableau: Tableau, relu: TableauWord) -> list[int | None]:
    """Return where each column of the data is in the document: by rank, or by its header."""
    titles, theirs = _titres(tableau), [droit(one) for one in relu.entete]
    if len(titles) == len(theirs):
        return list(range(len(titles)))
    return [theirs.index(droit(one)) if droit(one) in theirs else None for one in titles]


def _columns(
    tableau: Tableau, relu: TableauWord, places: Sequence[int | None]
) -> Iterator[EcartRelu]:
    for title, at in zip(_titres(tableau), places, strict=True):
        where = f"{tableau.titre}, colonne {title}"
        if at is None:
            yield EcartRelu("tableau", where, "absente", "présente")
        elif not meme(relu.entete[at], title):
            yield EcartRelu("tableau", where, net(relu.entete[at]), title)
    for rank, title in enumerate(map(net, relu.entete)):
        if rank not in places:
            yield EcartRelu("tableau", f"{tableau.titre}, colonne {title}", "présente", "absente")


def _rows(lignes: Iterable[tuple[str, ...]]) -> Rangees:
    """Return the rows by their first cell; one whose first cell is empty goes with the one above.

    Two rows of the same name are told apart by their rank.
    """
    found: Rangees = {}
    above = ""
    for line in lignes:
        row = tuple(map(net, line))
        above = row[0] or above
        name = plie(above)
        rank = str(sum(key[0] == name for key in found))
        found[(name, rank)] = (above, *row[1:])
    return found


def _renamed(ours: Rangees, theirs: Rangees) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the rows of the data that the document has under another name."""
    new = [key for key in theirs if key not in ours]
    found = {}
    for key in (key for key in ours if key not in theirs):
        match = next((one for one in new if _alike(ours[key], theirs[one])), None)
        if match is not None:
            found[key] = match
            new.remove(match)
    return found


def _alike(row: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two rows say nearly the same beside their names."""
    ours, theirs = ([plie(cell) for cell in one[1:]] for one in (row, other))
    return bool(ours) and SequenceMatcher(a=ours, b=theirs).ratio() >= _RENOMME


def _cells(cells: Iterable[tuple[Colonne, str, str]], key: str) -> Iterator[EcartRelu]:
    for column, wanted, told in cells:
        if meme(wanted, told) or _worth(column, wanted) == _worth(column, told) is not None:
            continue
        where = f"{key}, {column.titre.lower()}"
        kind = "complété" if A_COMPLETER.fullmatch(wanted) else _kind(column, wanted, told)
        yield EcartRelu(kind, where, told or "vide", wanted or "vide")


def _kind(column: Colonne, *cells: str) -> str:
    if column.format.startswith("euros"):
        return "montant"
    if column.format == "date" or any(re.fullmatch(r"\d{2}/\d{2}/\d{4}", one) for one in cells):
        return "date"
    return "cible" if column.titre in _CIBLES else "texte"


def _worth(colonne: Colonne, texte: str) -> str | None:
    """Return the number that a cell writes, with or without its currency; None for a text."""
    priced = colonne.format.startswith("euros") and texte and "€" not in plie(texte)
    bare = plie(f"{texte} €" if priced else texte).removesuffix(" €")
    return bare if re.fullmatch(r"-?\d+(,\d+)?", bare) else None


def _said(key: tuple[str, str], rows: Rangees) -> str:
    name, rank = rows[key][0], key[1]
    return name if rank == "0" else f"{name} (ligne {int(rank) + 1})"
