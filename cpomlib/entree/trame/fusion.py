"""Merged cells of a table: what they say of every row is written on every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cpomlib.entree.fusions import Plage
from cpomlib.entree.onglets import Onglet
from cpomlib.entree.trame.classeur_lu import Ligne
from cpomlib.entree.trame.emplacement import Emplacement
from cpomlib.entree.trame.reperage import Reperage
from cpomlib.socle import Faute, pluriel

_MONTREES = 3


@dataclass
class Fusions:
    """The merged cells under the headings of a table.

    Attributes:
        remplies: those whose value holds for each of their rows.
        fautes: those whose value may not be repeated: an amount, a number, several columns.
    """

    remplies: list[Plage] = field(default_factory=list)
    fautes: list[Faute] = field(default_factory=list)

    def lignes(self, rows: Iterable[Ligne]) -> Iterator[Ligne]:
        """Yield the rows, the merged cells filled downwards."""
        values: dict[str, Any] = {}
        for number, cells in rows:
            inside = [one for one in self.remplies if one.haut <= number <= one.bas]
            yield number, _filled(number, cells, inside, values) if inside else cells

    def dites(self, onglet: str) -> list[str]:
        """Say what was filled."""
        if not self.remplies:
            return []
        shown = ", ".join(one.adresse for one in self.remplies[:_MONTREES])
        more = " …" if len(self.remplies) > _MONTREES else ""
        count = pluriel(len(self.remplies), "cellule fusionnée", "cellules fusionnées")
        return [
            f"Feuille « {onglet} » : {count} ({shown}{more}), dont la valeur est lue sur chaque "
            "ligne."
        ]


def _filled(
    number: int, cells: Sequence[Any], inside: Iterable[Plage], values: dict[str, Any]
) -> list[Any]:
    row = list(cells)
    for one in inside:
        row += [None] * (one.gauche + 1 - len(row))
        if number == one.haut:
            values[one.adresse] = row[one.gauche]
        elif row[one.gauche] is None:
            row[one.gauche] = values.get(one.adresse)
    return row


def fusions(path: Path, onglet: Onglet, reperage: Reperage) -> Fusions:
    """Judge the merged cells of a sheet.

    Args:
        path: the file.
        onglet: the sheet.
        reperage: where its headings are.
    """
    found = Fusions()
    columns = {rank: name for name, rank in reperage.colonnes.items()}
    for one in onglet.fusions:
        named = [columns[rank] for rank in range(one.gauche, one.droite + 1) if rank in columns]
        if one.haut <= reperage.ligne or not named:
            continue
        if len(named) == 1 and _repeats(reperage, named[0]):
            found.remplies.append(one)
        else:
            place = Emplacement(path.name, onglet.titre, reperage).colonne(named[0])
            found.fautes.append(_refused(path, onglet, one, place))
    return found


def _repeats(reperage: Reperage, name: str) -> bool:
    """Say whether a value may hold for several rows: a code, a date, a word, not a quantity."""
    schema = reperage.feuille.schema
    return name in schema.cle or schema.champ(name).type not in ("integer", "number")


def _refused(path: Path, onglet: Onglet, one: Plage, place: str) -> Faute:
    return Faute(
        path.name,
        one.haut,
        place,
        "",
        f"Les cellules {one.adresse} sont fusionnées : leur chiffre n’est pas celui de chacune.",
        "Défusionnez-les, et écrivez dans chacune sa valeur.",
        onglet.titre,
    )
