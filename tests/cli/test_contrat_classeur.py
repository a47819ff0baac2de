"""The workbooks of a contract: they go out filled, come back, and say their faults."""

import pytest
from cli.contrats import (
    JOUR,
    MI_PARCOURS,
    PREPARE,
    PROROGE,
    asked,
    deposes,
    run,
)  # fmt: skip
from openpyxl import load_workbook

from cpomlib import base as store


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return deposes(tmp_path_factory.mktemp("contrats"), 6)


def test_a_workbook_goes_out_filled_and_comes_back_the_same(region, tmp_path):
    path = tmp_path / "contrat.xlsx"
    code, said = run(region, "contrat", "trame", PROROGE, "-o", path)
    assert code == 0, said
    code, said = run(region, "importer", "contrat", path, "--essai")
    assert code == 0, said
    assert "cibles :" in said and "change :" not in said
    book = load_workbook(path)
    head = {cell.value: cell.column for cell in book["Actions"][2]}
    states = {book["Actions"].cell(row, head["etat"]).value for row in range(3, 10)}
    assert states == {"en cours", "faite"}  # the labels of the list, not its codes
    book["Contrats"]["G3"] = 72  # the months of a signed contract
    book.save(path)
    code, said = run(region, "importer", "contrat", path)
    assert code == 1
    assert f"Contrats, {PROROGE} : Durée 60 → 72" in said


def test_forty_faults_come_back_as_forty_comments_and_nothing_is_written(region, tmp_path):
    path = tmp_path / "contrat.xlsx"
    assert run(region, "contrat", "trame", MI_PARCOURS, "-o", path)[0] == 0
    book = load_workbook(path)
    actions, steps, aims = book["Actions"], book["Démarche"], book["Objectifs"]
    wanted = 0
    for sheet, column, value in (
        (actions, "etat", "en cour"), (actions, "date_fin", "demain"), (actions, "avancement", 4),
        (actions, "cout_annuel", "cher"), (actions, "id_objectif", "9.9"),
        (steps, "etape", "cadrag"), (aims, "niveau", "haut"),
    ):  # fmt: skip
        names = [cell.value for cell in sheet[2]]
        for row in range(3, min(sheet.max_row, 8) + 1):
            if sheet.cell(row, 1).value and wanted < 40:
                sheet.cell(row, names.index(column) + 1).value = value
                wanted += 1
    book.save(path)
    assert wanted == 40
    before = store.latest_deposit(store.open_base(region))
    code, said = run(region, "importer", "contrat", path)
    assert code == 1
    assert said.startswith("40 fautes : rien n’a été écrit."), said[:300]
    assert "feuille « Actions », ligne 3, colonne « H (date_fin) »" in said
    copy = load_workbook(tmp_path / "contrat-a-corriger.xlsx")
    marks = [
        cell.comment.text
        for sheet in copy.worksheets
        for row in sheet.iter_rows(min_row=3)
        for cell in row
        if cell.comment and "À corriger" in cell.comment.text.replace("\u00a0", " ")
    ]
    assert len(marks) == 40
    assert store.latest_deposit(store.open_base(region)) == before


def test_another_workbook_is_refused(region, tmp_path):
    path = tmp_path / "autre.xlsx"
    words = ("contrat", "suivi", MI_PARCOURS, "--format", "xlsx", "-o", path)
    assert run(region, *words)[0] == 0
    code, said = run(region, "importer", "contrat", path)
    assert code == 1 and "Ce classeur ne contient aucune ligne d’un contrat." in said


def test_the_usual_way_is_proposed_and_deposited(region, tmp_path):
    code, said = run(region, "contrat", "demarche", PREPARE, "--jour", JOUR)
    assert code == 0 and "Établir le diagnostic partagé" in said
    (tmp_path / "envoi").mkdir()
    path = tmp_path / "envoi" / "demarche.csv"
    words = ("contrat", "demarche", PREPARE, "--lancement", "15/01/2026", "--format", "csv")
    assert run(region, *words, "-o", path)[0] == 0
    code, said = run(region, "importer", "contrat", tmp_path / "envoi", "--essai", "--remplacer")
    assert code == 0, said
    assert "demarche : 8 lignes" in said
    code, said = run(region, "importer", "auto", path)
    assert code == 0, said
    assert "la table du contrat « demarche »" in said
    assert "cpom importer contrat DOSSIER" in said


def test_the_yearly_return_is_filled_with_what_is_measured(region, tmp_path):
    folder = tmp_path / "retours"
    words = ("contrat", "campagne", "--region", "52", "--annee", 2025, "-o", folder)
    code, said = run(region, *words)
    assert code == 0, said
    assert "4 classeurs écrits." in said  # neither the one to come, nor the one in preparation
    path = folder / f"{MI_PARCOURS}-2025.xlsx"
    book = load_workbook(path)
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"] == [
        "Mesures",
        "Actions",
    ]
    rows = [[cell.value for cell in row] for row in book["Mesures"].iter_rows(min_row=3)]
    said = "cpom_1_taux · Taux de sortie vers un logement ordinaire"
    assert said in {row[1] for row in rows}  # a code alone says nothing to a director
    of_2025 = {row[1].split(" · ")[0]: row for row in rows if row[1] and row[3] == 2025}
    (line,) = [one for one in asked(region, "contrat", "suivi", MI_PARCOURS, "--annee", 2025)
               if one["indicateur"] == "cpom_1_taux"]  # fmt: skip
    assert of_2025["cpom_1_taux"][4:7] == [None, line["numerateur"], line["denominateur"]]
    names = [cell.value for cell in book["Mesures"][2]]
    for row in range(3, book["Mesures"].max_row + 1):
        if book["Mesures"].cell(row, 2).value == said:
            book["Mesures"].cell(row, names.index("explication") + 1).value = "Peu de bailleurs."
    book.save(path)
    code, said = run(region, "importer", "contrat", path, "--essai")
    assert code == 0, said
    code, said = run(region, *words)
    assert code == 1 and "existe déjà" in said
