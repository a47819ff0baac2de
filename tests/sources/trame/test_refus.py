"""What is not opened at all, within memory bounds."""

import subprocess
import sys
import zipfile

import pytest
from openpyxl import Workbook
from sources.trame.classeurs import plain

from cpomlib.sources.garde import FichierError
from cpomlib.sources.trame import depouillement
from cpomlib.sources.trame.lecture import lire_trame

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path):
    with pytest.raises(FichierError) as caught:
        lire_trame(path)
    return plain(str(caught.value))


@pytest.mark.parametrize(
    "content,told",
    [
        (
            OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "t.xlsx : Ce classeur est protégé par un mot de passe. Enregistrez-en une copie sans "
            "mot de passe, puis recommencez.",
        ),
        (
            OLE + b"\0" * 600,
            "t.xlsx : Ce fichier est dans un ancien format de la bureautique (.xls, .doc…). Dans "
            "le tableur, enregistrez le fichier au format « Classeur Excel (.xlsx) ».",
        ),
        (
            b"id;nom\n1;a\n",
            "t.xlsx : Ce fichier n’est pas un classeur. Une trame est un classeur Excel (.xlsx), "
            "écrit par « cpom trame ».",
        ),
        (
            b"PK\x03\x04abc",
            "t.xlsx : Ce classeur est abîmé ou incomplet. Ouvrez-le dans le tableur, "
            "enregistrez-le de nouveau, puis recommencez.",
        ),
        (b"", "t.xlsx : Ce fichier est vide. Refaites l’export, puis recommencez."),
    ],
)
def test_it_is_not_a_workbook(tmp_path, content, told):
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    assert refusal(path) == told


def test_a_macro_workbook(book, tmp_path):
    path = tmp_path / "t.xlsm"
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert refusal(path).startswith("t.xlsm : Ce classeur contient des macros.")


def test_a_sheet_that_is_cut(book, tmp_path):
    path, cut = tmp_path / "t.xlsx", tmp_path / "c.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(cut, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            target.writestr(part, content[:-200] if "sheet5" in part.filename else content)
    assert refusal(cut).startswith("c.xlsx : Ce classeur est abîmé ou incomplet.")


def test_a_workbook_that_is_no_trame(tmp_path):
    book = Workbook()
    book.active.append(["Article", "Prix"])
    path = tmp_path / "t.xlsx"
    book.save(path)
    assert refusal(path) == (
        "t.xlsx : Ce classeur n’est pas une trame. Aucune de ses feuilles n’a l’identifiant ni "
        "les colonnes d’une trame. Une trame est écrite par « cpom trame ». Pour savoir ce "
        "qu’est ce fichier : « cpom importer auto »."
    )


def test_far_too_many_rows(book, tmp_path, monkeypatch):
    monkeypatch.setattr(depouillement, "LIGNES_MAX", 20)
    for row in range(4, 40):
        book["Budgets"].cell(row, 6, "606")
    path = tmp_path / "t.xlsx"
    book.save(path)
    assert refusal(path) == (
        "t.xlsx, feuille « Activité » : Cette feuille a plus de 20 lignes. Supprimez ce qui est "
        "sous le tableau, ou déposez la table en CSV (« cpom importer tables »)."
    )


def test_a_stray_cell_at_the_very_end(book, tmp_path):
    book["Budgets"]["XFD1048576"] = "oups"
    path = tmp_path / "t.xlsx"
    book.save(path)
    assert lire_trame(path).lecture.gardees == 12


BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))
from pathlib import Path
from cpomlib.sources.garde import FichierError
from cpomlib.sources.trame.lecture import lire_trame
try:
    lire_trame(Path(sys.argv[1]))
except FichierError as error:
    print(error)
"""


def in_little_memory(path):
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED, str(path)], capture_output=True, text=True, check=True
    )
    return plain(done.stdout)


def test_ten_gigabytes(tmp_path):
    path = tmp_path / "t.xlsx"
    with path.open("wb") as handle:
        handle.write(b"PK\x03\x04")
        handle.truncate(10 << 30)  # a hole: nothing is written on the disk
    assert in_little_memory(path).startswith("t.xlsx : Ce fichier est trop gros : 10 Gio.")


def test_a_bomb(book, tmp_path):
    path = tmp_path / "t.xlsx"
    book.save(path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet99.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(600):
            part.write(b" " * (1 << 20))
    assert "il n’est pas ouvert" in in_little_memory(path)
