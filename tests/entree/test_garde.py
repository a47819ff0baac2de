"""What is refused before it is opened, on its text; a workbook's rows as text."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from cpomlib.entree.classeur import cell_text, feuilles
from cpomlib.entree.garde import CLASSEUR, TEXTE, FichierError, limites, nature, taille
from cpomlib.socle.erreurs import DonneesError, ParametreError

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def refusal(path, plafonds=None):
    with pytest.raises(FichierError) as caught:
        nature(path, plafonds)
    return str(caught.value).replace("\u00a0", " ").replace("\u202f", " ")


def write(path, content):
    path.write_bytes(content)
    return path


def workbook(path, rows=((1, 2), (3, 4))):
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def archive(path, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return path


def with_part(path, name, content):
    workbook(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, content)
    return path


def test_what_may_be_opened(tmp_path):
    assert nature(write(tmp_path / "a.csv", b"a;b\n1;2\n")) == TEXTE
    assert nature(write(tmp_path / "b.txt", b"un NUL\0\n" + b"texte\n" * 20)) == TEXTE
    assert nature(write(tmp_path / "c.txt", "a\tb\n".encode("utf-16"))) == TEXTE
    assert nature(write(tmp_path / "d.txt", "a\tb\n".encode("utf-16-le"))) == TEXTE
    assert nature(workbook(tmp_path / "e.xlsx")) == CLASSEUR
    assert nature(workbook(tmp_path / "f.xlsx").rename(tmp_path / "f.txt")) == CLASSEUR


def test_absent_empty_and_folder(tmp_path):
    assert refusal(tmp_path / "x.csv") == (
        f"{tmp_path}/x.csv : Ce fichier n’existe pas. Vérifiez son nom et son dossier."
    )
    assert (
        refusal(tmp_path) == f"{tmp_path} : C’est un dossier, pas un fichier. Indiquez le fichier."
    )
    assert refusal(write(tmp_path / "v.csv", b"")) == (
        "v.csv : Ce fichier est vide. Refaites l’export, puis recommencez."
    )


@pytest.mark.parametrize(
    ("debut", "dit"),
    [
        (b"%PDF-1.7\n", "un PDF"),
        (b"\x89PNG\r\n", "une image"),
        (b"\x1f\x8b\x08", "une archive compressée (gzip)"),
        (b"7z\xbc\xaf\x27\x1c", "une archive compressée (7-Zip)"),
        (b"Rar!\x1a\x07", "une archive compressée (RAR)"),
        (b"SQLite format 3\0", "une base SQLite"),
        (b"{\\rtf1", "un document de traitement de texte (RTF)"),
    ],
)
def test_other_kinds(tmp_path, debut, dit):
    assert refusal(write(tmp_path / "x.txt", debut + b"abc")) == (
        f"x.txt : C’est {dit}, pas un tableau. Demandez l’export en texte (CSV) ou en classeur "
        "Excel (.xlsx)."
    )


def test_binary(tmp_path):
    assert refusal(write(tmp_path / "x.txt", bytes(range(256)) * 3 + b"\0" * 200)) == (
        "x.txt : Ce fichier n’est pas un fichier texte. Demandez l’export en texte (CSV) ou en "
        "classeur Excel (.xlsx)."
    )


@pytest.mark.parametrize("content", [OLE + b"Workbook", b"\x09\x08\x10\x00\x00\x06\x05\x00"])
def test_old_formats(tmp_path, content):
    assert refusal(write(tmp_path / "x.xls", content)) == (
        "x.xls : Ce fichier est dans un ancien format de la bureautique (.xls, .doc…). Dans le "
        "tableur, enregistrez le fichier au format « Classeur Excel (.xlsx) »."
    )


@pytest.mark.parametrize("before", [0, 2**20 - 513])
def test_encrypted(tmp_path, before):
    content = OLE + b"x" * before + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
    assert refusal(write(tmp_path / "x.xlsx", content)) == (
        "x.xlsx : Ce classeur est protégé par un mot de passe. Enregistrez-en une copie sans mot "
        "de passe, puis recommencez."
    )


def test_macros(tmp_path):
    assert refusal(with_part(tmp_path / "x.xlsm", "xl/vbaProject.bin", b"macro")) == (
        "x.xlsm : Ce classeur contient des macros. Un programme caché dans un fichier reçu est un "
        "risque. Dans le tableur, enregistrez le fichier au format « Classeur Excel (.xlsx) »."
    )


def test_other_archives(tmp_path):
    xlsx = "Dans le tableur, enregistrez le fichier au format « Classeur Excel (.xlsx) »."
    ods = archive(tmp_path / "x.ods", mimetype="x", content_dot_xml="x")
    assert refusal(ods) == f"x.ods : Ce fichier est au format OpenDocument (.ods). {xlsx}"
    docx = archive(tmp_path / "x.docx", word__document_dot_xml="x")
    assert refusal(docx) == (
        f"x.docx : Ce fichier est un document de traitement de texte, pas un tableau. {xlsx}"
    )
    xlsb = archive(tmp_path / "x.xlsb", xl__workbook_dot_bin="x")
    assert refusal(xlsb) == f"x.xlsb : Ce classeur est au format binaire (.xlsb). {xlsx}"
    assert refusal(archive(tmp_path / "x.zip", fec_dot_txt="x")) == (
        "x.zip : Ce fichier est une archive ZIP, pas un classeur. Décompressez-la, puis donnez le "
        "fichier qu’elle contient."
    )


def test_a_truncated_workbook(tmp_path):
    whole = workbook(tmp_path / "x.xlsx").read_bytes()
    assert refusal(write(tmp_path / "y.xlsx", whole[:-200])) == (
        "y.xlsx : Ce classeur est abîmé ou incomplet. Ouvrez-le dans le tableur, enregistrez-le de "
        "nouveau, puis recommencez."
    )


BOMBE = (
    "Un fichier qui gonfle à ce point peut bloquer l’ordinateur. Supprimez les lignes vides et la "
    "mise en forme sous le tableau, ou enregistrez-le en CSV."
)


def test_a_bomb_by_its_ratio(tmp_path):
    path = with_part(tmp_path / "x.xlsx", "xl/worksheets/sheet9.xml", b"0" * 20 * 2**20)
    assert path.stat().st_size < 40_000
    assert refusal(path).endswith(f"Mio : il n’est pas ouvert. {BOMBE}")
    assert refusal(path).startswith("x.xlsx : Ce classeur se déplie en 20")


def test_a_bomb_by_its_total_and_by_its_texts(tmp_path):
    noise = io.BytesIO(b"".join(bytes([n % 251, n % 13]) for n in range(30_000)))
    path = with_part(tmp_path / "x.xlsx", "xl/sharedStrings.xml", noise.getvalue())
    assert nature(path) == CLASSEUR
    assert refusal(path, replace(limites(), classeur_deplie_max=50_000)).endswith(BOMBE)
    assert refusal(path, replace(limites(), textes_communs_max=50_000)).endswith(BOMBE)


def test_too_big(tmp_path):
    small = replace(limites(), texte_max=10, classeur_max=1024)
    assert refusal(write(tmp_path / "x.csv", b"a" * 1536), small) == (
        "x.csv : Ce fichier est trop gros : 1,5 Kio. La limite pour un fichier texte est de "
        "10 octets. Découpez-le, ou relevez la limite (parameters/sources/limites.yaml)."
    )
    assert "La limite pour un classeur est de 1 Kio." in refusal(
        workbook(tmp_path / "x.xlsx"), small
    )


def test_a_huge_file_is_refused_without_being_read(tmp_path):
    path = tmp_path / "x.csv"
    with path.open("wb") as handle:
        handle.write(b"a;b\n")
        handle.truncate(10 * 2**30)  # a hole: ten gigabytes that take no room
    assert refusal(path) == (
        "x.csv : Ce fichier est trop gros : 10 Gio. La limite pour un fichier texte est de 2 Gio. "
        "Découpez-le, ou relevez la limite (parameters/sources/limites.yaml)."
    )


def test_the_service_may_change_the_limits(tmp_path, monkeypatch):
    folder = tmp_path / "sources"
    folder.mkdir()
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    names = "texte_max classeur_max classeur_deplie_max textes_communs_max taux_compression_max"
    lines = "".join(f"{name}: 5\n" for name in names.split())
    (folder / "limites.yaml").write_text(lines, encoding="utf-8")
    assert limites().texte_max == 5
    (folder / "limites.yaml").write_text(lines.replace("texte_max: 5", "texte_max: -5"))
    with pytest.raises(ParametreError, match="n’est pas un nombre positif"):
        limites()


def test_sizes():
    sizes = [taille(size).replace("\u00a0", " ") for size in (512, 2048, 3 * 2**19, 2 * 2**30)]
    assert sizes == ["512 octets", "2 Kio", "1,5 Mio", "2 Gio"]


def test_cells_as_text():
    values = [None, True, 3.0, 0.1 + 0.2, 1234.5, datetime(2025, 3, 1), date(2025, 3, 1), " a "]
    assert [cell_text(value) for value in values] == [
        "", "true", "3", "0.3", "1234.5", "2025-03-01", "2025-03-01", "a",
    ]  # fmt: skip
    assert cell_text(datetime(2025, 3, 1, 12, 30)) == "2025-03-01 12:30:00"


def test_rows_of_a_workbook(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [("a", 1), (None, None), ("b", 2.5)])
    with feuilles(path) as sheets:
        rows = list(sheets["Sheet"].lignes())
    assert rows == [(1, ["a", "1"]), (3, ["b", "2.5"])]


def test_hidden_sheets_are_not_read(tmp_path):
    book = Workbook()
    book.create_sheet("secret").sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    with feuilles(tmp_path / "x.xlsx") as sheets:
        assert list(sheets) == ["Sheet"]


def test_a_formula_without_a_result_is_refused_with_its_place(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [(1, "=1+1"), (2, "texte")])
    with pytest.raises(DonneesError) as refusal, feuilles(path):
        pass
    (fault,) = refusal.value.fautes
    assert (fault.feuille, fault.ligne, fault.colonne) == ("Sheet", 1, "B")


def test_a_formula_that_gave_an_empty_text_is_an_empty_cell(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [(1, "=1+1", "vu"), (2, "texte", "vu")])
    rewrite(path, b'<c r="B1">', b'<c r="B1" t="str">')
    with feuilles(path) as sheets:
        rows = list(sheets["Sheet"].lignes())
    assert rows == [(1, ["1", "", "vu"]), (2, ["2", "texte", "vu"])]


def rewrite(path, before, after):
    """Write a part of the first sheet another way, as another program saves it."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    assert before in parts[SHEET]
    parts[SHEET] = parts[SHEET].replace(before, after)
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)


def test_a_row_number_made_to_exhaust_the_reader(tmp_path):
    path = workbook(tmp_path / "x.xlsx")
    rewrite(path, b'r="2"', b'r="1999999999"')
    rewrite(path, b'r="A2"', b'r="A1999999999"')
    with feuilles(path) as sheets, pytest.raises(FichierError, match="abîmé"):
        list(sheets["Sheet"].lignes())


def test_the_parser_keeps_its_warnings_to_itself(tmp_path, recwarn):
    path = workbook(tmp_path / "x.xlsx")
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    styles = parts["xl/styles.xml"]
    parts["xl/styles.xml"] = re.sub(rb"<cellStyles.*</cellStyles>", b"", styles)
    with zipfile.ZipFile(tmp_path / "y.xlsx", "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    with pytest.warns(UserWarning):
        load_workbook(tmp_path / "y.xlsx", read_only=True).close()
    recwarn.clear()
    with feuilles(tmp_path / "y.xlsx") as sheets:
        assert list(sheets)
    assert not [warning for warning in recwarn if "openpyxl" in warning.filename]
