"""Workbooks that a parser reads as something else: strict, merged, of another calendar."""

import datetime
import zipfile

import pytest
from conftest import plain
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cpomlib.entree.classeur import feuilles
from cpomlib.entree.garde import FichierError, nature

USUAL = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def saved(path, *rows, merged=(), epoch=None):
    book = Workbook()
    if epoch:
        book.epoch = epoch
    for row in rows:
        book.active.append(row)
    for span in merged:
        book.active.merge_cells(span)
    book.save(path)
    return path


def strict(path):
    """Write the same workbook again in the strict variant."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name).replace(USUAL, STRICT) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


def test_a_strict_workbook_is_refused_by_name(tmp_path):
    path = strict(saved(tmp_path / "balance.xlsx", ["Compte", "Débit", "Crédit"]))
    with pytest.raises(FichierError) as refusal:
        nature(path)
    assert plain(str(refusal.value)) == (
        "balance.xlsx : Ce classeur est au format « Open XML strict », qui n’est pas lu. Ses dates "
        "et ses feuilles y sont écrites autrement. Dans le tableur, enregistrez-le sous « Classeur "
        "Excel (.xlsx) », et non « Classeur Open XML strict (.xlsx) »."
    )


def lines(path):
    with feuilles(path) as sheets:
        return [row for sheet in sheets.values() for row in sheet.lignes()]


TITLE, HEADINGS = ["Balance de l’année"], ["Établissement", "Compte", "Montant"]


def test_cells_merged_over_rows_are_refused_with_their_place(tmp_path):
    path = saved(tmp_path / "b.xlsx", TITLE, HEADINGS, ["Port", "606", 1], ["", "607", 2],
                 merged=["A1:C1", "A3:A4"])  # fmt: skip
    with pytest.raises(FichierError) as refusal:
        lines(path)
    assert plain(str(refusal.value)) == (
        "b.xlsx, feuille « Sheet » : Des cellules y sont fusionnées sur plusieurs lignes : A3:A4. "
        "Toutes leurs lignes sauf la première se liraient vides. Défusionnez-les dans le tableur, "
        "et recopiez leur valeur sur chaque ligne."
    )


def test_merged_titles_and_headings_are_no_harm(tmp_path):
    path = saved(tmp_path / "b.xlsx", TITLE, [], HEADINGS, [], ["Port", "606", 1],
                 merged=["A1:C2", "A3:A4", "B3:B4"])  # fmt: skip
    assert lines(path)[-1] == (5, ["Port", "606", "1"])


def test_a_calendar_that_begins_in_1904_is_read_as_it_is(tmp_path):
    day = datetime.date(2025, 3, 31)
    path = saved(tmp_path / "m.xlsx", HEADINGS, ["Port", day, 1], epoch=CALENDAR_MAC_1904)
    assert lines(path)[1] == (2, ["Port", "2025-03-31", "1"])
