"""Rows that were guessed from a document: none is deposited before somebody says yes to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cpomlib.entree.onglets import Classeur
from cpomlib.entree.trame.classeur_lu import lignes_lues
from cpomlib.socle import Faute, plie

FEUILLE = "À confirmer"
COLONNES = ("Feuille", "Ligne", "Ce qui est repris", "Lu à", "Dans ces mots", "Confirmé")
OUI = "oui"
_TETE = 4
"""Row of the names of the columns."""
_CONFIRME, _VALEURS = len(COLONNES) - 1, len(COLONNES)
"""Ranks of the answer, and of the values as they were written (hidden)."""


@dataclass(frozen=True)
class Attendue:
    """A row that waits for a yes.

    Attributes:
        feuille: the title of its sheet.
        numero: the row of the sheet of confirmations.
        valeurs: column → text, as they were written.
    """

    feuille: str
    numero: int
    valeurs: Mapping[str, str]


def attendues(classeur: Classeur) -> list[Attendue]:
    """Return the rows of a workbook that nobody has confirmed; none where it was not guessed."""
    return [
        one
        for sheet in classeur.onglets
        if sheet.titre == FEUILLE
        for number, cells in lignes_lues(sheet, formules=False)
        if number > _TETE and (one := _waiting(number, cells)) is not None
    ]


def _waiting(number: int, cells: list[object]) -> Attendue | None:
    written = cells[_VALEURS] if len(cells) > _VALEURS else None
    if not isinstance(written, str) or plie(str(cells[_CONFIRME] or "")) == OUI:
        return None
    return Attendue(str(cells[0]), number, _values(written))


def _values(written: str) -> Mapping[str, str]:
    """Return the values of a row; none where somebody changed them: then all its sheet waits."""
    try:
        held = json.loads(written)
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def non_confirmees(
    attendues: list[Attendue], lignes: Mapping[str, Mapping[int, Mapping[str, str]]]
) -> list[Faute]:
    """Return one fault per guessed row that stands as it was written, and is not confirmed.

    A row that was changed or emptied was looked at: it is read as any other.

    Args:
        attendues: the rows that wait.
        lignes: title of a sheet → number of a row → its texts.
    """
    return [
        Faute(
            "", number, "A (id_contrat)", "",
            "Cette ligne est une supposition, que personne n’a confirmée.",
            f"Vérifiez-la, puis écrivez «\u00a0oui\u00a0» à la ligne {one.numero} de la feuille "
            f"«\u00a0{FEUILLE}\u00a0»\u00a0; ou corrigez-la, ou effacez-la.",
            one.feuille,
        )
        for one in attendues
        for number in _standing(one, lignes.get(one.feuille, {}))
    ]  # fmt: skip


def _standing(one: Attendue, rows: Mapping[int, Mapping[str, str]]) -> Iterator[int]:
    for number, row in rows.items():
        if all(row.get(name, "") == value for name, value in one.valeurs.items()):
            yield number
