"""Merged cells of a trame, and other calendars."""

from entree.trame.classeurs import assert_same, dits, fautes, lire, petite
from openpyxl.utils.datetime import CALENDAR_MAC_1904


def place_of(book, sheet, title):
    """Return the letter of a column and the row of the headings."""
    for row in book[sheet].iter_rows(max_row=10):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(title):
                return cell.column_letter, cell.row
    raise AssertionError(title)


def merge(book, sheet, title, rows):
    letter, heading = place_of(book, sheet, title)
    span = f"{letter}{heading + 1}:{letter}{heading + rows}"
    book[sheet].merge_cells(span)
    return span


def test_a_merged_establishment_holds_for_each_of_its_rows(book, tmp_path):
    span = merge(book, "Séjours", "Établissement", 2)
    trame = lire(book, tmp_path / "t.xlsx")
    assert_same(trame.lecture.frames, petite())
    said = f"Feuille « Séjours » : 1 cellule fusionnée ({span}), dont la valeur est lue sur chaque"
    assert f"{said} ligne." in dits(trame)


def test_a_merged_amount_is_not_that_of_each_row(book, tmp_path):
    span = merge(book, "Budgets", "Montant", 2)
    told = fautes(book, tmp_path / "t.xlsx")
    assert any(
        f"Les cellules {span} sont fusionnées : leur chiffre n’est pas celui de chacune. "
        "Défusionnez-les, et écrivez dans chacune sa valeur." in text
        for text in told
    ), told


def test_a_trame_saved_with_the_calendar_of_1904_gives_the_same_days(book, tmp_path):
    book.epoch = CALENDAR_MAC_1904
    trame = lire(book, tmp_path / "t.xlsx")
    assert_same(trame.lecture.frames, petite())
    assert any(text.startswith("Ce classeur compte ses jours depuis 1904") for text in dits(trame))
