"""What names somebody is described in a refusal, never repeated: messages and marked workbooks."""

import pytest
from conftest import plain
from entree.trame.classeurs import known, ouvrir_modele
from openpyxl import load_workbook

from cpomlib.entree.tables import read_folder
from cpomlib.entree.trame.annotation import annoter
from cpomlib.entree.trame.lecture import lire_trame
from cpomlib.socle.erreurs import DonneesError, Faute

HEADER = (
    "id_sejour,id_etablissement,id_menage,date_entree,composition,nb_adultes,nb_enfants,"
    "tranche_age,droits_incomplets,via_siao,dls_active"
)
SOUND = {
    "id_sejour": "S1", "id_etablissement": "440001234", "id_menage": "M1",
    "date_entree": "2025-01-01", "composition": "homme_seul", "nb_adultes": "1",
    "nb_enfants": "0", "tranche_age": "25_34", "droits_incomplets": "non", "via_siao": "oui",
    "dls_active": "non",
}  # fmt: skip


def told(tmp_path, **cells):
    row = ",".join(f'"{value}"' for value in (SOUND | cells).values())
    (tmp_path / "sejours.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(DonneesError) as refusal:
        read_folder(tmp_path)
    return plain(str(refusal.value))


NOM, TEL, NIR, MEL = "Jean Dupont", "06 12 34 56 78", "1 80 05 44 109 123 65", "j.dupont@free.fr"


@pytest.mark.parametrize("column", SOUND)
@pytest.mark.parametrize(
    ("value", "nature"),
    [
        (NOM, "un nom de personne"),
        ("Mme Dupont", "un nom de personne"),
        ("DUPONT Jean", "un nom de personne"),
        (TEL, "un numéro de téléphone"),
        ("0612345678", "un numéro de téléphone"),
        (NIR, "un numéro de sécurité sociale"),
        (MEL, "une adresse électronique"),
    ],
)
def test_in_every_column_it_is_described(tmp_path, column, value, nature):
    said = told(tmp_path, **{column: value})
    assert value not in said
    if column in ("composition", "date_entree", "via_siao", "id_menage"):
        assert f"(masqué : ressemble à {nature})" in said


def test_a_key_written_twice_describes_it_too(tmp_path):
    row = ",".join((SOUND | {"id_sejour": "0612345678"}).values())
    (tmp_path / "sejours.csv").write_text(f"{HEADER}\n{row}\n{row}\n", encoding="utf-8")
    with pytest.raises(DonneesError) as refusal:
        read_folder(tmp_path)
    assert "0612345678" not in str(refusal.value)


def test_a_file_without_its_header_does_not_show_its_first_row(tmp_path):
    (tmp_path / "sejours.csv").write_text(f"S1,DUPONT Jean,{TEL},{MEL},rue\n", encoding="utf-8")
    with pytest.raises(DonneesError) as refusal:
        read_folder(tmp_path)
    said = str(refusal.value)
    assert not [text for text in ("DUPONT", "Jean", TEL, MEL) if text in said]


@pytest.mark.parametrize("value", ["Homme Seul", "couple avec chien", "veuf", "HOMME SEUL"])
def test_a_word_of_a_list_badly_written_is_still_shown(tmp_path, value):
    assert f"valeur « {value} »" in told(tmp_path, composition=value)


def test_a_code_is_still_shown(tmp_path):
    assert "valeur « 44000199X »" in told(tmp_path, id_etablissement="44000199X")


def test_no_fault_whatever_its_door_repeats_a_number_that_names():
    for text in (TEL, NIR, MEL, f"appeler le {TEL}"):
        assert text not in str(Faute("f", 1, text, text, "Non."))


def test_a_marked_workbook_lists_no_name(tmp_path_factory, tmp_path):
    book = ouvrir_modele(tmp_path_factory.mktemp("modele"))
    sheet = book["Séjours"]
    columns = {cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row
               if isinstance(cell.value, str)}  # fmt: skip
    rows = [row for row in range(1, 12) if sheet.cell(row, 1).value == "S0001"]
    for title, value in (("Ménage", NOM), ("entrée", TEL), ("Composition", "Mme Dupont")):
        found = next(column for name, column in columns.items() if title in name)
        sheet.cell(rows[0], found).value = value
    path = tmp_path / "t.xlsx"
    book.save(path)
    with pytest.raises(DonneesError) as refusal:
        lire_trame(path, known())
    marked = load_workbook(annoter(path, refusal.value.fautes))
    listed = [str(cell.value) for row in marked["À corriger"].iter_rows() for cell in row]
    comments = [c.comment.text for row in marked["Séjours"].iter_rows() for c in row if c.comment]
    for value in (NOM, TEL, "Dupont"):
        assert not [text for text in [*listed, *comments, str(refusal.value)] if value in text]
    assert sum("(masqué" in text for text in listed) == 3
