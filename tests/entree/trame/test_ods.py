"""A trame as LibreOffice saves it: read, refused or annotated as any other."""

import re
import zipfile

import pytest
from entree.refus import refused
from entree.trame.classeurs import assert_same, known, petite
from openpyxl import load_workbook
from recue.calc import en_ods

from cpomlib.entree import FichierError, reconnaitre
from cpomlib.entree.opendocument import en_xlsx, est_ods
from cpomlib.entree.trame import annoter, lire_trame

_TETE = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="F">'
)
_PIED = "</table:table></office:spreadsheet></office:body></office:document-content>"


def ods(path, rows, content=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content or _TETE + rows + _PIED)
    return path


def cells(path):
    sheet = load_workbook(en_xlsx(path))["F"]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def text(word):
    return (
        f'<table:table-cell office:value-type="string"><text:p>{word}</text:p></table:table-cell>'
    )


def number(value, more=""):
    return f'<table:table-cell office:value-type="float" office:value="{value}" {more}/>'


def test_a_trame_is_read_alike(book, tmp_path):
    book.save(tmp_path / "t.xlsx")
    path = en_ods(tmp_path / "t.xlsx")
    assert reconnaitre(path).nature == "la trame du gestionnaire 732829320 pour 2025"
    assert_same(lire_trame(path, known()).lecture.frames, petite())


def test_its_faults_are_shown_in_a_copy(book, tmp_path):
    book["Budgets"]["H4"] = "beaucoup"
    book.save(tmp_path / "t.xlsx")
    path = en_ods(tmp_path / "t.xlsx")
    said = refused(lire_trame, path, known())
    assert said.startswith("t.ods, feuille « Budgets », ligne 4, colonne « H (Montant) »")
    with pytest.raises(Exception, match="1 faute") as caught:
        lire_trame(path, known())
    copy = annoter(path, caught.value.fautes)
    assert copy.name == "t-a-corriger.xlsx"
    assert "À corriger" in load_workbook(copy)["Budgets"]["H4"].comment.text


def test_what_is_repeated_keeps_its_place(tmp_path):
    rows = (
        f"<table:table-row>{text('a')}"
        '<table:table-cell table:number-columns-repeated="2"/>'
        f'{number(2.5)}<table:table-cell table:number-columns-repeated="16000"/>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{number(3)}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        "</table:table-row>"
    )
    empty = [None] * 4
    assert cells(ods(tmp_path / "x.ods", rows)) == [
        ["a", None, None, 2.5], empty, empty, [3, None, None, None], [3, None, None, None],
    ]  # fmt: skip


def test_a_row_of_sums_is_left_out(tmp_path):
    total = number(7, 'table:formula="of:=SUM([.A1:.A2])"')
    rows = "".join(f"<table:table-row>{one}</table:table-row>" for one in (number(3), total))
    assert cells(ods(tmp_path / "x.ods", rows)) == [[3]]


def test_a_broken_one_is_refused(tmp_path):
    path = ods(tmp_path / "x.ods", "", content="<office:document")
    assert est_ods(path)
    assert refused(lire_trame, path) == (
        "x.ods : Ce classeur est abîmé ou incomplet. Ouvrez-le dans le tableur, enregistrez-le de "
        "nouveau, puis recommencez."
    )


def test_one_that_swells_is_not_opened(tmp_path):
    path = ods(tmp_path / "x.ods", "<!--" + " " * (64 << 20) + "-->")
    with pytest.raises(FichierError, match=re.escape("Ce classeur se déplie en 64")):
        lire_trame(path)


def test_another_table_is_sent_back(tmp_path):
    path = ods(tmp_path / "x.ods", f"<table:table-row>{text('compte')}</table:table-row>")
    assert reconnaitre(path).manque.startswith("Seule une trame est lue au format OpenDocument")
