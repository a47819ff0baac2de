"""One notebook, two documents: the one to sign and its annex; figures stay in one workbook."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document
from nbformat.v4 import new_code_cell, new_notebook, new_output
from openpyxl import load_workbook

from cpomlib.campagne import html
from cpomlib.rendu.blocs import Colonne, Encart, Encarts, Identite, Paragraphe, Tableau, Titre
from cpomlib.rendu.blocs.blocks import Bloc
from cpomlib.rendu.documents import Enveloppe, ecrire_tous
from cpomlib.rendu.documents.lectures import lectures

COUVERTURE = Identite("L’Étape", "Tous", 2025, depots=("Dépôt n° 1",), courte=True)
TABLE = Tableau("Places", (Colonne("Type"), Colonne("Places", "nombre")), (("A", 12),))


def cell(bloc: Bloc, *tags: str):
    data = bloc._repr_mimebundle_()
    output = new_output("execute_result", data=data)
    return new_code_cell("montrer()", outputs=[output], metadata={"tags": list(tags)})


@pytest.fixture
def carnet():
    return new_notebook(
        cells=[
            cell(COUVERTURE),
            cell(Titre(2, "L’essentiel", "essentiel")),
            cell(Encarts("Signatures", (Encart("L’État", lignes=4), Encart("Autre", ("Oui.",))))),
            cell(Titre(2, "L’activité", "activite"), "annexe"),
            cell(Paragraphe("Mois par mois."), "annexe"),
            cell(TABLE, "annexe"),
        ]
    )


AUTOUR = Enveloppe("Diagnostic 2025 – L’Étape", "L’Étape – diagnostic 2025", "État n° 1")


def test_paper_has_two_files_and_a_workbook_one(carnet, tmp_path: Path):
    ecrire_tous(("pdf", "docx", "odt", "xlsx"), carnet, AUTOUR, tmp_path / "diagnostic", "1-2025")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "annexe-1-2025.docx", "annexe-1-2025.odt", "annexe-1-2025.pdf",
        "diagnostic-1-2025.docx", "diagnostic-1-2025.odt", "diagnostic-1-2025.pdf",
        "diagnostic.xlsx",
    ]  # fmt: skip
    signed, behind = (
        "\n".join(p.text for p in Document(str(tmp_path / f"{name}-1-2025.docx")).paragraphs)
        for name in ("diagnostic", "annexe")
    )
    assert "L’essentiel" in signed and "Mois par mois." not in signed
    assert "Mois par mois." in behind and "L’essentiel" not in behind
    # what the signed pages leave out is in the annex: the deposits
    assert "Dépôt n° 1" in behind and "Dépôt n° 1" not in signed
    assert "L’activité" in load_workbook(tmp_path / "diagnostic.xlsx").sheetnames


def test_each_document_says_which_it_is(carnet, tmp_path: Path):
    found = lectures(carnet, AUTOUR, tmp_path / "diagnostic", "1-2025")
    assert [one.enveloppe.titre for one in found.pages] == [
        "Diagnostic 2025 – L’Étape", "Diagnostic 2025 – L’Étape, annexe technique"
    ]  # fmt: skip
    assert found.chiffres[0].enveloppe.titre == "Diagnostic 2025 – L’Étape"


def test_a_notebook_without_annex_is_one_document(tmp_path: Path):
    alone = new_notebook(cells=[cell(Titre(2, "Tout", "tout"))])
    ecrire_tous(("docx",), alone, AUTOUR, tmp_path / "fiche", "1-2025")
    assert [path.name for path in tmp_path.iterdir()] == ["fiche.docx"]


def test_the_page_folds_the_annex_under_headings_whose_anchors_open_them(carnet):
    shown = html.body(carnet)
    first, behind = shown.split('id="annexe"')
    assert "cpom-annexe" not in first and "L’essentiel" in first
    fold = behind[behind.index('<details class="cpom-annexe"') :]
    assert fold.startswith('<details class="cpom-annexe"><summary><h2 class="cpom-titre">')
    # an anchor on the heading would scroll to a fold that stays closed
    assert '<div id="activite" class="cpom-annexe-corps">' in fold


def test_a_box_leaves_room_to_write_in_every_format(carnet, tmp_path: Path):
    ecrire_tous(("docx",), carnet, AUTOUR, tmp_path / "diagnostic", "1-2025")
    (table,) = Document(str(tmp_path / "diagnostic-1-2025.docx")).tables
    assert [cell.text.strip() for cell in table.rows[-1].cells] == ["", "Oui."]
    assert table.rows[-1].cells[0].text.count("\n") >= 3


def test_the_notebook_of_another_kind_of_cell_is_read(tmp_path: Path):
    plain = SimpleNamespace(cells=[SimpleNamespace(cell_type="markdown", metadata={}, source="x")])
    assert lectures(plain, AUTOUR, tmp_path / "x", "").pages[0].blocs == ()
