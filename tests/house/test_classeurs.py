"""One kit for every workbook: fonts, number formats, texts and paper are set in one room."""

import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from cpomlib.classeurs import ecrire_texte, forme_du_champ, styles, sur_papier
from cpomlib.tables import table

PACKAGE = Path(__file__).parents[2] / "cpomlib"
KIT = PACKAGE / "classeurs"
OWN = re.compile(r"[^_]Font\(|\.data_type = |quotePrefix|\.paperSize|\[\$-40C\]|#,##0\.0")
FORMULAS = "rendu/scenario/feuille.py"
"""Its amounts have a form of their own: a dash for zero."""


def test_no_workbook_has_a_look_of_its_own():
    found = {
        path.relative_to(PACKAGE).as_posix(): OWN.findall(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if KIT not in path.parents
    }
    assert {name: held for name, held in found.items() if held and name != FORMULAS} == {}


@pytest.mark.parametrize("start", ["=1+1", "+33", "-2", "@x", "\t=1", "|cmd", "%x", " =1"])
def test_a_text_stays_a_text_in_every_workbook(start):
    cell = ecrire_texte(Workbook().active["A1"], start)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_sheet_is_one_page_wide_and_as_long_as_it_needs():
    sheet = Workbook().active
    sur_papier(sheet, lignes_repetees="1:2", entete="Accueil & Cie")
    setup = sheet.page_setup
    assert (setup.fitToWidth, setup.fitToHeight, setup.paperSize) == (1, 0, 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.left.text == "Accueil && Cie"
    assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("&A", "&P / &N")
    assert sheet.print_title_rows == "$1:$2"


def test_columns_are_written_as_their_schema_says():
    budgets = table("budgets")
    assert forme_du_champ(budgets.champ("montant")) == '#,##0.00\\ "€"'
    assert forme_du_champ(budgets.champ("annee")) == "0"
    assert forme_du_champ(budgets.champ("compte")) == "@"


def test_the_look_is_that_of_the_theme(tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    (tmp_path / "theme.yaml").write_text('couleurs: {accent: "#112233"}\n', encoding="utf-8")
    assert styles().couleur("accent") == "FF112233"
