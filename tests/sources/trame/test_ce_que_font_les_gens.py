"""What people do to a workbook, and what is still read."""

from datetime import datetime

import pytest
from openpyxl.styles import Font
from sources.trame.classeurs import (
    FOYER,
    PORT,
    QUI,
    assert_same,
    dits,
    lire,
    petite,
    place,
    plain,
)

from cpomlib.errors import CommandeError
from cpomlib.sources.garde import FichierError


def same(book, tmp_path, *told):
    """Read a spoiled trame: the same rows, and these sentences."""
    trame = lire(book, tmp_path / "t.xlsx")
    assert_same(trame.lecture.frames, petite())
    assert [text for text in dits(trame) if "Feuilles vides" not in text] == list(told)
    return trame


def test_rows_inserted_above_the_headings(book, tmp_path):
    for title in ("Séjours", "Budgets"):
        for merged in list(book[title].merged_cells.ranges):
            book[title].unmerge_cells(str(merged))
        book[title].insert_rows(1, 4)
        book[title].merge_cells("A5:F5")
        book[title]["A2"] = "Rempli par Service comptable, à relire"
    same(book, tmp_path)


def test_blank_rows_between_the_lines(book, tmp_path):
    book["Budgets"].insert_rows(5, 3)
    same(book, tmp_path)


def test_no_title_at_all(book, tmp_path):
    sheet = book["Budgets"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, 2)
    same(book, tmp_path)


def test_columns_moved(book, tmp_path):
    sheet = book["Budgets"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(3, 6)]
    for number, row in enumerate(rows, 3):
        for rank, value in enumerate(reversed(row), 1):
            sheet.cell(number, rank, value).number_format = "General"
    same(book, tmp_path)


def test_extra_columns_are_said(book, tmp_path):
    book["Budgets"].insert_cols(3)
    book["Budgets"]["C3"], book["Budgets"]["C4"] = "Mon repère", "x"
    book["Budgets"]["M3"] = "Écart"
    same(
        book,
        tmp_path,
        "Feuille « Budgets » : colonnes en plus, pas lues : « Mon repère », « Écart ».",
    )


@pytest.mark.parametrize("titre", ["Budgets ", "BUDGETS", "budgets", "Les budgets 2025"])
def test_a_sheet_renamed_a_little(book, tmp_path, titre):
    book["Budgets"].title = titre
    trame = lire(book, tmp_path / "t.xlsx")
    assert_same(trame.lecture.frames, petite())


def test_accents_lost(book, tmp_path):
    book["Séjours"].title = "Sejours"
    book["Séjours" if "Séjours" in book.sheetnames else "Sejours"]["D3"] = "DATE D'ENTREE"
    book["Sejours"]["N3"] = "emploi"
    same(book, tmp_path)


def test_a_sheet_renamed_wholly_is_known_by_its_headings(book, tmp_path):
    sheet = book["Budgets"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet["A1"] = sheet["A2"] = None
    sheet.title = "Feuil1"
    same(book, tmp_path, "Feuille « Feuil1 » : lue comme « Budgets ».")


def test_technical_names_as_headings(book, tmp_path):
    names = list(petite()["budgets"].columns)
    for rank, name in enumerate(names, 1):
        book["Budgets"].cell(3, rank, name)
    same(book, tmp_path)


def test_another_sheet_is_said(book, tmp_path):
    book.create_sheet("Brouillon")["B3"] = "calculs"
    book.create_sheet("Vide")
    same(book, tmp_path, "Feuille « Brouillon » : elle n’est pas de la trame, elle n’est pas lue.")


def test_hidden_sheets_and_rows_are_read_and_said(book, tmp_path):
    book["Salariés"].sheet_state = "hidden"
    for row in (4, 5):
        book["Budgets"].row_dimensions[row].hidden = True
    same(
        book,
        tmp_path,
        "Feuille « Budgets » : 2 lignes masquées ou filtrées, lues quand même.",
        "Feuille « Salariés » : elle est masquée, elle est lue quand même.",
    )


@pytest.mark.parametrize(
    "written", ["01/05/2024", "2024-05-01", "1/5/2024", "01-05-2024", "01.05.2024", 45413, "45413",
                45413.0, "2024-05-01 00:00:00", datetime(2024, 5, 1, 8, 30)]
)  # fmt: skip
def test_days_written_otherwise(book, tmp_path, written):
    # 1 May 2024 is day 45413 of the calendar that starts on 30 December 1899
    book["Séjours"]["D4"] = written
    form = "dd/mm/yyyy" if isinstance(written, datetime) else "General"
    book["Séjours"]["D4"].number_format = form
    same(book, tmp_path)


@pytest.mark.parametrize(
    "oui,non", [(True, False), ("VRAI", "FAUX"), ("Oui ", "NON"), (1, 0), ("true", "false")]
)
def test_booleans_written_otherwise(book, tmp_path, oui, non):
    for row in (4, 5):
        book["Séjours"][f"O{row}"], book["Séjours"][f"L{row}"] = oui, non
    same(book, tmp_path)


@pytest.mark.parametrize(
    "written",
    [
        "1 234 567,89 €",
        "1\u202f234\u202f567,89\u00a0€",
        "1\u00a0234\u00a0567,89",
        "1234567.89",
        1234567.89,
    ],
)
def test_amounts_written_otherwise(book, tmp_path, written):
    book["Budgets"]["H4"] = written
    same(book, tmp_path)


def test_an_amount_is_read_as_it_is_shown(book, tmp_path):
    book["Budgets"]["H4"] = 1234567.88601  # shown as 1 234 567,89
    same(
        book,
        tmp_path,
        "Feuille « Budgets », colonne H (Montant) : 1 cellule avait plus de deux décimales, elle "
        "est arrondie au centime.",
    )


def test_codes_turned_into_numbers(book, tmp_path):
    for title in ("Places", "Budgets", "Salariés", "Séjours"):
        for row in book[title].iter_rows(4, 8):
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith(PORT):
                    cell.value = int(PORT)
    book["Budgets"]["F4"] = 641
    book["Établissements"]["D4"], book["Établissements"]["H4"] = 214, 44109
    book["Gestionnaire"]["A4"] = 732829320
    same(book, tmp_path)


def test_lost_zeros_are_put_back_and_said(book, tmp_path):
    sheet = book["Établissements"]
    sheet["A5"], sheet["H5"], sheet["I5"] = int(FOYER), 1004, 1
    book["Places"]["A5"] = "10000123"  # a text: put back because the code exists
    same(
        book,
        tmp_path,
        "Feuille « Établissements », colonne A (Établissement) : 1 cellule avait perdu son zéro "
        "de tête, il est remis (010000123).",
        "Feuille « Établissements », colonne H (Commune) : 1 cellule avait perdu son zéro de "
        "tête, il est remis (01004).",
        "Feuille « Établissements », colonne I (Département) : 1 cellule avait perdu son zéro de "
        "tête, il est remis (01).",
        "Feuille « Places », colonne A (Établissement) : 1 cellule avait perdu son zéro de tête, "
        "il est remis (010000123).",
    )


@pytest.mark.parametrize(
    "written", [PORT, f"{PORT} · Ancien nom", f"{PORT} CHRS", "440 001 234", int(PORT)]
)
def test_an_establishment_written_otherwise(book, tmp_path, written):
    book["Séjours"]["B4"] = written
    same(book, tmp_path)


def test_codes_instead_of_labels(book, tmp_path):
    sheet = book["Séjours"]
    sheet["F4"], sheet["I4"], sheet["J4"] = "femme_enfants", "25_34", "f"
    sheet["F5"], sheet["J5"] = "Femme  avec ENFANTS", "Femme"
    book["Établissements"]["G4"] = 177
    same(book, tmp_path)


def test_not_told_is_empty(book, tmp_path):
    book["Séjours"]["K4"] = "non renseigné"
    same(book, tmp_path)


def test_styled_and_spaced_empty_rows_at_the_end(book, tmp_path):
    for row in range(300, 320):
        book["Séjours"].cell(row, 2, "  ").font = Font(bold=True)
        book["Séjours"].cell(row, 3, "\u00a0")
    same(book, tmp_path)


@pytest.mark.parametrize("first", ["Total", "TOTAL GÉNÉRAL", "Sous-total 2025", "Total :"])
def test_a_row_of_totals_is_ignored_and_said(book, tmp_path, first):
    book["Budgets"]["A8"], book["Budgets"]["H8"] = first, 2574568.39
    trame = same(book, tmp_path)
    assert trame.lecture.ecartees["total ajouté sous le tableau"] == 1


def test_sums_without_a_word_are_ignored(book, tmp_path):
    book["Budgets"]["H7"] = "=SUM(H4:H6)"
    book["Salariés"]["F6"], book["Salariés"]["J6"] = "=SUBTOTAL(9,F4:F5)", "=SUM(J4:J5)"
    trame = same(book, tmp_path)
    assert trame.lecture.ecartees["total ajouté sous le tableau"] == 2


def test_a_year_or_a_gestionnaire_left_empty_is_known(book, tmp_path):
    book["Budgets"]["B4"] = book["Budgets"]["B5"] = book["Établissements"]["B4"] = None
    same(
        book,
        tmp_path,
        "Feuille « Établissements », colonne B (Gestionnaire) : 1 cellule était vide, "
        "« 732829320 » y est mis.",
        "Feuille « Budgets », colonne B (Année) : 2 cellules étaient vides, « 2025 » y est mis.",
    )


def test_a_sheet_taken_away_changes_nothing(book, tmp_path):
    del book["Qualité"]
    del book["Glossaire"]
    trame = lire(book, tmp_path / "t.xlsx")
    assert "qualite" not in trame.lecture.frames
    assert "Feuilles absentes, rien n’est changé pour elles : « Qualité »." in dits(trame)


def test_prepared_lines_that_are_not_all_filled(book, tmp_path):
    sheet = book["Mouvements"]
    for rank, value in enumerate((3, 2, 12.5, 1), 3):
        sheet.cell(4, rank, value)
    trame = lire(book, tmp_path / "t.xlsx")
    assert trame.lecture.frames["mouvements"][["entrees", "etp_budgetes"]].values.tolist() == [
        [3, 12.5]
    ]
    assert (
        "Feuille « Mouvements » : 1 ligne préparée sans aucun chiffre, à compléter peut-être."
        in dits(trame)
    )


def test_a_new_establishment_may_be_used_at_once(book, tmp_path):
    sheet = book["Établissements"]
    for rank in range(1, 13):
        sheet.cell(6, rank, sheet.cell(4, rank).value)
    sheet["A6"] = "S-ACCUEIL"
    book["Places"]["A6"] = "S-ACCUEIL · CHRS du Port"
    for rank, value in enumerate(list(place("", 5, 5).values())[1:], 2):
        book["Places"].cell(6, rank, value)
    frames = lire(book, tmp_path / "t.xlsx").lecture.frames
    assert frames["places"]["id_etablissement"].tolist() == [PORT, FOYER, "S-ACCUEIL"]


def test_the_cover_taken_away(book, tmp_path):
    del book["Mode d’emploi"]
    with pytest.raises(CommandeError) as caught:
        lire(book, tmp_path / "t.xlsx")
    assert plain(str(caught.value)) == (
        "t.xlsx : L’identifiant de la trame est introuvable. Remettez la feuille « Mode "
        "d’emploi », ou précisez --gestionnaire et --annee."
    )
    trame = lire(book, tmp_path / "t.xlsx", gestionnaire=QUI.gestionnaire, annee=2025)
    assert trame.identite == QUI
    assert_same(trame.lecture.frames, petite())


def test_the_identifier_moved_elsewhere(book, tmp_path):
    del book["Mode d’emploi"]
    book["Budgets"]["L1"] = "Réf. cpom-trame/1/732829320/2025"
    same(book, tmp_path)


def test_two_identifiers(book, tmp_path):
    book["Budgets"]["L1"] = "cpom-trame/1/732829320/2024"
    with pytest.raises(FichierError) as caught:
        lire(book, tmp_path / "t.xlsx")
    assert plain(str(caught.value)) == (
        "t.xlsx : Ce classeur porte plusieurs identifiants : cpom-trame/1/732829320/2024, "
        "cpom-trame/1/732829320/2025. Gardez la feuille « Mode d’emploi » de la bonne trame "
        "seulement."
    )


def test_what_the_command_says_may_not_contradict_it(book, tmp_path):
    with pytest.raises(CommandeError) as caught:
        lire(book, tmp_path / "t.xlsx", annee=2024)
    assert plain(str(caught.value)) == (
        "t.xlsx : Cette trame est celle du gestionnaire 732829320 pour 2025. Retirez "
        "--gestionnaire et --annee, ou prenez l’autre trame."
    )


def test_a_later_version(book, tmp_path):
    for row in book["Mode d’emploi"].iter_rows():
        for cell in row:
            if "cpom-trame/1" in str(cell.value):
                cell.value = "cpom-trame/2/732829320/2025"
    with pytest.raises(FichierError) as caught:
        lire(book, tmp_path / "t.xlsx")
    assert plain(str(caught.value)) == (
        "t.xlsx : Cette trame est de la version 2, plus récente que ce logiciel. Mettez cpomlib "
        "à jour, puis recommencez."
    )
