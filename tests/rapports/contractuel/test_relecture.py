"""A contract edited in Word is read back: each kind of difference is found, and nothing else."""

from io import BytesIO

import pytest
from docx import Document
from rapports.contractuel.contrats import petit
from rapports.contractuel.test_documents import blocs

from cpomlib.entree import FichierError
from cpomlib.rapports.contractuel.relecture import ecarts, lu
from cpomlib.rendu.documents import Enveloppe
from cpomlib.rendu.documents.word.ecriture import document
from cpomlib.rendu.documents.word.ooxml import MANQUE, noeud
from cpomlib.socle import CommandeError


@pytest.fixture(scope="module")
def ecrit():
    """The Word document of a contract, as bytes."""
    held = BytesIO()
    document(blocs("contrat", petit()), Enveloppe("Contrat")).save(held)
    return held.getvalue()


@pytest.fixture
def relu(ecrit, tmp_path):
    """Edit the document, read it back, and return what differs: (kind, where, document, data)."""

    def run(edit):
        book = Document(BytesIO(ecrit))
        edit(book)
        path = tmp_path / "contrat.docx"
        book.save(path)
        found = ecarts(lu(path), petit())
        return [(one.sorte, one.objet, one.document, one.donnees) for one in found]

    return run


def table(book, heading):
    return next(one for one in book.tables if heading in [c.text for c in one.rows[0].cells])


def ecrire(cell, text):
    cell.paragraphs[0].runs[0].text = text


def remplacer(book, before, after):
    for paragraph in book.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(before, after)


def test_what_nobody_edited_says_what_the_data_say(relu):
    assert relu(lambda book: None) == []


def test_an_amount_is_compared_by_its_value(relu):
    def edit(book):
        row = table(book, "Évolution").rows[1]
        ecrire(row.cells[3], "610 000,00 €")
        ecrire(row.cells[4], "100000 €")

    assert relu(edit) == [
        ("montant", "CHRS Le Port, base", "610 000,00 €", "600 000,00 €"),
    ]


def test_a_day_is_found_in_a_table_and_in_a_sentence(relu):
    def edit(book):
        ecrire(table(book, "Identifiant").rows[1].cells[-1], "01/02/2025")
        remplacer(book, "1er\u00a0janvier 2025", "1er février 2025")

    found = relu(edit)
    assert found[0] == ("date", "CHRS Le Port, entrée", "01/02/2025", "01/01/2025")
    assert found[1][0] == "date"
    assert found[1][2:] == ("1er février 2025", "1er janvier 2025")
    assert len(found) == 2


def test_a_target_is_found(relu):
    def edit(book):
        ecrire(table(book, "Cible finale").rows[1].cells[4], "À la hausse : 35,0 % (2029)")

    assert relu(edit) == [
        ("cible", "1.1, cible finale", "À la hausse : 35,0 % (2029)", "À la hausse : 30,0 % (2029)")
    ]


def test_what_was_completed_is_told_with_what_it_is(relu):
    def edit(book):
        for paragraph in book.paragraphs:
            if "délibération" in paragraph.text:
                ecrire_manque(paragraph, "3 mars 2024")

    assert relu(edit) == [("complété", "date de la délibération", "3 mars 2024", "à compléter")]


def ecrire_manque(paragraph, text):
    for run in paragraph.runs:
        if run.style.style_id == MANQUE:
            run.text = text


def test_a_clause_is_reworded_removed_or_added(relu):
    def edit(book):
        remplacer(book, "L’autorité de tarification affecte les résultats.",
                  "L’autorité affecte les résultats après avis du gestionnaire.")  # fmt: skip
        for paragraph in list(book.paragraphs):
            if paragraph.text.startswith("Son compte rendu"):
                paragraph._p.getparent().remove(paragraph._p)
        book.add_paragraph("Une clause que les parties ont ajoutée à la main, en séance.")

    kinds = [(kind, told[:24], ours[:24]) for kind, _, told, ours in relu(edit)]
    assert kinds == [
        ("clause", "L’autorité affecte les r", "L’autorité de tarificati"),
        ("clause", "retirée", "Son compte rendu, validé"),
        ("clause", "Une clause que les parti", "absente"),
    ]


def test_tracked_changes_are_taken_as_accepted(relu):
    def edit(book):
        cell = table(book, "Évolution").rows[1].cells[3]
        (run,) = cell.paragraphs[0].runs
        deleted = noeud("w:del", w_id=1, w_author="A")
        run._r.addprevious(deleted)
        gone = noeud("w:r", noeud("w:delText"))
        gone[0].text = run.text
        deleted.append(gone)
        run.text = "1,00 €"
        kept = noeud("w:ins", w_id=2, w_author="A")
        deleted.addnext(kept)
        kept.append(run._r)

    assert relu(edit) == [("montant", "CHRS Le Port, base", "1,00 €", "600 000,00 €")]


def test_a_document_says_which_contract_it_is(ecrit, tmp_path):
    path = tmp_path / "c.docx"
    path.write_bytes(ecrit)
    assert lu(path).contrat(["C-2", "C-1"]) == "C-1"
    with pytest.raises(CommandeError, match="ne dit pas de quel contrat il s’agit"):
        lu(path).contrat(["C-9"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04abime", b"%PDF-1.7"])
def test_what_is_no_word_document_is_refused(tmp_path, content):
    path = tmp_path / "c.docx"
    path.write_bytes(content)
    with pytest.raises(FichierError, match="n’est pas un document Word"):
        lu(path)
    with pytest.raises(FichierError, match="Ce fichier n’existe pas"):
        lu(tmp_path / "absent.docx")
