"""Two tables compared, row by row: the one the data make, the one of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cpomlib.entree import TableauWord
from cpomlib.rendu.blocs import A_COMPLETER, Colonne, Tableau
from cpomlib.rendu.documents import cellules

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_ENTETE = 0.75
"""Likeness of two headers from which they head the same table."""
_RANG = {
    "Établissements, services et activités du contrat": "établissement",
    "Publics et missions des CHRS": "établissement",
    "Objectifs et cibles": "cible",
}
_CIBLES = ("Départ", "Cible finale", "Indicateur")


@dataclass(frozen=True)
class EcartRelu:
    """What a document says otherwise than the data.

    Attributes:
        sorte: montant, date, établissement, cible, complété, clause, texte or tableau.
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


def net(texte: str) -> str:
    """Return a text with plain spaces and hyphens, as an editor may have left them."""
    return _SPACES.sub(" ", texte.replace("\u2011", "-")).strip()


def meme_tableau(tableau: Tableau, relu: TableauWord) -> bool:
    """Tell whether a table of the document is the one of the data, by its header."""
    ours = " | ".join(net(cellules.entete(one)) for one in tableau.colonnes)
    theirs = " | ".join(map(net, relu.entete))
    return SequenceMatcher(None, ours, theirs).ratio() >= _ENTETE


def ecarts_tableau(tableau: Tableau, relu: TableauWord) -> Iterator[EcartRelu]:
    """Say which rows are missing or added, and which cells differ."""
    ours, theirs = _rows(cellules.lignes(tableau)), _rows(relu.lignes[1:])
    kind = _RANG.get(tableau.titre, "texte")
    for key, row in ours.items():
        if key not in theirs:
            yield EcartRelu(kind, _said(key), "absent", tableau.titre)
            continue
        yield from _cells(tableau.colonnes, row, theirs[key], _said(key))
    for key in theirs:
        if key not in ours:
            yield EcartRelu(kind, _said(key), tableau.titre, "absent")


def _rows(lignes: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the rows by their first cell; one whose first cell is empty goes with the one above.

    Two rows of the same name are told apart by their rank.
    """
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    above = ""
    for line in lignes:
        row = tuple(map(net, line))
        above = row[0] or above
        rank = str(sum(key[0] == above for key in found))
        found[(above, rank)] = row
    return found


def _cells(
    colonnes: Sequence[Colonne], ours: Sequence[str], theirs: Sequence[str], key: str
) -> Iterator[EcartRelu]:
    for column, wanted, told in zip(colonnes, ours, theirs, strict=False):
        if wanted == told or _worth(wanted) == _worth(told) is not None:
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


def _worth(texte: str) -> float | None:
    """Return the number that a cell writes, however it is spaced; None where it is not one."""
    bare = re.sub(r"[^\d,.-]", "", texte.replace("\u2212", "-")).replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", bare) or re.search(r"[A-Za-zÀ-ÿ/]", texte):
        return None
    return float(bare)


def _said(key: tuple[str, ...]) -> str:
    name, rank = key
    return name if rank == "0" else f"{name} (ligne {int(rank) + 1})"
