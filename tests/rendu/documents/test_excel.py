"""The workbook: typed cells, texts that stay texts, nothing hidden, opened by LibreOffice."""

import csv
from datetime import datetime

import pytest
from openpyxl import load_workbook
from rendu.documents.bureau import (
    BLOCS,
    CACHE,
    DESSIN,
    ENVELOPPE,
    HOSTILES,
    MONTANTS,
    assert_discreet,
    assert_stable,
    members,
    shown,
    tables,
    texts,
)
from rendu.documents.conftest import CSV

from cpomlib.rendu.blocs import Encart, Encarts, Paragraphe, Titre
from cpomlib.rendu.documents.excel import ecrire
from cpomlib.rendu.documents.excel.noms import nom
from cpomlib.socle import propre

pytestmark = pytest.mark.xdist_group("soffice")
NUMBER = {"volet": "finances", "perimetre": "tous", "definition": "Ce que coûte une place.",
          "source": "Table « budgets »"}  # fmt: skip
INDICATEURS = (
    {"id": "cout_place", "libelle": "Coût à la place", "valeur": 16733.25, "unite": "euros",
     "numerateur": 535464, "denominateur": 32, "statut": "ok", **NUMBER},
    {"id": "taux_occupation", "libelle": "Occupation", "valeur": 0.923, "unite": "taux",
     "numerateur": 100.5, "denominateur": None, "statut": "ok", **NUMBER},
    {"id": "x", "libelle": "=Sans", "valeur": None, "unite": "mois", "numerateur": None,
     "denominateur": None, "statut": "nd", "raison": "séjours non fournis", **NUMBER},
    {"id": "y", "libelle": "Masqué", "valeur": None, "unite": "taux", "numerateur": CACHE,
     "denominateur": CACHE, "statut": "secret", "raison": "moins de 11 personnes", **NUMBER},
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("excel") / "rapport.xlsx"
    ecrire(BLOCS, ENVELOPPE, made, indicateurs=INDICATEURS)
    return made


@pytest.fixture(scope="module")
def book(path):
    return load_workbook(path)


def cells(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row
            if cell.value is not None]  # fmt: skip


def below(sheet, titre):
    """Return the rows under the caption that ends with ``titre``, the header first."""
    rows = list(sheet.iter_rows())
    start = next(n for n, row in enumerate(rows) if str(row[0].value).endswith(titre))
    return rows[start + 1 :]


def test_a_sheet_per_part(book):
    assert book.sheetnames == [
        "À lire", "Les chiffres clés", "Ce qu’il faut retenir", "Les comptes", "Les comptes 2",
        "Indicateurs",
    ]  # fmt: skip


def test_the_first_sheet_says_what_it_is(book):
    said = [shown(str(cell.value)) for row in book["À lire"].iter_rows() for cell in row
            if cell.value is not None]  # fmt: skip
    for wanted in (ENVELOPPE.titre, ENVELOPPE.bandeau, ENVELOPPE.pied, ENVELOPPE.service,
                   "Tous les établissements", "no 14, 12 mars 2026", "n. d.", "s.",
                   "Les comptes 2", "Indicateurs"):  # fmt: skip
        assert wanted in said
    link = next(c for r in book["À lire"].iter_rows() for c in r if c.value == "Les comptes 2")
    assert link.hyperlink.location == "'Les comptes 2'!A1"
    assert link.hyperlink.target is None


def test_every_cell_of_every_table(book):
    for tableau in tables():
        name = shown(tableau.titre).removeprefix("Figure 1, données : ")
        sheet = book["Les comptes 2" if name in {"Rien", "Long"} else "Les comptes"]
        rows = below(sheet, "Qui paie ? (Part, en %)" if name == "Financeurs" else name)
        for row, wanted in zip(rows, texts(tableau), strict=False):
            for cell, said in zip(row, wanted, strict=False):
                if cell.data_type == "s":
                    assert shown(cell.value) == said
                else:
                    assert (cell.value is not None) == bool(said)


def test_numbers_rates_and_days_are_typed(book):
    first, second, third, total = below(book["Les comptes"], "Charges")[1:5]
    assert [cell.value for cell in first[1:5]] == [1040000.05, 0.923, datetime(2025, 12, 31), 2025]
    assert [cell.number_format for cell in first[1:5]] == [
        '#,##0.00\\ "€"', "0.0\\ %", "dd/mm/yyyy", "0",
    ]  # fmt: skip
    assert [cell.value for cell in second[1:4]] == ["s.", "n. d.", "n. d."]
    assert (third[1].value, third[1].number_format) == (14.25, '#,##0.0\\ "mois"')
    # a difference of rates is in points: 0,021 is 2,1
    assert (third[2].value, third[2].number_format) == (pytest.approx(2.1), '0.0\\ "points"')
    assert total[2].value == "à compléter"
    assert total[0].font.bold and not first[0].font.bold
    assert first[1].alignment.horizontal == "right"


def test_key_figures_keep_their_evolution_a_number(book):
    head, first, second, third = below(book["Les chiffres clés"], "Les chiffres clés")[3:7]
    assert [cell.value for cell in head[:4]] == [
        "Indicateur", "Valeur", "Évolution sur un an", "Appréciation",
    ]  # fmt: skip
    assert [cell.value for cell in first[:4]] == [
        "Occupation", 0.923, pytest.approx(-2.1), "défavorable",
    ]  # fmt: skip
    assert second[1].value == "n. d."
    assert third[1].value == "s."


def test_no_text_is_ever_a_formula(path, book):
    assert not [cell for cell in cells(book) if cell.data_type == "f"]
    assert not [name for name, text in members(path).items() if "<f>" in text or "<f " in text]
    rows = below(book["Les comptes"], "=Pièges")[1 : len(HOSTILES) + 1]
    for (cell, *_), hostile in zip(rows, HOSTILES, strict=True):
        assert cell.data_type == "s"
        assert cell.value.split() == propre(hostile).split()
        assert cell.quotePrefix == (hostile[0] in "=+-@\t\r")
    sans = next(cell for cell in cells(book) if cell.value == "=Sans")
    assert sans.quotePrefix


def test_nothing_is_hidden_nor_leads_outside(path, book):
    assert_discreet(path)
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not [r for r in sheet.row_dimensions.values() if r.hidden]
        assert not [c for c in sheet.column_dimensions.values() if c.hidden]
        assert not [c for row in sheet.iter_rows() for c in row if c.comment]
    assert not book.defined_names


def test_indicators_with_their_definitions(book):
    sheet = book["Indicateurs"]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(4)]
    assert head[:6] == ["Volet", "Indicateur", "Valeur", "Unité", "Numérateur", "Dénominateur"]
    assert rows[0][1:6] == ["Coût à la place", 16733.25, "euros", 535464, 32]
    assert rows[0][8] == "Ce que coûte une place."
    assert sheet["C5"].number_format == '#,##0.00\\ "€"'
    assert (sheet["C6"].value, sheet["C6"].number_format) == (0.923, "0.0\\ %")
    assert rows[2][2:7] == ["n. d.", "mois", None, None, "séjours non fournis"]
    # neither the value nor the two parts it could be made from
    assert rows[3][2:7] == ["s.", "taux", "s.", "s.", "moins de 11 personnes"]
    assert sheet.auto_filter.ref == "A4:L8"


def test_an_indicator_may_be_less_described(tmp_path):
    ecrire((Paragraphe("Seul."),), ENVELOPPE, tmp_path / "r.xlsx", indicateurs=[{"id": "z"}])
    row = [cell.value for cell in load_workbook(tmp_path / "r.xlsx")["Indicateurs"][5]]
    assert (row[2], row[11]) == ("n. d.", "z")


def test_it_prints_on_landscape_pages(book):
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # « & » begins a command in a margin
        assert sheet.oddHeader.left.text == "L’Étape && Fils <Loire> · 2025"
        assert sheet.freeze_panes
        assert max(c.width for c in sheet.column_dimensions.values()) < 80
    assert book["Les comptes"].print_title_rows == "$1:$3"


def test_a_picture_stands_beside_its_data(path):
    (drawing,) = [t for n, t in members(path).items() if n.startswith("xl/drawings/drawing")]
    assert f'title="{DESSIN.titre}"' in drawing
    assert "presque tout &lt;98 %&gt;" in drawing


@pytest.mark.parametrize(
    ("titre", "expected"),
    [
        ("Les quatre indicateurs obligatoires", "Les quatre indicateurs…"),
        ("Charges / produits : [2025] ?", "Charges produits 2025"),
        ("'Entre apostrophes'", "Entre apostrophes"),
        ("Historique", "Partie"),
        ("***", "Partie"),
        ("a" * 40, "a" * 30 + "…"),
        ("😀" * 20, "😀" * 15 + "…"),
    ],
)
def test_names_of_sheets_are_valid(titre, expected):
    assert nom(titre, set()) == expected
    assert len(expected.encode("utf-16-le")) // 2 <= 31


def test_names_of_sheets_differ_whatever_the_case():
    taken = {"à lire"}
    assert [nom(t, taken) for t in ("À lire", "Bilan", "BILAN", "a" * 31, "A" * 31)] == [
        "À lire 2", "Bilan", "BILAN 2", "a" * 31, "A" * 28 + "… 2",
    ]  # fmt: skip


def test_the_same_report_is_the_same_file(tmp_path):
    assert_stable(ecrire, tmp_path / "r.xlsx")


def test_a_report_without_heading_has_its_sheet(tmp_path):
    ecrire((Paragraphe("Seul."), Titre(3, "Sous")), ENVELOPPE, tmp_path / "r.xlsx")
    assert load_workbook(tmp_path / "r.xlsx").sheetnames == ["À lire", "Présentation"]


def test_libreoffice_computes_nothing(path, soffice):
    folder = soffice(path, CSV)
    found = [row for made in sorted(folder.glob("*.csv"))
             for row in csv.reader(made.open(encoding="utf-8"))]  # fmt: skip
    said = [shown(cell) for row in found for cell in row]
    assert len(list(folder.glob("*.csv"))) == 6
    for hostile in (*HOSTILES[:7], MONTANTS.note, "=Sans"):
        assert any(shown(hostile) in one for one in said), hostile
    assert not [one for one in said if one.startswith(("#NAME", "#NOM", "Err:"))]


def test_boxes_to_sign_have_the_room_of_what_they_hold(tmp_path):
    boxes = Encarts("Signature", tuple(
        Encart(who, ("Accord le 28/06/2024",), 5)
        for who in ("Préfecture, préfet de région", "Les Amis de la Maison de Papier, président")
    ))  # fmt: skip
    ecrire([Titre(2, "Durée"), boxes], ENVELOPPE, tmp_path / "x.xlsx")
    sheet = load_workbook(tmp_path / "x.xlsx")["Durée"]
    assert sheet.column_dimensions["B"].width >= len("Accord le 28/06/2024")
    # forty-two letters in twenty-two: two lines at least
    (head,) = [cell for row in sheet.iter_rows() for cell in row
               if str(cell.value).startswith("Les Amis")]  # fmt: skip
    assert sheet.row_dimensions[head.row].height >= 2 * 12
