"""The yearly return: what its gestionnaire fills is open, the rest is locked."""

import pytest
from cli.contrats import deposes, run
from openpyxl import load_workbook

CODE = "C-000520015-1"


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return deposes(tmp_path_factory.mktemp("retours"), 1)


def test_only_what_the_gestionnaire_says_is_open_in_the_yearly_return(region, tmp_path):
    words = ("contrat", "campagne", "--region", "52", "--annee", 2026, "-o", tmp_path / "r")
    assert run(region, *words)[0] == 0
    book = load_workbook(tmp_path / "r" / f"{CODE}-2026.xlsx")
    sheet = book["Mesures"]
    names = [cell.value for cell in sheet[2]]
    opened = {
        (named(row[1].value), row[3].value): {
            name for name, cell in zip(names, row, strict=True) if not cell.protection.locked
        }
        for row in sheet.iter_rows(min_row=3)
    }
    said = {"etat", "explication", "piste"}
    free = said | {"valeur", "numerateur", "denominateur", "source", "pieces"}
    assert opened["cpom_1_taux", 2026] == said
    assert opened["L-livrets", 2026] == free
    assert opened["L-livrets", 2025] == set()  # validated
    assert opened.get((None, None), set()) == set()
    actions = book["Actions"]
    assert actions.cell(3, 1).protection.locked and not actions.cell(3, 4).protection.locked
    assert not actions.cell(actions.max_row, 1).protection.locked  # one may be added
    assert sheet.protection.sheet and actions.protection.sheet
    assert not load_workbook_whole(region, tmp_path).protection.sheet


def named(value):
    """The code that stands before a name."""
    return value and value.partition(" · ")[0]


def load_workbook_whole(region, tmp_path):
    path = tmp_path / "trame.xlsx"
    assert run(region, "contrat", "trame", CODE, "-o", path)[0] == 0
    return load_workbook(path)["Mesures"]
