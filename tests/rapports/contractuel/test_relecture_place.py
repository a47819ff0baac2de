"""What an edited contract says elsewhere than in its sentences: order, headings, boxes, heads."""

from datetime import date
from io import BytesIO

import pytest
from calcul.contrat.fabrique import lignes
from docx import Document
from rapports.contractuel.contrats import petit
from rapports.contractuel.test_documents import blocs
from rapports.contractuel.test_relecture import ecrire, remplacer, table

from cpomlib.rapports.contractuel.ecriture_relue import meme
from cpomlib.rapports.contractuel.relecture import ecarts, lu
from cpomlib.rapports.contractuel.textes_relus import compares
from cpomlib.rendu.documents import Enveloppe
from cpomlib.rendu.documents.word.ecriture import document


@pytest.fixture(scope="module")
def signe():
    rows = lignes("signatures", {"acte": "0", "partie": "asso", "reponse": "accord",
                                 "repondu_le": date(2024, 12, 3)})  # fmt: skip
    return petit({"signatures": rows}, statut="signe")


@pytest.fixture(scope="module")
def ecrit(signe):
    held = BytesIO()
    document(blocs("contrat", signe), Enveloppe("Contrat")).save(held)
    return held.getvalue()


@pytest.fixture
def relu(ecrit, signe, tmp_path):
    def run(edit):
        book = Document(BytesIO(ecrit))
        edit(book)
        path = tmp_path / "contrat.docx"
        book.save(path)
        found = ecarts(lu(path), signe)
        return [(one.sorte, one.objet, one.document, one.donnees) for one in found]

    return run


def paragraphe(book, start):
    return next(one for one in book.paragraphs if one.text.startswith(start))


def test_a_clause_that_was_moved_says_from_where_to_where(relu):
    def edit(book):
        paragraphe(book, "Fait à")._p.addprevious(paragraphe(book, "Son compte rendu")._p)

    ((kind, where, told, ours),) = relu(edit)
    assert (kind, where[:17]) == ("clause", "Son compte rendu,")
    assert told.startswith("déplacée après «\u00a0Le contrat prend effet")
    assert ours.startswith("après «\u00a0Un comité de suivi")


def test_a_heading_is_renamed_removed_or_added(relu):
    def edit(book):
        remplacer(book, "Recours contentieux", "Litiges et recours")
        gone = paragraphe(book, "Préambule")
        gone._p.getparent().remove(gone._p)
        book.add_paragraph("Confidentialité", style="Heading 1")

    assert relu(edit) == [
        ("titre", "Préambule", "retiré", "Préambule"),
        ("titre", "Recours contentieux", "Litiges et recours", "Recours contentieux"),
        ("titre", "Confidentialité", "Confidentialité", "absent"),
    ]


def test_the_day_of_an_agreement_is_read_in_its_box(relu):
    def edit(book):
        box = table(book, "L’Étape, Gestionnaire")
        rank = [cell.text for cell in box.rows[0].cells].index("L’Étape, Gestionnaire")
        ecrire(box.rows[1].cells[rank], "Accord le 04/12/2024")

    assert relu(edit) == [
        ("date", "L’Étape, Gestionnaire", "Accord le 04/12/2024", "Accord le 03/12/2024")
    ]


def test_the_head_of_a_column_that_was_reworded_is_told(relu):
    assert relu(lambda book: ecrire(table(book, "Évolution").rows[0].cells[3], "Base nette")) == [
        ("tableau", "Base budgétaire de 2025, colonne Base", "Base nette", "Base")
    ]


@pytest.mark.parametrize(
    ("un", "autre"),
    [
        ("252 000,00 €", "252000.00 €"), ("43,0 %", "43.0 %"), ("43,5 %", "43.5%"),
        ("01/01/2024", "01.01.2024"), ("01/01/2024", "1-1-2024"),
        ("le 1er janvier 2024", "le 01.01.2024"),
    ],
)  # fmt: skip
def test_a_point_or_a_dash_says_no_other_number_nor_day(un, autre):
    assert meme(un, autre)


@pytest.mark.parametrize(
    ("un", "autre"),
    [("1.1", "1.10"), ("252 000,00 €", "252000.10 €"), ("01/02/2024", "02.01.2024"),
     ("R. 314-40", "R. 31440"), ("n° 2024.101", "n° 2024101")],
)  # fmt: skip
def test_what_is_another_number_is_not_taken_for_the_same(un, autre):
    assert not meme(un, autre)


@pytest.mark.parametrize(("donnees", "document", "dits"), [
    ("Le total est de 100 €.", "Le total est de 150 euros.", [("150 €", "100 €")]),
    ("L’un 100 €, l’autre 200 €.", "L’un 150 euros, l’autre 100 €.",
     [("150 €", "100 €"), ("100 €", "200 €")]),
    ("Soit 1 250 € et 3 %.", "Soit 1.250,00 EUR et 4 %.", [("4%", "3 %")]),
    ("Soit 1 250 € et 3 %.", "Soit 1.250,00 euros et 3 %.", []),
])  # fmt: skip
def test_an_amount_changed_and_written_in_words_is_told(donnees, document, dits):
    """« 150 euros » is an amount as « 150 € » is: it had been taken for the same as 100 €."""
    assert [(one.document, one.donnees) for one in compares(donnees, document)] == dits
