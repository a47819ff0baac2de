"""A contract that was edited roughly is read back: nothing is lost, nothing is told that is not."""

import copy
import zipfile
from io import BytesIO

import pytest
from docx import Document
from rapports.contractuel.contrats import complet
from rapports.contractuel.test_documents import blocs
from rapports.contractuel.test_relecture import ecrire, ecrire_manque, remplacer, table

from cpomlib.entree import FichierError
from cpomlib.rapports.contractuel.ecriture_relue import meme
from cpomlib.rapports.contractuel.relecture import ecarts, lu
from cpomlib.rendu.documents import Enveloppe
from cpomlib.rendu.documents.word.ecriture import document
from cpomlib.rendu.documents.word.ooxml import noeud
from cpomlib.socle import CommandeError

PERIMETRE = "Établissements, services et activités du contrat"


@pytest.fixture(scope="module")
def grand():
    return complet()


@pytest.fixture(scope="module")
def ecrit(grand):
    held = BytesIO()
    document(blocs("contrat", grand), Enveloppe("Contrat")).save(held)
    return held.getvalue()


@pytest.fixture
def relu(ecrit, grand, tmp_path):
    def run(edit):
        book = Document(BytesIO(ecrit))
        edit(book)
        path = tmp_path / "contrat.docx"
        book.save(path)
        return [(one.sorte, one.objet, one.document, one.donnees)
                for one in ecarts(lu(path), grand)]  # fmt: skip

    return run


def test_what_nobody_edited_says_what_the_data_say(relu):
    assert relu(lambda book: None) == []


@pytest.mark.parametrize(
    ("un", "autre"),
    [
        ("252 000,00 €", "252.000,00 €"), ("2 072 000,00 €", "2072000 euros"),
        ("1 666 000,50 €", "1'666'000,5 EUR"), ("46,0 %", "46 %"), ("01/01/2024", "1/1/2024"),
        ("le 1er janvier 2024", "le 01/01/2024"), ("l’échéance", "l'échéance"),
    ],
)  # fmt: skip
def test_what_is_only_typed_otherwise_is_the_same(un, autre):
    assert meme(un, autre)


@pytest.mark.parametrize(
    ("un", "autre"),
    [("252 000,00 €", "252 000,10 €"), ("46,0 %", "46,5 %"), ("01/01/2024", "01/11/2024"),
     ("R. 314-40, 3°", "R. 314-40, 4°"), ("1.2 Développer", "12 Développer")],
)  # fmt: skip
def test_what_says_otherwise_is_not_the_same(un, autre):
    assert not meme(un, autre)


def test_a_house_under_another_name_is_told_once(relu):
    found = relu(lambda book: ecrire(table(book, "Identifiant").rows[1].cells[0], "CHRS Le Quai"))
    assert found == [("établissement", "CHRS La Gare", "CHRS Le Quai", "CHRS La Gare")]


def test_a_row_that_is_gone_and_one_that_is_new_are_told(relu):
    def edit(book):
        held = table(book, "Identifiant")
        held._tbl.append(copy.deepcopy(held.rows[1]._tr))
        for cell, text in zip(held.rows[-1].cells, ("CHRS Neuf", "Autre", "999"), strict=False):
            ecrire(cell, text)
        held._tbl.remove(held.rows[2]._tr)

    assert relu(edit) == [
        ("établissement", "CHRS Le Port", "absent", PERIMETRE),
        ("établissement", "CHRS Neuf", PERIMETRE, "absent"),
    ]


def test_a_table_that_is_there_twice_is_told(relu):
    def edit(book):
        held = table(book, "Identifiant")._tbl
        held.addnext(copy.deepcopy(held))

    ((kind, where, told, ours),) = relu(edit)
    assert (kind, told, ours) == ("tableau", "présent", "absent")
    assert where.startswith("Établissement, Catégorie, Identifiant")


def test_a_column_that_is_gone_does_not_shift_the_others(relu):
    def edit(book):
        for row in table(book, "Identifiant").rows:
            row._tr.remove(row.cells[1]._tc)

    assert relu(edit) == [("tableau", f"{PERIMETRE}, colonne Catégorie", "absente", "présente")]


def test_a_row_deleted_with_changes_tracked_is_gone(relu):
    def edit(book):
        row = table(book, "Identifiant").rows[1]._tr
        row.get_or_add_trPr().append(noeud("w:del", w_id=1, w_author="A"))

    assert relu(edit) == [("établissement", "CHRS La Gare", "absent", PERIMETRE)]


def test_a_clause_that_is_moved_with_changes_tracked_is_read_once(relu):
    def edit(book):
        (one,) = [p for p in book.paragraphs if p.text.startswith("Son compte rendu")]
        there = copy.deepcopy(one._p)
        one._p.addnext(there)
        gone = noeud("w:moveFrom", w_id=1, w_author="A")
        for run in one.runs:
            gone.append(run._r)
        one._p.append(gone)

    assert relu(edit) == []


def test_a_clause_in_a_content_control_or_under_another_style_is_still_there(relu):
    def edit(book):
        (one,) = [p for p in book.paragraphs if p.text.startswith("Son compte rendu")]
        held, inside = noeud("w:sdt"), noeud("w:sdtContent")
        one._p.addprevious(held)
        held.append(inside)
        inside.append(one._p)
        (two,) = [p for p in book.paragraphs if p.text.startswith("Le contrat est révisé")]
        two.style = book.styles["Heading 2"]

    assert relu(edit) == []


def test_where_and_when_it_is_signed_is_what_was_completed(relu):
    def edit(book):
        (one,) = [p for p in book.paragraphs if p.text.startswith("Fait à")]
        marks = [run for run in one.runs if "à compléter" in run.text]
        for run, text in zip(marks, ("Nantes", "3 mars 2024"), strict=True):
            run.text = text

    assert relu(edit) == [("complété", "lieu", "Nantes", "à compléter"),
                          ("complété", "date", "3 mars 2024", "à compléter")]  # fmt: skip


def test_one_of_two_clauses_that_say_the_same_is_missed(relu, ecrit, grand, tmp_path):
    book = Document(BytesIO(ecrit))
    (one,) = [p for p in book.paragraphs if p.text.startswith("Son compte rendu")]
    one._p.addnext(copy.deepcopy(one._p))
    path = tmp_path / "double.docx"
    book.save(path)
    assert [each.donnees for each in ecarts(lu(path), grand)] == ["absente"]


def test_straight_apostrophes_and_spaces_are_no_difference(relu):
    assert relu(lambda book: remplacer(book, "’", "'")) == []


def test_the_document_of_another_contract_is_refused(ecrit, tmp_path):
    path = tmp_path / "c.docx"
    path.write_bytes(ecrit)
    assert lu(path).celui("C-1", ["C-1", "C-2"]) == "C-1"
    with pytest.raises(CommandeError, match="«\u00a0c\\.docx\u00a0» est le contrat C-1, pas C-2"):
        lu(path).celui("C-2", ["C-1", "C-2"])


def test_what_is_completed_beside_another_change_is_told_whole(relu):
    def edit(book):
        for paragraph in book.paragraphs:
            if "délibération" in paragraph.text:
                ecrire_manque(paragraph, "3 mars 2024")
        remplacer(book, "Vu la délibération", "Vu l’accord")

    ((kind, _, told, ours),) = relu(edit)
    assert kind == "clause"
    assert "3 mars 2024" in told
    assert "[à compléter" in ours


def test_a_text_of_libreoffice_is_asked_for_in_word(tmp_path):
    path = tmp_path / "c.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(FichierError, match=r"n’est pas un document Word .+ enregistrez-le en"):
        lu(path)
