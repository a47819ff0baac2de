"""The commands on contracts, on an invented region that has one in every state."""

import json
from datetime import date

import icalendar
import pytest
from cli.contrats import (
    DERNIERE,
    JOUR,
    MI_PARCOURS,
    PREPARE,
    PROROGE,
    RECENT,
    RESILIE,
    asked,
    deposes,
    run,
)  # fmt: skip
from openpyxl import load_workbook

from cpomlib import base as store
from cpomlib.calcul.contrat import CLES
from cpomlib.exemple import build
from cpomlib.exemple.contrats import ETATS


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return deposes(tmp_path_factory.mktemp("contrats"), 6)


def test_the_list_says_where_each_contract_stands(region):
    rows = asked(region, "contrat", "lister", "--jour", JOUR)
    found = {row["contrat"]: (row["statut"], row["date_effet"], row["terme"]) for row in rows}
    assert found == {
        MI_PARCOURS: ("signe", "2024-01-01", "2028-12-31"),
        DERNIERE: ("signe", "2024-01-01", "2026-12-31"),
        RECENT: ("signe", "2026-01-01", "2030-12-31"),
        PROROGE: ("signe", "2021-01-01", "2026-12-31"),
        PREPARE: ("preparation", None, None),
        RESILIE: ("resilie", "2024-01-01", "2025-12-31"),
    }
    assert next(row for row in rows if row["contrat"] == RECENT)["departements"] == ["49", "85"]
    code, said = run(region, "contrat", "lister", "--region", "Bretagne")
    assert (code, said) == (0, "Rien à montrer.\n")


def test_following_has_the_keys_of_the_contract_and_every_judgement(region):
    rows = asked(region, "contrat", "suivi", MI_PARCOURS, "--jour", JOUR)
    assert all(tuple(row) == CLES for row in rows)
    of_2025 = {row["indicateur"]: row["jugement"] for row in rows if row["annee"] == 2025}
    assert of_2025["L-places-urgence"] == "atteinte"
    assert of_2025["L-conventions"] == "proche"
    assert of_2025["L-livrets"] == "non_atteinte"
    assert {row["jugement"] for row in rows if row["annee"] == 2026} == {"a_venir"}


def test_following_equals_the_indicators_of_the_same_establishments(region):
    (row,) = [one for one in asked(region, "contrat", "suivi", MI_PARCOURS, "--annee", 2025)
              if one["indicateur"] == "cpom_1_taux"]  # fmt: skip
    known = asked(region, "indicateurs", "--gestionnaire", "000520015", "--annee", 2025,
                  "--perimetre", "chrs")  # fmt: skip
    (same,) = [one for one in known if one["id"] == "cpom_1_taux"]
    assert row["mesure"] == pytest.approx(same["valeur"])
    assert (row["numerateur"], row["denominateur"]) == (same["numerateur"], same["denominateur"])


def test_the_convention_of_the_contract_prevails_and_is_printed(region):
    code, said = run(region, "contrat", "suivi", MI_PARCOURS, "--annee", 2025)
    # a gap between two rates is in points: in percent, it would be a share of the rate
    assert "2,0 points" in said
    assert code == 0
    assert "Convention du contrat : durée de présence anormalement longue, 24 mois. Au-delà" in said
    assert "Ce jugement n’entre dans aucun tarif." in said
    (row,) = [one for one in asked(region, "contrat", "suivi", MI_PARCOURS, "--annee", 2025)
              if one["indicateur"] == "cpom_4_taux_presence_longue"]  # fmt: skip
    known = asked(region, "indicateurs", "--gestionnaire", "000520015", "--annee", 2025,
                  "--perimetre", "chrs")  # fmt: skip
    (ours,) = [one for one in known if one["id"] == "cpom_4_taux_presence_longue"]
    assert row["mesure"] < ours["valeur"]  # 24 months instead of 18


def test_an_unknown_contract_names_the_nearest(region):
    code, said = run(region, "contrat", "suivi", "C-000520016-1")
    assert code == 1
    assert "Le contrat « C-000520016-1 » n’est pas en base." in said
    assert MI_PARCOURS in said


def test_showing_a_contract_says_where_it_goes(region):
    code, said = run(region, "contrat", "montrer", PROROGE, "--jour", JOUR)
    assert code == 0
    assert "Prorogation : acquise" in said
    shown = asked(region, "contrat", "montrer", PROROGE, "--jour", JOUR)
    assert shown["prorogation"]["mois"] == 12
    assert shown["perimetre"][0]["date_entree"] == "2021-01-01"
    states = {row["objectif"]: row["etat"] for row in shown["objectifs"]}
    assert (states["2.2"], states["3.2"], states["3"]) == ("atteint", "non_atteint", "en_partie")


def test_checking_ends_badly_only_on_a_blocking_fault(region, tmp_path):
    assert run(region, "contrat", "verifier", MI_PARCOURS, "--jour", JOUR)[0] == 0
    path = tmp_path / "c.json"
    assert run(region, "contrat", "sortir", PREPARE, "-o", path)[0] == 0
    content = json.loads(path.read_text(encoding="utf-8"))
    content["contrats"][0] |= {"duree_mois": 72, "id_contrat": "C-9"}
    path.write_text(json.dumps({"contrats": content["contrats"]}), encoding="utf-8")
    copy = f"sqlite:///{tmp_path / 'copie.db'}"
    frames = build("52", 6, 1)
    origine = store.Origine("essai", "region", "0" * 64, "exemple")
    store.deposit(store.open_base(copy, creer=True), frames, origine)
    assert run(copy, "contrat", "deposer", path)[0] == 0
    code, said = run(copy, "contrat", "verifier", "C-9", "--format", "json")
    found = json.loads(said.split("\n]")[0] + "\n]")
    assert code == 1
    assert found[0] == {
        "code": "duree", "gravite": "bloquant", "objet": "C-9",
        "message": "Le contrat dure 72 mois\u00a0; le maximum est de 60.".replace("\u00a0", " "),
        "article": "Arrêté du 25 octobre 2019, article 2",
    }  # fmt: skip


@pytest.mark.parametrize("suffix", [".json", ".yaml"])
def test_a_contract_goes_out_and_comes_back_the_same(region, tmp_path, suffix):
    path = tmp_path / f"contrat{suffix}"
    assert run(region, "contrat", "sortir", PROROGE, "-o", path)[0] == 0
    code, said = run(region, "contrat", "deposer", path, "--essai")
    assert code == 0, said
    assert "avenant" not in said.replace("avenants :", "")  # a signed contract would not change
    changed = path.read_text(encoding="utf-8").replace("Contrat inventé", "Contrat changé")
    path.write_text(changed, encoding="utf-8")
    code, said = run(region, "contrat", "deposer", path, "--essai")
    assert code == 1
    assert "Intitulé Contrat inventé, prorogé → Contrat changé, prorogé" in said
    code, said = run(region, "contrat", "deposer", path, "--essai", "--avenant", 1)
    assert code == 0, said
    assert "L’avenant n° 1 change :" in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[1]", "ne contient pas de tables"),
        ('{"contrat": []}', "La table « contrat » n’est pas une table du contrat."),
        ('{"contrats": [1]}', "La table « contrats » doit être une liste de lignes."),
        ('{"avenants": []}', "La table « avenants » n’a aucune ligne."),
        ('{"contrats": [', "n’est pas lisible"),
        ('{"contrats": [{"id_contrat": "C 1"}]}', "Ce code n’a pas la forme attendue."),
        ('{"contrats": [{"id_contrat": "C 1"}]}', "contrat.json, contrats, ligne 1"),
        (
            '{"signatures": [{"id_contrat": "C-000520056-1", "acte": "0", "partie": "gestionnaire",'
            ' "reponse": "oui", "repondu_le": "2026-01-05"}]}',
            "1 faute : rien",
        ),
    ],
)
def test_a_bad_file_says_what_and_writes_nothing(region, tmp_path, content, told):
    path = tmp_path / "contrat.json"
    path.write_text(content, encoding="utf-8")
    before = store.latest_deposit(store.open_base(region))
    code, said = run(region, "contrat", "deposer", path)
    assert code == 1 and told in said, said
    assert store.latest_deposit(store.open_base(region)) == before


def test_a_folder_says_all_its_faults_at_once(region, tmp_path):
    (tmp_path / "cibles.csv").write_text(
        "id_contrat,id_objectif,indicateur,sens,annee_reference,annee,cible\n"
        f"{PREPARE},1.1,cpom_1_tau,hausse,2024,2027,0.4\n"
        f"{PREPARE},1.11,cpom_1_taux,hausses,2024,2027,0.4\n",
        encoding="utf-8",
    )
    (tmp_path / "conventions_contrat.csv").write_text(
        f"id_contrat,cle,date_effet,valeur\n{PREPARE},seuil_presence_longue,2026-01-01,24\n",
        encoding="utf-8",
    )
    code, said = run(region, "importer", "contrat", tmp_path)
    assert code == 1
    for part in ("Cet indicateur n’existe pas.", "« cpom_1_taux »", "cibles.csv", "ligne 3",
                 "dans la table « objectifs »", "« hausse »",
                 "Ce n’est pas une convention qu’un contrat peut fixer",
                 "« seuil_presence_longue_mois »"):  # fmt: skip
        assert part in said, (part, said)


def test_the_calendar_opens_in_another_reader(region, tmp_path):
    path = tmp_path / "cpom.ics"
    words = ("echeances", "--contrat", MI_PARCOURS, "--jour", JOUR, "--format", "ics", "-o", path)
    assert run(region, *words)[0] == 0
    read = icalendar.Calendar.from_ical(path.read_bytes())
    events = list(read.walk("VEVENT"))
    due = asked(region, "echeances", "--contrat", MI_PARCOURS, "--jour", JOUR)
    kept = [row for row in due if row["statut"] != "sans_objet"]
    assert sorted(event["DTSTART"].dt.isoformat() for event in events) == sorted(
        row["date"] for row in kept
    )
    uids = {str(event["UID"]) for event in events}
    assert len(uids) == len(events)
    assert f"{MI_PARCOURS}-terme-0@cpomlib" in uids
    (end,) = [event for event in events if str(event["UID"]) == f"{MI_PARCOURS}-terme-0@cpomlib"]
    assert end["DTSTART"].dt == date(2028, 12, 31)
    assert str(end["SUMMARY"]) == f"Échéance du contrat ({MI_PARCOURS})"
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
    again = tmp_path / "autre.ics"
    assert run(region, *words[:-1], again)[0] == 0
    assert again.read_bytes() == path.read_bytes()


def test_what_is_due_in_a_window_with_the_keys_of_the_contract(region):
    rows = asked(region, "echeances", "--region", "52", "--jour", JOUR, "--du", "30/04/2026",
                 "--au", "31/10/2026")  # fmt: skip
    assert {tuple(row) for row in rows} == {
        ("contrat", "nature", "date", "statut", "faite_le", "silence", "article", "jour_ferie")
    }
    assert all("2026-04-30" <= row["date"] <= "2026-10-31" for row in rows)
    (cost,) = [row for row in rows
               if row["contrat"] == MI_PARCOURS and row["nature"] == "enquete_couts"]  # fmt: skip
    assert (cost["date"], cost["statut"], cost["jour_ferie"]) == (
        "2026-10-31",
        "en_retard",
        "samedi",
    )
    prepared = asked(region, "echeances", "--contrat", PREPARE, "--jour", JOUR)
    assert prepared[0]["nature"] == "conclusion_cpom" and prepared[0]["statut"] == "sans_objet"


def test_a_workbook_and_a_table(region, tmp_path):
    path = tmp_path / "suivi.xlsx"
    code, said = run(region, "contrat", "suivi", MI_PARCOURS, "--format", "xlsx", "-o", path)
    assert code == 0, said
    sheet = load_workbook(path).active
    assert [cell.value for cell in sheet[1]][:3] == ["Objectif", "Indicateur", "Année"]
    # what the contract agreed stands under the rates that it touches, as on the screen
    under = [row[0].value for row in sheet if row[0].value and not row[2].value]
    assert any(one.startswith("Convention du contrat") for one in under)
    assert under[-1] == "Ce jugement n’entre dans aucun tarif."
    code, said = run(region, "contrat", "suivi", MI_PARCOURS, "--format", "xlsx")
    assert code == 1 and "Un classeur s’écrit dans un fichier." in said
    code, said = run(region, "echeances", "--contrat", PROROGE, "--jour", JOUR)
    assert code == 0 and "Dernier jour pour demander une prorogation" in said


def test_the_example_has_every_state():
    assert {each.statut for each in ETATS} == {"signe", "preparation", "resilie"}
    assert any(each.proroge for each in ETATS)
