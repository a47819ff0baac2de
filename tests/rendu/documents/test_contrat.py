"""What a contract asks of the pens: roman parts, headings without number, marks, references."""

import re
import zipfile

import pytest
from docx import Document
from nbformat.v4 import new_code_cell, new_notebook, new_output

from cpomlib.campagne import html as corps
from cpomlib.rendu.blocs import Entree, Identite, Paragraphe, Tableau, Titre
from cpomlib.rendu.blocs.blocks import Colonne
from cpomlib.rendu.blocs.html import html
from cpomlib.rendu.documents import Enveloppe, odt, plan, word
from cpomlib.rendu.documents.odt.odf import nom
from cpomlib.rendu.documents.pdf import contenu
from cpomlib.rendu.theme import theme

MARQUE = "[à compléter : date]"
BLOCS = (
    Identite("L’Étape", "Contrat", 2025, courte=True, romaine=True),
    Titre(2, "Visas", "visas", numerote=False),
    Titre(2, "Périmètre", "perimetre"),
    Paragraphe(f"Le {MARQUE}, voir annexe 1.", renvois=(Entree("annexe 1", "annexe-1"),)),
    Titre(3, "Base", "base"),
    Tableau("Dates", (Colonne("Date"),), ((MARQUE,),)),
    Titre(2, "Annexes", "annexes", nouvelle_page=True),
    Titre(3, "Annexe 1", "annexe-1", numerote=False),
)


@pytest.mark.parametrize(
    ("nombre", "ecrit"), [(1, "I"), (4, "IV"), (8, "VIII"), (9, "IX"), (14, "XIV"), (20, "XX")]
)
def test_a_number_is_written_in_roman(nombre, ecrit):
    assert plan.romain(nombre) == ecrit


def test_parts_are_numbered_as_those_of_a_contract():
    numbers = [one.numero for one in plan.elements(BLOCS) if isinstance(one.bloc, Titre)]
    assert numbers == ["", "I", "I.1", "II", ""]


def test_the_page_numbers_them_as_the_other_formats():
    cells = [new_code_cell("", outputs=[new_output("display_data", {"text/html": str(html(one))})])
             for one in BLOCS]  # fmt: skip
    page = corps.body(new_notebook(cells=cells))
    heads = [re.sub("<[^>]+>", "", one) for one in re.findall(r"<h[23].*?</h[23]>", page)]
    assert heads == ["Visas", "I\u00a0Périmètre", "I.1\u00a0Base", "II\u00a0Annexes", "Annexe 1"]
    plain = corps.body(new_notebook(cells=cells[1:]))
    assert "cpom-numero" not in plain, "another document has no numbers to quote"


def test_word_numbers_by_its_list_marks_by_a_style_and_links(tmp_path):
    path = tmp_path / "c.docx"
    word.ecrire(BLOCS, Enveloppe("Contrat"), path)
    book = Document(path)
    heads = {one.text: one for one in book.paragraphs if one.style.name.startswith("Heading")}
    assert heads["Visas"]._p.pPr.numPr.numId.val == 0
    assert heads["Périmètre"]._p.pPr.numPr is None, "the style numbers it"
    assert heads["Annexes"].paragraph_format.page_break_before
    xml = zipfile.ZipFile(path).read("word/document.xml").decode()
    assert len(re.findall(r'<w:rStyle w:val="ACompleter"/>', xml)) == 2, "in a text and in a cell"
    # the number of the annex counts, and what refers to it follows when the fields are updated
    target = re.search(r"annexe </w:t></w:r>.*? REF (\w+) \\h ", xml)[1]
    held = re.search(rf'w:name="{target}"/>(.*?)<w:bookmarkEnd', xml)[1]
    assert " SEQ Annexe \\* ARABIC " in held
    assert "".join(re.findall(r"<w:t [^>]*>([^<]*)", held)) == "1"
    numbering = zipfile.ZipFile(path).read("word/numbering.xml").decode()
    assert 'w:numFmt w:val="upperRoman"' in numbering.replace('"/>', '"')


def test_opendocument_does_the_same(tmp_path):
    path = tmp_path / "c.odt"
    odt.ecrire(BLOCS, Enveloppe("Contrat"), path)
    archive = zipfile.ZipFile(path)
    content = archive.read("content.xml").decode()
    assert content.count('text:is-list-header="true"') == 2
    assert content.count(f'{nom("À compléter")}">') == 2
    assert 'xlink:href="#annexe-1"' in content
    assert 'style:num-format="I"' in archive.read("styles.xml").decode()


def test_paper_does_the_same():
    made = contenu.document(BLOCS, Enveloppe("Contrat"), theme())
    assert made["romaine"]
    text = next(node for node in made["blocs"] if node["genre"] == "paragraphe")
    assert [one["lien"] for one in text["morceaux"] if one["lien"]] == ["annexe-1"]
    heads = [node["numerote"] for node in made["blocs"] if node["genre"] == "titre"]
    assert heads == [False, True, True, True, False]
