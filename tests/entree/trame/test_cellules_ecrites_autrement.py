"""Cells that people write otherwise than asked, and that are still understood."""

from datetime import datetime

import pytest
from entree.trame.classeurs import FOYER, PORT, dits, lire, place, same


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


def test_a_year_or_a_gestionnaire_left_empty_is_known(book, tmp_path):
    book["Budgets"]["B4"] = book["Budgets"]["B5"] = book["Établissements"]["B4"] = None
    same(
        book,
        tmp_path,
        "Feuille « Établissements », colonne B (Gestionnaire) : 1 cellule était vide, "
        "« 732829320 » y est mis.",
        "Feuille « Budgets », colonne B (Année) : 2 cellules étaient vides, « 2025 » y est mis.",
    )


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
