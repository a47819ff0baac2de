"""The rows of one sheet as the columns of its table, with what was mended and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cpomlib.entree.trame.depouillement import TableLue
from cpomlib.entree.trame.emplacement import Emplacement
from cpomlib.entree.trame.plan import IdentiteTrame, PlanTrame
from cpomlib.entree.trame.traduction import (
    ARRONDI,
    COMPLETE,
    FORMULE,
    ZERO,
    Lu,
    Traducteur,
    cell_text,
    codes_plies,
)
from cpomlib.socle import Faute, pluriel
from cpomlib.tables import Champ, ColonneLue, Lue, forbidden_column, montrable
from cpomlib.tables.parse import parse

if TYPE_CHECKING:
    import numpy as np

SEULE = (
    "Cette ligne n’a qu’une cellule remplie : ce n’est pas une ligne du tableau.",
    "Effacez-la, ou complétez-la.",
)
_DITS = {
    ZERO: "{} avaient perdu leur zéro de tête, il est remis (par exemple {})",
    ARRONDI: "{} avaient plus de deux décimales, elles sont arrondies au centime",
    FORMULE: "{} contiennent une formule, la valeur enregistrée est lue",
    COMPLETE: "{} étaient vides, « {} » y est mis",
}
_DIT = {
    ZERO: "{} avait perdu son zéro de tête, il est remis ({})",
    ARRONDI: "{} avait plus de deux décimales, elle est arrondie au centime",
    FORMULE: "{} contient une formule, la valeur enregistrée est lue",
    COMPLETE: "{} était vide, « {} » y est mis",
}


@dataclass(frozen=True)
class TableRelevee:
    """One table read from its sheet.

    Attributes:
        lue: its typed rows.
        place: where it is in the workbook.
        fautes: what could not be read; their file is the table's name.
        dits: what was mended or left aside, French sentences.
    """

    lue: Lue
    place: Emplacement
    fautes: tuple[Faute, ...]
    dits: tuple[str, ...]


def lire_table(
    table: TableLue,
    place: Emplacement,
    plan: PlanTrame,
    identite: IdentiteTrame,
    codes: Mapping[str, Collection[str]],
    origine: datetime,
) -> TableRelevee:
    """Read the rows of one sheet.

    Args:
        table: the sheet's headings and rows.
        place: where it is in the workbook.
        plan: the words of a trame.
        identite: for whom and for which year the trame is.
        codes: column → codes that exist.
        origine: first day of the workbook's calendar.
    """
    import numpy as np

    schema, located = table.reperage.feuille.schema, table.reperage
    rows = table.tri.lignes
    numbers = np.array([number for number, _ in rows], dtype="int64")
    columns: dict[str, ColonneLue] = {}
    faults: list[Faute] = []
    said: list[str] = []
    for name, rank in located.colonnes.items():
        champ = schema.champ(name)
        reader = _reader(schema.name, champ, plan, identite, codes, origine)
        read = [reader.lire(cells[rank] if rank < len(cells) else None) for _, cells in rows]
        columns[name] = _column(read)
        faults += _refused(schema.name, name, rank, read, table)
        said += _mended(place, name, read)
    header = [*located.colonnes, *located.repetees, *_forbidden(table)]
    lue = parse(schema, schema.name, header, columns, numbers)
    alone = (Faute(schema.name, number, name, "", *SEULE) for number, name in table.tri.seules)
    ignored = _ignored(place)
    return TableRelevee(lue, place, (*alone, *faults, *lue.fautes), (*ignored, *said))


def _reader(
    name: str,
    champ: Champ,
    plan: PlanTrame,
    identite: IdentiteTrame,
    codes: Mapping[str, Collection[str]],
    origine: datetime,
) -> Traducteur:
    year = str(identite.annee) if len(identite.annees) == 1 else ""
    only = {"annee": year, "id_gestionnaire": identite.gestionnaire}
    return Traducteur(
        champ,
        codes_plies(champ, plan.libelles(name, champ)),
        frozenset(codes.get(champ.nom, ())),
        origine,
        only.get(champ.nom, ""),
    )


def _column(read: list[Lu]) -> ColonneLue:
    import numpy as np

    ranks: dict[str, int] = {}
    codes: np.ndarray = np.array(
        [ranks.setdefault(lu.texte, len(ranks)) for lu in read], dtype="int64"
    )
    return ColonneLue(codes, list(ranks))


def _refused(name: str, column: str, rank: int, read: list[Lu], table: TableLue) -> list[Faute]:
    champ = table.reperage.feuille.schema.champ(column)

    def shown(lu: Lu, cells: list[Any]) -> str:
        return montrable(champ, cell_text(_at(cells, rank))) if lu.texte else ""

    return [
        Faute(name, number, column, shown(lu, cells), lu.refus.message, lu.refus.que_faire)
        for lu, (number, cells) in zip(read, table.tri.lignes, strict=True)
        if lu.refus
    ]


def _at(cells: list[Any], rank: int) -> Any:
    return cells[rank] if rank < len(cells) else ""


def _mended(place: Emplacement, column: str, read: list[Lu]) -> list[str]:
    """Say what was done to the cells of a column, alike ones together."""
    counts = Counter(lu.note for lu in read if lu.note)
    shown = {lu.note: lu.texte for lu in reversed(read) if lu.note}
    where = f"Feuille « {place.onglet} », colonne {place.colonne(column)}"
    return [
        f"{where} : "
        + (_DITS if count > 1 else _DIT)[note].format(pluriel(count, "cellule"), shown[note])
        + "."
        for note, count in counts.items()
    ]


def _forbidden(table: TableLue) -> list[str]:
    """Return the columns that announce identifiers of persons and hold something."""
    return [
        text
        for rank, text in table.reperage.autres.items()
        if forbidden_column(text)
        and any(rank < len(cells) and cells[rank] is not None for _, cells in table.tri.lignes)
    ]


def _ignored(place: Emplacement) -> list[str]:
    others = [name for name in place.reperage.autres.values() if not forbidden_column(name)]
    if not others:
        return []
    listed = ", ".join(f"« {name} »" for name in others)
    plural = len(others) > 1
    return [
        f"Feuille « {place.onglet} » : {'colonnes' if plural else 'colonne'} en plus, "
        f"{'pas lues' if plural else 'pas lue'} : {listed}."
    ]
