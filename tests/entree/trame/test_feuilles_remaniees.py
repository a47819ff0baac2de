"""Sheets, rows and columns that people move, add or take away, and that are still read."""

import pytest
from entree.trame.classeurs import assert_same, dits, lire, petite, same
from openpyxl.styles import Font


def test_rows_inserted_above_the_headings(book, tmp_path):
    for title in ("Séjours", "Budgets"):
        for merged in list(book[title].merged_cells.ranges):
            book[title].unmerge_cells(str(merged))
        book[title].insert_rows(1, 4)
        book[title].merge_cells("A5:F5")
        book[title]["A2"] = "Rempli par Service comptable, à relire"
    same(book, tmp_path)


def test_blank_rows_between_the_lines(book, tmp_path):
    book["Budgets"].insert_rows(5, 3)
    same(book, tmp_path)


def test_no_title_at_all(book, tmp_path):
    sheet = book["Budgets"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, 2)
    same(book, tmp_path)


def test_columns_moved(book, tmp_path):
    sheet = book["Budgets"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(3, 6)]
    for number, row in enumerate(rows, 3):
        for rank, value in enumerate(reversed(row), 1):
            sheet.cell(number, rank, value).number_format = "General"
    same(book, tmp_path)


def test_extra_columns_are_said(book, tmp_path):
    book["Budgets"].insert_cols(3)
    book["Budgets"]["C3"], book["Budgets"]["C4"] = "Mon repère", "x"
    book["Budgets"]["M3"] = "Écart"
    same(
        book,
        tmp_path,
        "Feuille « Budgets » : colonnes en plus, pas lues : « Mon repère », « Écart ».",
    )


@pytest.mark.parametrize("titre", ["Budgets ", "BUDGETS", "budgets", "Les budgets 2025"])
def test_a_sheet_renamed_a_little(book, tmp_path, titre):
    book["Budgets"].title = titre
    trame = lire(book, tmp_path / "t.xlsx")
    assert_same(trame.lecture.frames, petite())


def test_accents_lost(book, tmp_path):
    book["Séjours"].title = "Sejours"
    book["Sejours"]["D3"] = "DATE D'ENTREE"
    book["Sejours"]["N3"] = "emploi"
    same(book, tmp_path)


def test_a_sheet_renamed_wholly_is_known_by_its_headings(book, tmp_path):
    sheet = book["Budgets"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet["A1"] = sheet["A2"] = None
    sheet.title = "Feuil1"
    same(book, tmp_path, "Feuille « Feuil1 » : lue comme « Budgets ».")


def test_technical_names_as_headings(book, tmp_path):
    names = list(petite()["budgets"].columns)
    for rank, name in enumerate(names, 1):
        book["Budgets"].cell(3, rank, name)
    same(book, tmp_path)


def test_another_sheet_is_said(book, tmp_path):
    book.create_sheet("Brouillon")["B3"] = "calculs"
    book.create_sheet("Vide")
    same(book, tmp_path, "Feuille « Brouillon » : elle n’est pas de la trame, elle n’est pas lue.")


def test_hidden_sheets_and_rows_are_read_and_said(book, tmp_path):
    book["Salariés"].sheet_state = "hidden"
    for row in (4, 5):
        book["Budgets"].row_dimensions[row].hidden = True
    same(
        book,
        tmp_path,
        "Feuille « Budgets » : 2 lignes masquées ou filtrées, lues quand même.",
        "Feuille « Salariés » : elle est masquée, elle est lue quand même.",
    )


def test_styled_and_spaced_empty_rows_at_the_end(book, tmp_path):
    for row in range(300, 320):
        book["Séjours"].cell(row, 2, "  ").font = Font(bold=True)
        book["Séjours"].cell(row, 3, "\u00a0")
    same(book, tmp_path)


@pytest.mark.parametrize("first", ["Total", "TOTAL GÉNÉRAL", "Sous-total 2025", "Total :"])
def test_a_row_of_totals_is_ignored_and_said(book, tmp_path, first):
    book["Budgets"]["A8"], book["Budgets"]["H8"] = first, 2574568.39
    trame = same(book, tmp_path)
    assert trame.lecture.ecartees["total ajouté sous le tableau"] == 1


def test_sums_without_a_word_are_ignored(book, tmp_path):
    book["Budgets"]["H7"] = "=SUM(H4:H6)"
    book["Salariés"]["F6"], book["Salariés"]["J6"] = "=SUBTOTAL(9,F4:F5)", "=SUM(J4:J5)"
    trame = same(book, tmp_path)
    assert trame.lecture.ecartees["total ajouté sous le tableau"] == 2


def test_a_sheet_taken_away_changes_nothing(book, tmp_path):
    del book["Qualité"]
    del book["Glossaire"]
    trame = lire(book, tmp_path / "t.xlsx")
    assert "qualite" not in trame.lecture.frames
    assert "Feuilles absentes, rien n’est changé pour elles : « Qualité »." in dits(trame)
