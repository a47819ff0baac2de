"""A trame sent back, read into checked frames: all its faults at once, where they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.droit import nomenclature
from cpomlib.entree.lecture import LectureFichier
from cpomlib.entree.trame.classeur_lu import ouvrir
from cpomlib.entree.trame.colonnes import TableRelevee, lire_table
from cpomlib.entree.trame.depouillement import Depouille, TableLue, depouiller, identite
from cpomlib.entree.trame.emplacement import Emplacement
from cpomlib.entree.trame.lignes import PREPAREE
from cpomlib.entree.trame.plan import IdentiteTrame, PlanTrame, plan
from cpomlib.entree.trame.portee import hors_portee, propre
from cpomlib.socle import DonneesError, Faute, pluriel
from cpomlib.tables import check_read, conform, first_per_cell, table_names

if TYPE_CHECKING:
    from cpomlib.tables import Frames

FORMAT = "trame"


@dataclass(frozen=True)
class Trame:
    """A trame read.

    Attributes:
        identite: for whom and for which year it is.
        lecture: its frames, and the account of what was read.
    """

    identite: IdentiteTrame
    lecture: LectureFichier


def lire_trame(
    path: Path,
    known: Frames | None = None,
    *,
    gestionnaire: str = "",
    annee: int | None = None,
    jour: date | None = None,
) -> Trame:
    """Read and check a trame.

    Args:
        path: the workbook.
        known: the structure the base holds, of every gestionnaire, to resolve references.
        gestionnaire: for whom it is, where the workbook no longer says so.
        annee: for which year, likewise.
        jour: the day of the deposit, which dates are compared with; None compares nothing.

    Returns:
        Typed frames in contract order (money in centimes); a sheet left blank gives an
        empty frame, which changes nothing in the base.

    Raises:
        FichierError: not a workbook that may be opened, or not a trame.
        CommandeError: it does not say for whom it is.
        DonneesError: at least one fault; it holds all of them.
    """
    words, base = plan(), dict(known or {})
    with ouvrir(path) as book:
        found = depouiller(path, book, words)
        origin = book.origine
    who = identite(path, found, gestionnaire, annee)
    records = _read(path, found, words, who, base, origin)
    faults = found.fautes + _faults(records, base, who, words, jour)
    if faults:
        raise DonneesError(faults)
    return Trame(who, _account(found, records, words))


def _read(
    path: Path,
    found: Depouille,
    words: PlanTrame,
    who: IdentiteTrame,
    base: Frames,
    origin: datetime,
) -> dict[str, TableRelevee]:
    """Read the tables in contract order: the establishments written help to read the rest."""
    codes = _known_codes(base, who)
    records: dict[str, TableRelevee] = {}
    for name in table_names():
        if name in found.tables:
            located = found.tables[name]
            place = Emplacement(path.name, located.onglet, located.reperage)
            records[name] = lire_table(located, place, words, who, codes, origin)
            if name == "etablissements":
                written = records[name].lue.frame["id_etablissement"].dropna()
                codes["id_etablissement"] |= set(written)
    return records


def _known_codes(base: Frames, who: IdentiteTrame) -> dict[str, set[str]]:
    known = {
        "id_gestionnaire": {who.gestionnaire},
        "id_etablissement": set(),
        "categorie": set(nomenclature("categorie").codes),
    }
    if "etablissements" in base:
        rows = base["etablissements"]
        known["id_etablissement"] |= set(rows["id_etablissement"])
        known["categorie"] |= set(rows["categorie"])
    return known


def _faults(
    records: Mapping[str, TableRelevee],
    base: Frames,
    who: IdentiteTrame,
    words: PlanTrame,
    jour: date | None,
) -> list[Faute]:
    lues = {name: record.lue for name, record in records.items()}
    frames = {name: lue.frame for name, lue in lues.items()}
    provenances = {name: lue.provenance for name, lue in lues.items()}
    raw = [fault for record in records.values() for fault in record.fautes]
    raw += hors_portee(lues, base, who)
    raw += check_read(frames, propre(base, who.gestionnaire), provenances, jour=jour)
    return [records[fault.fichier].place.situer(fault, words) for fault in first_per_cell(raw)]


def _account(
    found: Depouille, records: Mapping[str, TableRelevee], words: PlanTrame
) -> LectureFichier:
    kept = sum(len(record.lue.frame) for record in records.values())
    aside: Counter[str] = Counter()
    for table in found.tables.values():
        aside += table.tri.ecartees
    messages = [*found.messages, *(text for record in records.values() for text in record.dits)]
    return LectureFichier(
        FORMAT,
        {name: conform(name, record.lue.frame) for name, record in records.items()},
        lues=kept + sum(aside.values()),
        gardees=kept,
        messages=(*messages, *_lacking(found.tables, words), *_emptied(found.tables)),
        ecartees=dict(aside),
        absentes={name: record.lue.provenance.absentes for name, record in records.items()},
    )


def _lacking(tables: Mapping[str, TableLue], words: PlanTrame) -> Iterable[str]:
    titles = [sheet.titre for sheet in words.feuilles if sheet.schema.name not in tables]
    if titles:
        yield f"Feuilles absentes, rien n’est changé pour elles : {_listed(titles)}."


def _emptied(tables: Mapping[str, TableLue]) -> Iterable[str]:
    titles = [table.onglet for table in tables.values() if not table.tri.lignes]
    if titles:
        yield f"Feuilles vides, rien n’est changé pour elles : {_listed(titles)}."
    for table in tables.values():
        left = table.tri.ecartees[PREPAREE]
        if left and table.tri.lignes:
            lines = pluriel(left, "ligne préparée", "lignes préparées")
            yield f"Feuille « {table.onglet} » : {lines} sans aucun chiffre, à compléter peut-être."


def _listed(titles: Iterable[str]) -> str:
    return ", ".join(f"« {title} »" for title in titles)
