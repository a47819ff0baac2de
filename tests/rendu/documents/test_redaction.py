"""One redaction for Word, OpenDocument and the workbook: no double stop, no empty column."""

from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook

from cpomlib.classeurs import rang
from cpomlib.rendu.blocs import ChiffreCle, ChiffresCles, Colonne, Paragraphe, Tableau, Titre
from cpomlib.rendu.documents import Enveloppe, excel, odt, word
from cpomlib.rendu.documents.cellules import (
    chapeau,
    chiffres,
    notes,
    sans_vides,
)
from cpomlib.socle import Mesure, Secret

ENVELOPPE = Enveloppe("Un rapport")
LED = {
    "Document interne au service de l’État.": "Document interne au service de l’État.",
    "Textes appliqués\u00a0:": "Textes appliqués\u00a0:",
    "Est-ce sûr\u00a0?": "Est-ce sûr\u00a0?",
    "Secret": "Secret.",
}


def read(path):
    """Return the texts of the paragraphs of a document."""
    name = "word/document.xml" if path.suffix == ".docx" else "content.xml"
    with ZipFile(path) as archive:
        root = etree.fromstring(archive.read(name))
    return ["".join(each.itertext()) for each in root.iter() if each.tag.endswith("}p")]


@pytest.mark.parametrize(("titre", "said"), LED.items())
def test_what_leads_a_call_out_ends_once(titre, said):
    assert chapeau(titre) == said


@pytest.mark.parametrize(("pen", "suffix"), [(word, "docx"), (odt, "odt"), (excel, "xlsx")])
def test_no_format_stops_twice(tmp_path, pen, suffix):
    blocs = [Titre(2, "Une partie"), *(Paragraphe("Suite.", "note", titre) for titre in LED)]
    path = tmp_path / f"rapport.{suffix}"
    pen.ecrire(blocs, ENVELOPPE, path)
    if suffix == "xlsx":
        cells = [c.value for s in load_workbook(path) for row in s.iter_rows() for c in row]
        said = "\n".join(map(str, filter(None, cells)))
    else:
        said = "\n".join(read(path))
    for written in LED.values():
        assert f"{written} Suite." in said
    assert ".." not in said
    assert ":." not in said


def test_a_note_does_not_stop_after_a_colon():
    assert notes(Tableau("T", (Colonne("A"),), (("x",),), note="À voir\u00a0:", source="b")) == (
        "À voir\u00a0: Source\u00a0: b."
    )


def test_columns_that_no_row_fills_are_left_out():
    table = Tableau("T", (Colonne("A"), Colonne("B"), Colonne("C")), (("x", "", ""), ("y", "", 0)))
    assert [each.titre for each in sans_vides(table).colonnes] == ["A", "C"]
    assert sans_vides(table).lignes == (("x", ""), ("y", 0))
    assert sans_vides(Tableau("T", (Colonne("A"),), ())).colonnes == (Colonne("A"),)


KEYS = ChiffresCles(
    "Les chiffres clés",
    (
        ChiffreCle("a", "Occupation", 0.92, "taux", evolution=-0.009, reference="médiane : 92,1 %",
                   repere=0.921, rang="4e sur 6"),
        ChiffreCle("b", "Coût", 16_825.0, "euros_ronds", reference="région : s. (peu)",
                   repere=Secret("peu"), rang="1er sur 12"),
        ChiffreCle("c", "Places", 551, "nombre"),
    ),
)  # fmt: skip


def test_landmarks_and_ranks_are_numbers_in_a_workbook(tmp_path):
    path = tmp_path / "rapport.xlsx"
    excel.ecrire([Titre(2, "Les chiffres"), KEYS], ENVELOPPE, path)
    sheet = load_workbook(path)["Les chiffres"]
    rows = {row[0].value: row for row in sheet.iter_rows()}
    heads = [cell.value for cell in rows["Indicateur"] if cell.value]
    # nothing is concluded of any of them: no column for it
    assert heads == ["Indicateur", "Valeur", "Évolution sur un an", "Médiane régionale", "Rang"]
    mark, place = rows["Occupation"][3:5]
    assert (mark.value, mark.number_format) == (0.921, "0.0\\ %")
    assert (place.value, place.number_format) == (4, '#,##0\\ "sur 6"')
    assert rows["Coût"][3].value == "s."
    assert rows["Coût"][4].value == 1
    assert rows["Places"][3].value is None


def test_words_stay_words_on_paper():
    assert [row[-1] for row in chiffres(KEYS).lignes] == ["4e sur 6", "1er sur 12", ""]


def test_only_a_rank_is_read_as_one():
    assert rang("3e sur 12") == Mesure(3, "nombre", "sur 12")
    assert rang("1er sur 5") == Mesure(1, "nombre", "sur 5")
    assert [rang(said) for said in ("", "s.", "12 séjours sur 30", "12")] == [
        "", "s.", "12 séjours sur 30", "12",
    ]  # fmt: skip


def test_what_there_is_to_read_first_is_one_page(tmp_path):
    path = tmp_path / "rapport.xlsx"
    excel.ecrire([Titre(2, "Une partie"), Paragraphe("Texte.")], ENVELOPPE, path)
    setup = load_workbook(path)["À lire"].page_setup
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 1)
