"""What is not opened at all, within memory bounds."""

import contextlib
import random
import subprocess
import sys
import warnings
import zipfile

import pytest
from entree.trame.classeurs import plain
from openpyxl import Workbook

from cpomlib.entree.auto import reconnaitre
from cpomlib.entree.garde import FichierError
from cpomlib.entree.trame import depouillement
from cpomlib.entree.trame.annotation import annoter
from cpomlib.entree.trame.lecture import lire_trame
from cpomlib.socle.erreurs import CpomError, DonneesError

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
from cpomlib.entree.garde import FichierError
from cpomlib.entree.trame.lecture import lire_trame
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


def spoiled(parts, rng):
    """Return the parts of a workbook with one to three of them cut, scrambled or removed."""
    kept = dict(parts)
    for name in rng.sample(sorted(parts), rng.randint(1, 3)):
        content = bytearray(kept[name])
        kind = rng.randrange(4)
        if kind == 0:
            for _ in range(20):
                content[rng.randrange(len(content))] = rng.randrange(256)
        elif kind == 1:
            del content[rng.randrange(len(content)) :]
        elif kind == 2:
            start = rng.randrange(len(content))
            content[start : start + 30] = bytes(rng.randrange(32, 127) for _ in range(40))
        if kind == 3:
            del kept[name]
        else:
            kept[name] = bytes(content)
    return kept


@pytest.mark.parametrize("seed", range(12))
def test_a_spoiled_workbook_is_read_or_refused(book, tmp_path, seed):
    whole, path = tmp_path / "w.xlsx", tmp_path / "t.xlsx"
    book.save(whole)
    with zipfile.ZipFile(whole) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    rng = random.Random(seed)
    for _ in range(3):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in spoiled(parts, rng).items():
                archive.writestr(name, content)
        if seed % 2:  # the archive itself too
            raw = bytearray(path.read_bytes())
            for _ in range(10):
                raw[rng.randrange(len(raw))] = rng.randrange(256)
            path.write_bytes(raw)
        for attempt in (lire_trame, reconnaitre, lambda p: annoter(p, ())):
            with contextlib.suppress(CpomError):
                attempt(path)


def test_a_parser_says_nothing_in_english(book, tmp_path):
    """A day beyond the calendar makes the parser warn; the warnings of others are let be."""
    book["Séjours"]["D4"] = 9e9
    book["Séjours"]["D4"].number_format = "dd/mm/yyyy"
    path = tmp_path / "t.xlsx"
    book.save(path)
    before = list(warnings.filters)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        with pytest.raises(DonneesError):
            lire_trame(path)
    assert heard == [] and warnings.filters == before
