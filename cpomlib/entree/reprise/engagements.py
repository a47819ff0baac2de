"""Objectives and actions, guessed from paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cpomlib.entree.montants import lire_montant
from cpomlib.entree.reprise.ecrit import Ecrit
from cpomlib.entree.reprise.mots import MotsReprise, dit
from cpomlib.entree.reprise.suppositions import cite_personne, trouve
from cpomlib.entree.reprise.tableaux import TableauReconnu
from cpomlib.entree.reprise.valeurs import jour, nombre_lu, numero
from cpomlib.entree.trame import Rangee, Trouve

_OBJECTIF = re.compile(
    r"^(?:objectif|obj\.?)\s*(?:n°|no|numéro)?\s*(?P<numero>[0-9]+(?:\.[0-9]+)*)\s*[:.–—-]?\s+(?P<texte>\S.{3,})",
    re.IGNORECASE,
)
_AXE = re.compile(r"^axe\b", re.IGNORECASE)
Lecture = Callable[[str], Any]


def objectifs_ecrits(ecrit: Ecrit, words: MotsReprise) -> Iterator[Rangee]:
    """Yield the objectives that paragraphs number: « Objectif 1.2 : … »."""
    axis: Trouve | None = None
    for passage in ecrit.passages:
        if _AXE.match(passage.texte):
            value = dit(passage.texte, words.axes)
            axis = trouve(value, passage.endroit, passage.texte) if value else None
        match = _OBJECTIF.match(passage.texte)
        if match:
            cells = {"id_objectif": match["numero"], "intitule": match["texte"].strip()}
            read = {name: trouve(v, passage.endroit, passage.texte) for name, v in cells.items()}
            yield Rangee("objectifs", _ranked(read, axis, passage.texte, words))


def _ranked(
    read: dict[str, Trouve], axis: Trouve | None, text: str, words: MotsReprise
) -> dict[str, Trouve]:
    """Add what a number says: its level, its parent; and the axis, by the words."""
    number = read.get("id_objectif")
    if number is not None:
        parent, dot, _ = number.valeur.rpartition(".")
        level = "operationnel" if dot else "strategique"
        read["niveau"] = trouve(level, number.endroit, number.extrait)
        if parent:
            read["parent"] = trouve(parent, number.endroit, number.extrait)
    said = dit(text, words.axes)
    if said and "intitule" in read:
        axis = trouve(said, read["intitule"].endroit, text)
    return {**read, "axe": axis} if axis is not None else read


def objectifs_du_tableau(tableau: TableauReconnu, words: MotsReprise) -> Iterator[Rangee]:
    """Yield the objectives of a table."""
    for number, row, cells in tableau.lignes:
        place, whole = tableau.grille.place(number), " ".join(cells)
        title = row.get("intitule", "")
        if not title:
            continue
        read = {"intitule": trouve(title, place, whole)}
        code = numero(row.get("id_objectif", "") or title)
        if code:
            read["id_objectif"] = trouve(code, place, whole)
        if row.get("constat"):
            read["constat"] = trouve(row["constat"], place, whole)
        yield Rangee("objectifs", _ranked(read, None, row.get("axe", "") + " " + title, words))


def actions_du_tableau(
    tableau: TableauReconnu, words: MotsReprise, numeros: Iterator[int]
) -> Iterator[Rangee]:
    """Yield the actions of a table, numbered; a person named as pilot is left out."""
    readings = _readings(words)
    for number, row, cells in tableau.lignes:
        place, whole = tableau.grille.place(number), " ".join(filter(None, cells))
        if not row.get("intitule"):
            continue
        read = {
            name: trouve(value, place, whole)
            for name, text in row.items()
            if text and (value := readings.get(name, _words)(text)) is not None
        }
        read["id_action"] = trouve(f"A{next(numeros)}", place, whole)
        yield Rangee("actions", read)


def _readings(words: MotsReprise) -> Mapping[str, Lecture]:
    return {
        "id_objectif": numero, "date_debut": jour, "date_fin": jour,
        "etat": lambda text: dit(text, words.etats),
        "avancement": lambda text: nombre_lu(text, taux=True),
        "cout_annuel": _money, "cout_lancement": _money,
        "pilote": lambda text: None if cite_personne(text) else text,
    }  # fmt: skip


def _words(text: str) -> str:
    return text


def _money(text: str) -> int | None:
    value = lire_montant(text)
    return value if isinstance(value, int) else None
