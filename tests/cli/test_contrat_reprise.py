"""``cpom contrat reprendre``: what is guessed enters the base only once it is confirmed."""

import pytest
from cli.contrats import deposes, run
from docx import Document
from openpyxl import load_workbook

from cpomlib import base as store


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return deposes(tmp_path_factory.mktemp("reprise"), 6)


@pytest.fixture
def signed(tmp_path, region):
    """A Word contract that cites an establishment of the base by its number."""
    known = store.read(store.open_base(region), ["etablissements"])["etablissements"]
    number = known["id_etablissement"].iloc[-1]
    made = Document()
    for text in (
        "Contrat pluriannuel d’objectifs et de moyens (article L. 313-11-2)",
        f"Établissement : {number}",
        "Axe 1 : accès au logement",
        "Objectif 1 : Accélérer les sorties",
        "Le contrat prend effet le 1er janvier 2024 pour une durée de cinq ans.",
    ):
        made.add_paragraph(text)
    path = tmp_path / "contrat signé.docx"
    made.save(path)
    return path


def test_nothing_guessed_is_deposited_before_somebody_says_yes(region, signed, tmp_path):
    made = tmp_path / "repris.xlsx"
    code, said = run(region, "contrat", "reprendre", signed, "--contrat", "C-R-1", "-o", made)
    assert code == 0, said
    assert "Objectifs : 1 ligne" in said and "Confirmez chaque ligne avant de le déposer." in said
    code, said = run(region, "importer", "contrat", made, "--sans-copie")
    assert code == 1
    assert "Cette ligne est une supposition, que personne n’a confirmée." in said
    assert "écrivez « oui » à la ligne 5 de la feuille « À confirmer »" in said
    assert "C-R-1" not in run(region, "contrat", "lister")[1]


def test_confirmed_and_completed_it_is_deposited(region, signed, tmp_path):
    made = tmp_path / "repris.xlsx"
    assert run(region, "contrat", "reprendre", signed, "--contrat", "C-R-2", "-o", made)[0] == 0
    book = load_workbook(made)
    waiting = book["À confirmer"]
    for row in range(5, waiting.max_row + 1):
        waiting.cell(row, 6).value = "Oui"
    heads = book["Contrats"]
    names = [cell.value for cell in heads[2]]
    assert heads.cell(3, names.index("date_effet") + 1).value.year == 2024
    assert "Lu à paragraphe 5" in heads.cell(3, names.index("date_effet") + 1).comment.text
    heads.cell(3, names.index("statut") + 1).value = "preparation"
    book.save(made)
    code, said = run(region, "importer", "contrat", made)
    assert code == 0, said
    assert "C-R-2" in run(region, "contrat", "lister")[1]


def test_a_code_that_is_none_and_a_workbook_already_there_are_refused(region, signed, tmp_path):
    made = tmp_path / "repris.xlsx"
    code, said = run(region, "contrat", "reprendre", signed, "--contrat", "R 1", "-o", made)
    assert code == 1 and "« R 1 » n’est pas le code d’un contrat." in said
    made.write_text("à moi")
    code, said = run(region, "contrat", "reprendre", signed, "--contrat", "C-R-3", "-o", made)
    assert code == 1 and "existe déjà" in said and made.read_text() == "à moi"
