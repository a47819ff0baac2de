"""LibreOffice in between, for real: what it saves is read alike, what it computes is right."""

import shutil
import subprocess
from datetime import date

import pytest
from conftest import PATIENCE, needs
from entree.trame.classeurs import PORT, assert_same, known, ouvrir_modele, petite
from openpyxl import load_workbook

from cpomlib.base import deposit, open_base, read
from cpomlib.base.deposits import Origine
from cpomlib.entree.trame.annotation import annoter
from cpomlib.entree.trame.ecriture import ecrire_trame
from cpomlib.entree.trame.lecture import lire_trame
from cpomlib.entree.trame.plan import IdentiteTrame
from cpomlib.exemple import build
from cpomlib.socle.erreurs import DonneesError

pytestmark = pytest.mark.xdist_group("soffice")


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Convert a file with LibreOffice; without it, a complete run fails and another skips."""
    soffice = shutil.which("soffice")
    needs("LibreOffice", soffice is not None)
    profile = tmp_path_factory.mktemp("profil").as_uri()

    def run(path, kind):
        folder = path.parent / f"{path.suffix[1:]}-{kind}"
        command = [soffice, f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        return folder / f"{path.stem}.{kind}"

    return run


@pytest.fixture(scope="module")
def trame(dossier, tmp_path_factory):
    path = tmp_path_factory.mktemp("libreoffice") / "t.xlsx"
    ouvrir_modele(dossier).save(path)
    return path


@pytest.fixture(scope="module")
def resaved(convert, trame):
    """The trame that LibreOffice opened and saved."""
    return convert(trame, "xlsx")


@pytest.fixture(scope="module")
def as_ods(convert, trame):
    """The trame that LibreOffice saved in its own format."""
    return convert(trame, "ods")


@pytest.fixture(scope="module")
def through_ods(convert, as_ods):
    """The same, saved for Excel again."""
    return convert(as_ods, "xlsx")


def test_saved_as_ods_by_libreoffice(as_ods):
    read_back = lire_trame(as_ods, known())
    assert_same(read_back.lecture.frames, petite())
    assert not [text for text in read_back.lecture.messages if "Feuilles vides" not in text]


def test_saved_as_xlsx_by_libreoffice(resaved):
    read_back = lire_trame(resaved, known())
    assert_same(read_back.lecture.frames, petite())
    assert not [text for text in read_back.lecture.messages if "Feuilles vides" not in text]


def test_through_ods_and_back(through_ods):
    read_back = lire_trame(through_ods, known())
    assert_same(read_back.lecture.frames, petite())


def test_lists_and_locks_survive(through_ods):
    sheet = load_workbook(through_ods)["Séjours"]
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert {"list", "date", "whole"} <= kinds
    assert sheet.protection.sheet and sheet["A3"].protection.locked
    assert not sheet["A4"].protection.locked


def test_the_values_of_formulas_are_read_and_said(convert, book, tmp_path):
    book["Budgets"]["H4"] = "=1000000+234567.89"
    book["Salariés"]["F5"] = "=2*0.5"
    path = tmp_path / "f.xlsx"
    book.save(path)
    trame = lire_trame(convert(path, "xlsx"), known())
    assert_same(trame.lecture.frames, petite())
    told = [text.replace("\u00a0", " ") for text in trame.lecture.messages]
    assert (
        "Feuille « Budgets », colonne H (Montant) : 1 cellule contient une formule, la valeur "
        "enregistrée est lue." in told
    )
    assert (
        "Feuille « Salariés », colonne F (ETP) : 1 cellule contient une formule, la valeur "
        "enregistrée est lue." in told
    )


def test_a_marked_copy_goes_through_it(convert, book, tmp_path):
    book["Séjours"]["F4"] = "famille"
    path = tmp_path / "t.xlsx"
    book.save(path)
    with pytest.raises(DonneesError) as caught:
        lire_trame(path, known())
    copy = convert(annoter(path, caught.value.fautes), "xlsx")
    marked = load_workbook(copy)
    assert "À corriger" in marked["Séjours"]["F4"].comment.text
    marked["Séjours"]["F4"] = "femme avec enfants"
    marked.save(copy)
    assert_same(lire_trame(copy, known()).lecture.frames, petite())


def glance(path):
    """Return the computed cells of the quick look: first cell of a row → the next ten."""
    sheet = load_workbook(path, data_only=True)["Coup d’œil"]
    return {row[0]: list(row[1:11]) for row in sheet.iter_rows(6, 30, values_only=True) if row[0]}


def test_the_quick_look_adds_up(resaved):
    rows = glance(resaved)
    # Ensemble: 40 + 12 places; 1 234 567,89 + 40 000,50 of charges; 1 300 000 of products;
    # 1 300 000 − 1 274 568,39 = 25 431,61; 0,8 + 1 ETP; no days yet; 2 stays
    expected = [52, 50, 1274568.39, 1300000, 25431.61, 1.8, 0, 0]
    assert rows["Ensemble"][:8] == pytest.approx(expected)
    assert rows["Ensemble"][9] == 2
    # the Port alone: 1 300 000 − 1 234 567,89 = 65 432,11
    port = [40, 38, 1234567.89, 1300000, 65432.11, 1.8, 0, 0]
    assert rows[f"{PORT} · CHRS du Port"][:8] == pytest.approx(port)
    assert rows["010000123 · Foyer de l’Ain"][2] == pytest.approx(40000.50)
    assert not any(value for value in rows["Hors de la liste (doit être vide)"] if value)


def test_the_quick_look_sees_codes_and_strangers(convert, book, tmp_path):
    book["Places"]["A4"] = PORT  # a code alone
    book["Places"]["A5"] = "999999999 · Inconnu"
    path = tmp_path / "t.xlsx"
    book.save(path)
    rows = glance(convert(path, "xlsx"))
    assert rows[f"{PORT} · CHRS du Port"][:2] == [40, 38]
    assert rows["Hors de la liste (doit être vide)"][:2] == [12, 12]


def test_the_quick_look_of_the_example(convert, tmp_path):
    region = build("52", 3, 1)
    engine = open_base(f"sqlite:///{tmp_path / 'b.db'}", creer=True)
    deposit(engine, region, Origine("a", "b", "c", "exemple"))
    owner = region["gestionnaires"]["id_gestionnaire"].iloc[0]
    frames = read(engine, gestionnaires=[owner])
    path = tmp_path / "t.xlsx"
    ecrire_trame(frames, IdentiteTrame(owner, 2025), path, le=date(2026, 11, 21))
    rows = glance(convert(path, "xlsx"))
    places, budgets = frames["places"].query("annee == 2025"), frames["budgets"]
    budgets = budgets.query("annee == 2025 and document == 'ca'")
    days = frames["activite"].query("annee == 2025")
    for code, nom in frames["etablissements"][["id_etablissement", "nom"]].values:
        row, mine = rows[f"{code} · {nom}"], budgets.query("id_etablissement == @code")
        here = places.query("id_etablissement == @code")
        sums = mine.groupby("sens", observed=False)["montant"].sum() / 100
        assert row[0] == here["places_autorisees"].sum()
        assert row[2:4] == pytest.approx([sums["charge"], sums["produit"]])
        done = days.query("id_etablissement == @code")["journees_realisees"].sum()
        assert row[7] == done
    total = days["journees_realisees"].sum() / days["journees_theoriques"].sum()
    assert rows["Ensemble"][8] == pytest.approx(total)
