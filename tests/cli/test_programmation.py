"""The commands of a programming, from the list of who signs to the version deposited."""

import pytest
from cli.contrats import JOUR, asked, deposes, run
from conftest import copied
from openpyxl import load_workbook

from cpomlib import base as store


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return deposes(tmp_path_factory.mktemp("programmation"), 6)


@pytest.fixture
def neuve(region, tmp_path):
    """A copy of the base, to write in."""
    return copied(region, tmp_path)


def of_region(base, action, *words):
    return asked(base, "programmation", action, "--region", "52", "--jour", JOUR, *words)


def versions(base):
    frames = store.read(store.open_base(base), ["arretes_programmation", "programmation"])
    return set(frames["arretes_programmation"]["version"]), frames["programmation"]


def test_everybody_is_listed_with_its_contract(region):
    rows = of_region(region, "recenser")
    assert [row["etat"] for row in rows].count("en_vigueur") == 4
    assert {row["etat"] for row in rows} == {"en_vigueur", "preparation", "resilie"}
    assert all(row["chrs"] and row["places"] for row in rows)
    code, said = run(region, "programmation", "recenser", "--region", "52", "--jour", JOUR)
    assert code == 0 and "6 gestionnaires de CHRS, dont 4 sous contrat signé, " in said
    assert "dit tel, sans jugement" in said


def test_a_file_of_cells_holds_texts_and_numbers(region):
    words = ("programmation", "proposer", "--region", "52", "--jour", JOUR, "--format", "csv")
    code, said = run(region, *words)
    head, *lines = said.splitlines()
    assert code == 0 and {"departements", "criteres_taille"} <= set(head.split(","))
    assert len(lines) == 6 and "[" not in said and "{" not in said


def test_a_proposal_is_written_deposited_and_compared(neuve, tmp_path):
    words = ("--capacite", "44:1,49:1,53:1,72:1,85:1", "--a", "2032", "--dossier", tmp_path / "v")
    code, said = run(neuve, "programmation", "proposer", "--region", "52", "--jour", JOUR, *words)
    assert code == 0 and "Version 3 écrite" in said, said
    code, said = run(neuve, "importer", "tables", tmp_path / "v")
    assert code == 0, said
    known, lines = versions(neuve)
    assert known == {1, 2, 3}
    assert sorted(lines.loc[lines["version"] == 3, "rang"]) == [1, 2, 3, 4, 5, 6]
    code, said = run(neuve, "programmation", "arrete", "--region", "52", "--jour", JOUR)
    assert code == 0 and "Version 3, nominative" in said and "avis du CRHH à recueillir" in said
    assert "non publié (vu de la seule région)" in said


def test_each_line_of_a_proposal_says_why(region):
    rows = of_region(region, "proposer", "--capacite", "44:1,49:1", "--volontaire", "000520056")
    assert all(row["motif"] for row in rows)
    marks = {row["gestionnaire"]: row for row in rows}
    assert marks["000520056"]["criteres"]["volontaire"] > 0
    assert marks["000520015"]["criteres"]["volontaire"] == 0


def test_the_workbook_goes_and_comes_back(neuve, tmp_path):
    path = tmp_path / "programmation.xlsx"
    code, said = run(neuve, "programmation", "trame", "--region", "52", "-o", path)
    assert code == 0, said
    book = load_workbook(path)
    assert book.sheetnames[:3] == ["Arrêtés de programmation", "Programmation", "Enveloppes"]
    sheet = book["Enveloppes"]
    head = [cell.value for cell in sheet[2]]
    row = next(r for r in sheet.iter_rows(min_row=3) if r[head.index("annee")].value == 2027)
    row[head.index("montant")].value = 1234.56
    book.save(path)
    code, said = run(neuve, "importer", "tables", path)
    assert code == 0, said
    held = store.read(store.open_base(neuve), ["enveloppes"])["enveloppes"]
    assert 123456 in set(held["montant"])


def test_a_fault_of_the_workbook_says_its_sheet_row_and_column(neuve, tmp_path):
    path = tmp_path / "programmation.xlsx"
    run(neuve, "programmation", "trame", "--region", "52", "-o", path)
    book = load_workbook(path)
    sheet = book["Programmation"]
    head = [cell.value for cell in sheet[2]]
    sheet.cell(3, head.index("departements") + 1, "35")
    book.save(path)
    code, said = run(neuve, "importer", "tables", path)
    assert code == 1
    assert "Programmation" in said and "F (departements)" in said
    assert "Le département « 35 » n’est pas de la région Pays de la Loire" in said


def test_no_name_of_a_person_enters(neuve, tmp_path):
    folder = tmp_path / "envoi"
    folder.mkdir()
    written = "region,version,forme,objet\n52,9,nominative,Proposé par Mme DUPONT\n"
    (folder / "arretes_programmation.csv").write_text(written, encoding="utf-8")
    code, said = run(neuve, "importer", "tables", folder)
    assert code == 1 and "DUPONT" not in said
    assert versions(neuve)[0] == {1, 2}


@pytest.mark.parametrize(
    ("words", "said"),
    [(("arrete", "--version", "7"), "La version 7 de l’arrêté n’est pas en base"),
     (("proposer", "--capacite", "35:1"), "Le département « 35 » n’est pas de la région"),
     (("proposer", "--fixe", "000520015:2050"), "Cette année n’est pas dans l’horizon"),
     (("proposer", "--fixe", "inconnu:2027"), "Le gestionnaire « inconnu » ne tient pas de CHRS"),
     (("proposer", "--volontaire", "000529999"), "Le gestionnaire « 000529999 » ne tient pas")],
)  # fmt: skip
def test_what_is_asked_badly_is_refused(region, words, said):
    action, *rest = words
    code, told = run(region, "programmation", action, "--region", "52", "--jour", JOUR, *rest)
    assert code == 1 and said in told


def test_the_calendar_of_the_command_is_that_of_the_document(region):
    """The document says so: contracts that are over, or ended early, are in both."""
    from cpomlib.rapports import region as documents

    found = documents.load(region, "52", 2026, jour="2026-11-29")
    drawn = [(one.contrat, one.nature, one.le.isoformat())
             for one in documents.echeancier_regional.de_l_annee(found)]  # fmt: skip
    rows = asked(region, "echeances", "--region", "52", "--jour", JOUR, "--du", "01/01/2026",
                 "--au", "31/12/2026")  # fmt: skip
    told = [(r["contrat"], r["nature"], r["date"]) for r in rows if r["statut"] != "sans_objet"]
    assert sorted(drawn) == sorted(told)
    states = {one.id: one.ligne["statut"] for one in found.contrats.values()}
    assert "resilie" in {states[code] for code, _, _ in drawn}


def test_the_arrete_is_a_word_to_edit(region, tmp_path):
    from docx import Document

    code, said = run(region, "programmation", "arrete", "--region", "52", "--jour", JOUR,
                     "--version", 1, "--dossier", tmp_path / "rapports")  # fmt: skip
    assert code == 0, said
    [path] = (tmp_path / "rapports").rglob("arrete_programmation.docx")
    document = Document(path)
    titles = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert [one for one in titles if one.startswith("Article")][:3] == [
        "Article 1. Objet", "Article 2. Programmation nominative, 2025",
        "Article 3. Programmation en nombre et en volume, 2026 à 2027"]  # fmt: skip
    assert any("comité régional de l’habitat" in p.text for p in document.paragraphs)
