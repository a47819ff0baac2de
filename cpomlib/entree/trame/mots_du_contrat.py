"""The words of the workbook of a contract: a French label for people, its code for the tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cpomlib.droit import labels_of
from cpomlib.entree.trame.libelles import SEPARATEUR
from cpomlib.entree.trame.traduction import codes_plies
from cpomlib.socle import Faute, plie, suggestion
from cpomlib.tables import HORS_LISTE, Champ, table

Reperes = Mapping[str, Mapping[str, str]]
"""Column → its codes, each with what it means: establishments, indicators."""
NOMMES = ("id_etablissement", "indicateur")
"""Columns whose code is written with what it means."""


def libelles(champ: Champ) -> Mapping[str, str]:
    """Return the labels of a closed list, by code, in its order; none where nothing names it."""
    return labels_of(champ.categories) if champ.categories else {}


def mot(champ: Champ, code: str, reperes: Reperes) -> str:
    """Return what people read for a code."""
    said = reperes.get(champ.nom, {}).get(code)
    return f"{code}{SEPARATEUR}{said}" if said else libelles(champ).get(code, code)


def code(champ: Champ | None, texte: str) -> str:
    """Return the code of what people wrote, the label or the code itself; the text otherwise."""
    if champ is None or not texte:
        return texte
    if champ.nom in NOMMES:
        return texte.partition(SEPARATEUR)[0].strip()
    return _folded(champ).get(plie(texte), texte) if champ.categories else texte


def conseil(nom: str, faute: Faute) -> str:
    """Return the advice of a fault of a table, with the words that its sheet shows for a list."""
    if faute.message == HORS_LISTE and faute.colonne in table(nom).colonnes:
        labels = libelles(table(nom).champ(faute.colonne))
        if labels:
            return suggestion(faute.valeur, labels.values())
    return faute.que_faire


@cache
def _folded(champ: Champ) -> Mapping[str, str]:
    return codes_plies(champ, libelles(champ))
