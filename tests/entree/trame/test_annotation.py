"""The copy that shows the faults: coloured, commented, listed, mended and sent back."""

import pytest
from entree.trame.classeurs import assert_same, known, petite, plain
from openpyxl import load_workbook

from cpomlib.entree.trame import annotation
from cpomlib.entree.trame.annotation import annoter
from cpomlib.entree.trame.lecture import lire_trame
from cpomlib.socle.erreurs import DonneesError

ROUGE = "FFF6C6B8"


@pytest.fixture
def faulty(book, tmp_path):
    book["Séjours"]["F4"] = "famille"
    book["Budgets"]["F5"] = None
    path = tmp_path / "envoi.xlsx"
    book.save(path)
    return path


def faults(path):
    with pytest.raises(DonneesError) as caught:
        lire_trame(path, known())
    return caught.value.fautes


def test_the_wrong_cells_are_shown(faulty):
    before = faulty.read_bytes()
    copy = annoter(faulty, faults(faulty))
    assert copy == faulty.with_name("envoi-a-corriger.xlsx")
    assert faulty.read_bytes() == before
    book = load_workbook(copy)
    cell = book["Séjours"]["F4"]
    assert cell.fill.start_color.rgb == ROUGE
    assert plain(cell.comment.text) == (
        "À corriger : Cette valeur n’est pas dans la liste. Valeurs connues : « homme seul », "
        "« femme seule », « couple sans enfant », « couple avec enfants », « homme avec enfants », "
        "« femme avec enfants », « groupe d’adultes », « mineur »."
    )
    assert book["Budgets"]["F5"].fill.start_color.rgb == ROUGE
    assert book["Séjours"]["F5"].comment is None
    assert book["Séjours"].protection.sheet and "liste_sejours_sexe" in book.defined_names


def test_the_first_sheet_lists_them_with_links(faulty):
    book = load_workbook(annoter(faulty, faults(faulty)))
    sheet = book.worksheets[0]
    assert sheet.title == "À corriger" and book.active is sheet
    assert plain(sheet["A1"].value) == "2 fautes à corriger"
    # sheet by sheet, in the order of the workbook
    rows = [[plain(str(c.value)) if c.value else "" for c in row] for row in sheet.iter_rows(5, 6)]
    assert [row[:4] for row in rows] == [
        ["Séjours", "4", "F (Composition)", "famille"],
        ["Budgets", "5", "F (Compte)", ""],
    ]
    assert rows[1][4:] == ["La valeur est obligatoire, la cellule est vide.", "Remplissez-la."]
    assert [sheet.cell(row, 1).hyperlink.location for row in (5, 6)] == [
        "'Séjours'!F4", "'Budgets'!F5",
    ]  # fmt: skip


def test_it_never_overwrites(faulty):
    found = faults(faulty)
    names = [annoter(faulty, found).name for _ in range(3)]
    assert names == [
        "envoi-a-corriger.xlsx", "envoi-a-corriger-2.xlsx", "envoi-a-corriger-3.xlsx",
    ]  # fmt: skip


def test_mended_and_sent_back(faulty, tmp_path):
    copy = annoter(faulty, faults(faulty))
    book = load_workbook(copy)
    book["Séjours"]["F4"] = "femme avec enfants"
    book.save(copy)
    (left,) = faults(copy)
    assert left.colonne == "F (Compte)"
    again = annoter(copy, (left,))
    assert again.name == "envoi-a-corriger-2.xlsx"
    book = load_workbook(again)
    assert book["Séjours"]["F4"].comment is None
    assert book["Séjours"]["F4"].fill.fill_type is None
    assert book.sheetnames.count("À corriger") == 1 and "À corriger1" not in book.sheetnames
    book["Budgets"]["F5"] = "606"
    book.save(again)
    assert_same(lire_trame(again, known()).lecture.frames, petite())


def test_a_merged_cell_is_marked_where_it_shows(book, tmp_path):
    sheet = book["Places"]
    sheet.merge_cells("E4:E5")
    path = tmp_path / "t.xlsx"
    book.save(path)
    copy = load_workbook(annoter(path, faults(path)))
    assert "fusionnées" in copy["Places"]["E4"].comment.text


def test_a_workbook_too_big_is_not_loaded_whole(faulty, monkeypatch):
    monkeypatch.setattr(annotation, "DEPLIE_MAX", 1000)
    assert annoter(faulty, faults(faulty)) is None
    assert [path.name for path in faulty.parent.iterdir()] == ["envoi.xlsx"]
