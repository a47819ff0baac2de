"""What an analyst asks of a whole region, by names: lists, one flat table, rows behind a figure."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from conftest import plain
from openpyxl import load_workbook

from cpomlib.calcul.indicateurs import fiches
from cpomlib.cli.indicateurs_tableau import COLONNES, en_csv_francais
from cpomlib.cli.main import cpom
from cpomlib.socle import CommandeError

ETAPE = "000520015"


@pytest.fixture
def run(example_base):
    def asked(*words, code=0):
        done = CliRunner().invoke(cpom, [*map(str, words), "--base", example_base])
        assert done.exit_code == code or done.exception, done.output
        return plain(done.output + (str(done.exception) if done.exception else ""))

    return asked


def test_the_gestionnaires_are_listed_to_the_last(run):
    said = run("gestionnaires", "--region", "Pays de la Loire")
    assert f"{ETAPE}    L’Étape & Fils <Loire>" in said
    assert said.splitlines()[-1].startswith("6 gestionnaires, ")
    houses = run("gestionnaires", "--etablissements", "--gestionnaire", "l'etape et fils loire")
    assert "n’est pas dans cette base" in houses  # « & » is no « et »
    houses = run("gestionnaires", "--etablissements", "--gestionnaire", "L'ETAPE & fils loire")
    assert "CHRS Les Tilleuls bleus – Nantes" in houses


def test_a_name_is_taken_wherever_an_id_is(run):
    by_id = run("indicateurs", "--gestionnaire", ETAPE, "--annee", 2025)
    assert run("indicateurs", "--gestionnaire", "l’étape & fils loire", "--annee", 2025) == by_id
    said = run("indicateurs", "--gestionnaire", "Moineaux", "--annee", 2025)
    assert "« 000520023 » (Association imaginaire Les Trois Moineaux)" in said
    said = run("depots", "--gestionnaire", "Zorglub")
    assert "Le gestionnaire « Zorglub » n’est pas dans cette base." in said
    assert "« cpom gestionnaires » les donne tous." in said and "autres" not in said


def table(run, tmp_path):
    path = tmp_path / "plate.csv"
    kept = ("--indicateur", "Taux d'occupation", "--indicateur", "charges_groupe_2")
    said = run("indicateurs", "--region", "52", "--annee", "2024-2025", "-o", path, *kept)
    assert said.startswith(f"Écrit : {path} (")
    assert "6 gestionnaires, années 2024, 2025" in said
    return path.read_bytes()


def test_one_flat_table_for_excel_in_france(run, tmp_path):
    raw = table(run, tmp_path)
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == raw.count(b"\n")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert list(rows[0]) == list(COLONNES)
    keys = {(r["niveau"], r["gestionnaire"], r["etablissement"], r["annee"], r["indicateur"])
            for r in rows}  # fmt: skip
    assert len(keys) == len(rows)
    owned = [r for r in rows if r["niveau"] == "gestionnaire"]
    assert len(owned) == 6 * 2 * 2
    one = next(r for r in owned if r["gestionnaire"] == ETAPE and r["annee"] == "2025"
               and r["indicateur"] == "taux_occupation")  # fmt: skip
    value, up, down = (
        float(one[key].replace(",", ".")) for key in ("valeur", "numerateur", "denominateur")
    )
    assert value == up / down and one["libelle_denominateur"] == "journées théoriques de l’année"
    # a rate is in the table what the command says for the one
    told = json.loads(
        run("indicateurs", "--gestionnaire", ETAPE, "--annee", 2025, "--format", "json")
    )
    assert value == next(t["valeur"] for t in told if t["id"] == "taux_occupation")


def test_the_same_as_a_workbook(run, tmp_path):
    path = tmp_path / "plate.xlsx"
    run("indicateurs", "--region", "52", "--annee", 2025, "-o", path, "--indicateur",
        "taux_occupation")  # fmt: skip
    book = load_workbook(path)
    sheet = book["Indicateurs"]
    assert [cell.value for cell in sheet[1]] == list(COLONNES)
    assert list(sheet.tables) == ["indicateurs"]
    rank = list(COLONNES).index("valeur") + 1
    assert isinstance(sheet.cell(2, rank).value, float)
    assert sheet.cell(2, rank).number_format == "0.0\\ %"
    assert book["Définitions"]["B2"].value == "Taux d’occupation"
    assert [row[0].value for row in book["Colonnes"].iter_rows(min_row=2)] == list(COLONNES)


def test_a_text_that_a_spreadsheet_would_obey_is_quoted():
    import pandas as pd

    frame = pd.DataFrame({"nom": ["=1+1", "A;B"], "valeur": [0.5, None]})
    text = en_csv_francais(frame).decode("utf-8-sig")
    assert text == 'nom;valeur\r\n\'=1+1;0,5\r\n"A;B";\r\n'


def test_each_indicator_is_explained(run):
    said = CliRunner().invoke(cpom, ["indicateurs", "--definitions"]).output
    for one in fiches().values():
        assert f"{one.libelle} ({one.id}, " in said
    one = CliRunner().invoke(
        cpom, ["indicateurs", "--definitions", "--indicateur", "taux_occupation"]
    )
    assert plain(one.output).splitlines()[2] == "Taux d’occupation (taux_occupation, taux)"


def test_from_a_figure_to_its_rows(run):
    said = run("lignes", "--gestionnaire", "l’étape & fils loire", "--annee", 2025, "--indicateur",
               "Ménages sortis dans l'année")  # fmt: skip
    head, count, titles, *rows = said.splitlines()
    which = fiches()["sorties_menages"].numerateur
    figure = int(head.split(" : ")[1].split(" ")[0])
    assert count == f"{figure} lignes derrière le numérateur ({which}) :"
    assert titles.split()[0] == "Apport" and titles.split()[-1] == "Par"
    assert len(rows) == figure and all(row.startswith("1 ") for row in rows)
    assert all(row.endswith("cpom exemple") for row in rows)
    asked = ("lignes", "--gestionnaire", ETAPE, "--annee", 2025, "--format", "json")
    told = json.loads(run(*asked, "--indicateur", "sorties_menages"))
    assert sum(row["apport"] for row in told) == figure
    assert told[0]["depot"] == 1


def test_the_doubts_of_a_region(run, monkeypatch):
    from cpomlib.cli import anomalies

    alone = run("anomalies", "--gestionnaire", ETAPE, "--annee", 2025)
    made, real = [], anomalies._one

    def once(engine, gestionnaire, *asked):
        """Examine one, and give it for all but one who has nothing."""
        if gestionnaire == "000520023":
            raise CommandeError("Rien n’est déposé pour l’année 2025.")
        made[:] = made or [real(engine, ETAPE, *asked)]
        return made[0]

    monkeypatch.setattr(anomalies, "_one", once)
    said = run("anomalies", "--region", "52", "--annee", 2025)
    assert said.count("=== ") == 5 and alone.splitlines()[1] in said
    assert "Les Trois Moineaux (000520023) : Rien n’est déposé pour l’année 2025." in said
    told = json.loads(run("anomalies", "--region", "52", "--annee", 2025, "--format", "json"))
    sheet = run("anomalies", "--region", "52", "--annee", 2025, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert len(rows) == sum(len(one.get("anomalies", ())) for one in told) > 0
    assert len({row["gestionnaire"] for row in rows}) == 5


def test_the_aggregates_of_a_region(run, tmp_path, monkeypatch):
    from cpomlib.cli import agreger

    def one(_engine, gestionnaire, _annee, _state, _period, sortie):
        if gestionnaire == ETAPE:
            raise CommandeError("Aucun séjour.")
        sortie.write_bytes(b"")

    monkeypatch.setattr(agreger, "_one", one)
    said = run("agreger", "--region", "52", "--annee", 2025, "-o", tmp_path / "agregats")
    assert f"5 paquets sur 6 gestionnaires, dans {tmp_path / 'agregats'}." in said
    assert f"{ETAPE} : Aucun séjour." in said
    names = sorted(path.name for path in (tmp_path / "agregats").iterdir())
    assert names[0] == "agregats-2025-000520023.zip" and len(names) == 5
    said = run("agreger", "--annee", 2025, "-o", tmp_path / "x.zip", code=2)
    assert "Choisissez « --gestionnaire » ou « --region »." in said


def test_the_flat_table_is_kept_in_the_base_for_odbc(example_base, tmp_path):
    import sqlite3

    path = tmp_path / "cpom.db"
    with sqlite3.connect(example_base.removeprefix("sqlite:///")) as one:
        one.backup(sqlite3.connect(path))

    def asked(*words):
        done = CliRunner().invoke(cpom, [*map(str, words), "--base", f"sqlite:///{path}"])
        return plain(done.output + (str(done.exception) if done.exception else ""))

    said = asked("indicateurs", "--gestionnaire", ETAPE, "--annee", 2025, "--dans-la-base")
    assert said.startswith("Rangé dans la base : ") and "lisez la vue « indicateurs »" in said
    query = "SELECT valeur FROM indicateurs WHERE indicateur = 'taux_occupation' AND niveau = "
    told = json.loads(asked("indicateurs", "--gestionnaire", ETAPE, "--annee", 2025, "--format",
                            "json"))  # fmt: skip
    with sqlite3.connect(path) as base:
        assert base.execute(f"{query}'gestionnaire'").fetchall() == [
            (next(t["valeur"] for t in told if t["id"] == "taux_occupation"),)
        ]
        base.execute("UPDATE lots SET etat = 2 WHERE nom_table = 'gestionnaires'")
        assert base.execute(f"{query}'gestionnaire'").fetchall() == []
        base.execute("UPDATE indicateurs_calcules SET reglages = 'autres'")
    said = asked("etat", "--sortie", tmp_path)
    assert f"Périmés dans la base depuis un dépôt : {ETAPE}. Rangés avec d’autres réglages" in said
    assert "« cpom indicateurs --region R --annee 2025 --dans-la-base » les refait." in said
    said = asked("indicateurs", "--region", "52", "--annee", 2025, "--dans-la-base", "--au",
                 "31/12/2025")  # fmt: skip
    assert "« --dans-la-base » range toute la table de l’état courant" in said


def test_a_figure_is_said_with_its_terms_and_what_must_be_known_of_it():
    import pandas as pd

    from cpomlib.cli.lignes import dire_chiffre

    one = fiches()["cpom_1_sorties_logement_ordinaire"]
    figure = {"indicateur": one.id, "libelle": "Ménages sortis", "periode": "2026",
              "unite": "nombre", "valeur": 1.0, "statut": "ok", "raison": "", "numerateur": 1.0,
              "denominateur": None, "note": "Chiffres provisoires."}  # fmt: skip
    assert plain(dire_chiffre(pd.Series(figure), "numerateur", 1)).splitlines() == [
        f"Ménages sortis, 2026 : 1 ({one.numerateur} : 1).",
        "Chiffres provisoires.",
        f"1 ligne derrière le numérateur ({one.numerateur}) :",
    ]
    noted = dire_chiffre(pd.Series(figure | {"note": ""}), "numerateur", 1)
    assert len(noted.splitlines()) == 2
