"""The workbook written: what it holds, what it locks, how it shows."""

from datetime import date, datetime

import pandas as pd
import pytest
from entree.trame.classeurs import FOYER, PORT, QUI, frame, petite, place, plain
from openpyxl import load_workbook

from cpomlib.entree.trame.ecriture import ecrire_trame
from cpomlib.entree.trame.feuille_table import ENTETE, PREMIERE
from cpomlib.entree.trame.plan import IdentiteTrame, lire_identite, plan
from cpomlib.entree.trame.preparation import preremplir
from cpomlib.socle.erreurs import CommandeError, ParametreError
from cpomlib.socle.projet import parameters_dir

TABLES = [
    "Gestionnaire", "Établissements", "Places", "Activité", "Séjours", "Budgets", "Balance",
    "Financements", "Salariés", "Absences", "Mouvements", "Qualité",
]  # fmt: skip


def test_its_sheets(book):
    assert book.sheetnames == ["Mode d’emploi", *TABLES, "Coup d’œil", "Glossaire", "Listes"]
    assert book["Listes"].sheet_state == "hidden"


def test_the_cover_says_who_when_and_what_it_is(book):
    told = [
        plain(str(c.value)) for row in book["Mode d’emploi"].iter_rows() for c in row if c.value
    ]
    assert "L’Étape" in told and "732829320" in told
    assert "2025, du 1er janvier au 31 décembre" in told
    assert "21/11/2026" in told
    assert [str(found) for text in told if (found := lire_identite(text))] == [
        "cpom-trame/1/732829320/2025"
    ]


def test_a_sheet_shows_labels_and_names(book):
    sheet = book["Séjours"]
    shown = {sheet.cell(ENTETE, rank).value: sheet.cell(PREMIERE, rank) for rank in range(1, 20)}
    assert shown["Établissement *"].value == f"{PORT} · CHRS du Port"
    assert shown["Composition *"].value == "femme avec enfants"
    assert shown["Orientation du SIAO *"].value == "oui"
    assert shown["Date d’entrée *"].value == datetime(2024, 5, 1)
    assert shown["Date de sortie"].value is None


def test_numbers_are_shown_as_in_france(book):
    budgets, sejours = book["Budgets"], book["Séjours"]
    montant = budgets.cell(PREMIERE, 8)
    assert (montant.value, plain(montant.number_format)) == (1234567.89, '#,##0.00\\ "€"')
    assert budgets.column_dimensions["H"].number_format == montant.number_format
    assert sejours["D4"].number_format == "dd/mm/yyyy"
    assert (budgets["F4"].value, budgets["F4"].number_format) == ("641", "@")


@pytest.mark.parametrize("titre", TABLES)
def test_headings_are_locked_and_cells_are_free(book, titre):
    sheet = book[titre]
    assert sheet.protection.sheet and sheet.protection.password is None
    assert not sheet.protection.insertRows and not sheet.protection.autoFilter
    assert sheet.cell(ENTETE, 1).protection.locked
    assert not sheet.cell(PREMIERE, 1).protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert sheet.freeze_panes == "B4"


@pytest.mark.parametrize("titre", TABLES)
def test_it_prints_on_a4(book, titre):
    sheet = book[titre]
    assert sheet.page_setup.paperSize == 9 and sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.fitToHeight == 0


def test_lists_help_and_refusals(book):
    rules = {
        str(rule.sqref).split(":")[0]: rule
        for rule in book["Séjours"].data_validations.dataValidation
    }
    composition = rules["F4"]
    assert (composition.type, composition.formula1) == ("list", "liste_sejours_composition")
    assert composition.prompt == "Composition du ménage. Choisissez dans la liste. Obligatoire."
    assert composition.error == "Cette valeur n’est pas dans la liste."
    assert composition.errorStyle == "stop"
    assert rules["B4"].formula1 == "liste_etablissements"
    assert rules["D4"].type == "date"
    assert (rules["G4"].type, rules["G4"].formula1) == ("whole", "0")
    assert plain(rules["C4"].prompt).endswith(
        "Un pseudonyme, par exemple M0042, jamais un nom. Obligatoire."
    )
    annee = next(
        r for r in book["Budgets"].data_validations.dataValidation if str(r.sqref).startswith("B4")
    )
    assert (annee.type, annee.operator, annee.formula1) == ("whole", "equal", "2025")


def test_each_list_is_that_of_the_nomenclature(book):
    target = book.defined_names["liste_sejours_tranche_age"].attr_text
    sheet, span = target.split("!")
    cells = [c.value for row in book[sheet.strip("'")][span.replace("$", "")] for c in row]
    assert cells == [
        "moins de 18 ans", "18 à 24 ans", "25 à 34 ans", "35 à 49 ans", "50 à 64 ans",
        "65 ans ou plus",
    ]  # fmt: skip


def test_the_glossary_explains_every_column(book):
    rows = {
        row[5].value: [plain(str(c.value or "")) for c in row]
        for row in book["Glossaire"].iter_rows(min_row=3)
    }
    columns = [f"{f.schema.name}.{c}" for f in plan().feuilles for c in f.schema.colonnes]
    assert list(rows) == columns
    assert rows["sejours.sexe"][1:5] == [
        "Sexe", "Sexe de la personne de référence.", "Choisissez dans la liste.",
        "femme ; homme ; autre",
    ]  # fmt: skip
    assert rows["etablissements.id_etablissement"][3].startswith("Attendu : le FINESS")
    assert rows["places.id_etablissement"][3] == "Choisissez dans la liste, ou écrivez le code."
    assert rows["salaries.etp"][3:5] == ["Nombre de 0 à 1.", "de 0 à 1"]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", '=HYPERLINK("x")'])
def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path, text):
    frames = petite() | {"budgets": petite()["budgets"].assign(libelle=text)}
    path = tmp_path / "t.xlsx"
    ecrire_trame(frames, QUI, path, le=date(2026, 11, 21))
    cell = load_workbook(path)["Budgets"]["G4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_lines_are_prepared_where_nothing_is_known():
    rows = preremplir(petite(), plan(), QUI.gestionnaire, range(2025, 2026))
    assert rows["activite"][["id_etablissement", "mois"]].values.tolist() == [
        [code, month] for code in (PORT, FOYER) for month in range(1, 13)
    ]
    assert len(rows["absences"]) == 12 and len(rows["mouvements"]) == 2
    assert rows["activite"]["journees_realisees"].isna().all()


def test_only_the_year_is_prefilled_but_all_the_stays():
    other = frame("places", place(PORT, 30, 30) | {"annee": 2024})
    frames = petite() | {"places": pd.concat([petite()["places"], other])}
    rows = preremplir(frames, plan(), QUI.gestionnaire, range(2024, 2025))
    assert rows["places"]["places_autorisees"].tolist() == [30]
    assert rows["budgets"].empty and len(rows["sejours"]) == 2


def test_an_establishment_that_closed_before_has_no_prepared_line():
    closed = petite()["etablissements"].assign(
        date_fermeture=pd.Series([None, pd.Timestamp(2023, 12, 31)], dtype="datetime64[s]")
    )
    rows = preremplir(
        petite() | {"etablissements": closed}, plan(), QUI.gestionnaire, range(2025, 2026)
    )
    assert rows["mouvements"]["id_etablissement"].tolist() == [PORT]


def refused(path, qui=QUI):
    with pytest.raises(CommandeError) as caught:
        ecrire_trame(petite(), qui, path, le=date(2026, 11, 21))
    return plain(str(caught.value))


def test_where_it_refuses_to_write(tmp_path):
    taken = tmp_path / "prise.xlsx"
    taken.write_bytes(b"rempli")
    assert refused(taken) == (
        f"Le fichier « {taken} » existe déjà ; il n’a pas été remplacé. Donnez un autre nom."
    )
    assert taken.read_bytes() == b"rempli"
    assert refused(tmp_path / "t.ods") == (
        "« t.ods » n’est pas un nom de classeur. Finissez-le par .xlsx."
    )
    assert refused(tmp_path / "nulle" / "t.xlsx") == (
        f"Le dossier « {tmp_path / 'nulle'} » n’existe pas. Créez-le d’abord."
    )
    assert refused(tmp_path / "t.xlsx", IdentiteTrame("552100554", 2025)) == (
        "Le gestionnaire « 552100554 » n’est pas en base. "
        "Déposez d’abord sa structure (gestionnaires et établissements)."
    )
    assert [p.name for p in tmp_path.iterdir()] == ["prise.xlsx"]


def test_a_service_changes_the_words(tmp_path, monkeypatch):
    words = (parameters_dir() / "trame.yaml").read_text(encoding="utf-8")
    own = words.replace("titre: Budgets\n", "titre: Finances\n")
    (tmp_path / "trame.yaml").write_text(own, encoding="utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    assert plan().feuille("budgets").titre == "Finances"
    (tmp_path / "trame.yaml").write_text(
        words.replace("titre: Budgets\n", "titre: BALANCÉ\n"), encoding="utf-8"
    )
    with pytest.raises(ParametreError) as caught:
        plan()
    assert plain(str(caught.value)).endswith(
        "« BALANCÉ » ne peut pas être le titre d’une feuille. Un titre est unique, a 31 "
        "caractères au plus, sans [ ] : * ? / \\ ni '."
    )
