"""``cpom scenario`` for real, as it is typed."""

import csv
import io
import json

import pytest
from conftest import cpom
from openpyxl import load_workbook

from cpomlib.socle.projet import parameters_dir

FILES = parameters_dir() / "scenarios" / "000520015"
TREND, REBUILD = FILES / "tendanciel.yaml", FILES / "recomposition.yaml"


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module")
def run(example_base):
    def call(*arguments, **options):
        return cpom("scenario", *arguments, "--base", example_base, **options)

    return call


def test_verifier(run):
    text = plain(run("verifier", TREND).stdout)
    assert text.startswith(
        "« Tendanciel » peut être projeté : 5 hypothèses, 7 établissements, 2025 à 2030."
    )
    found = json.loads(run("verifier", TREND, "--format", "json").stdout)
    assert found["valide"] is True
    assert found["sans_justification"] == []


def test_verifier_says_the_line(run, tmp_path):
    bad = tmp_path / "faux.yaml"
    bad.write_text(TREND.read_text("utf-8").replace("taux: 0.008", "taux: 0.8"), "utf-8")
    done = run("verifier", bad, check=False)
    assert done.returncode == 1
    text = plain(done.stderr)
    assert "faux.yaml, ligne 10, hypothèse 1 (actualisation), « taux » : « 0,8 » est hors" in text
    assert "Traceback" not in text


def test_an_unknown_gestionnaire_is_refused(run, tmp_path):
    bad = tmp_path / "faux.yaml"
    bad.write_text(TREND.read_text("utf-8").replace("000520015", "000520016"), "utf-8")
    text = plain(run("projeter", bad, check=False).stderr)
    assert "« 000520016 » n’est pas dans la base. Le plus proche : « 000520015 »" in text


def test_projeter_says_the_same_in_every_form(run, tmp_path):
    table = plain(run("projeter", TREND).stdout)
    said = json.loads(run("projeter", TREND, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("projeter", TREND, "--format", "csv").stdout)))
    assert list(rows[0]) == ["id_etablissement", "annee", "poste", "montant"]
    total = {(r["poste"], r["annee"]): r["montant"] for r in said["ensemble"]}
    own = [float(r["montant"]) for r in rows if r["poste"] == "resultat" and r["annee"] == "2030"]
    assert round(sum(own), 2) == total["resultat", 2030]
    whole, cents = f"{abs(total['resultat', 2030]):,.2f}".replace(",", " ").split(".")
    assert f"{whole},{cents}" in table
    assert said["scenario"]["hypotheses"][0]["type"] == "actualisation"
    out = tmp_path / "p.xlsx"
    run("projeter", TREND, "--format", "xlsx", "-o", out)
    assert "Synthèse" in load_workbook(out).sheetnames


def test_a_workbook_needs_a_file(run):
    text = plain(run("projeter", TREND, "--format", "xlsx", check=False).stderr)
    assert "Ajoutez « -o FICHIER.xlsx »." in text


def test_projeter_writes_the_sheet_with_its_hypotheses(run, tmp_path):
    out = tmp_path / "fiche.pdf"
    run("projeter", TREND, "--format", "pdf", "-o", out)
    assert out.read_bytes().startswith(b"%PDF-")
    text = plain(run("projeter", TREND, "--format", "pdf", check=False).stderr)
    assert "Une fiche PDF ne s’affiche pas à l’écran." in text
    assert "Ajoutez « -o FICHIER.pdf »." in text


def test_bands(run):
    said = json.loads(run("projeter", TREND, "--bandes", "--format", "json").stdout)
    assert all(b["p10"] < b["p50"] < b["p90"] for b in said["bandes"])


def test_comparer(run, tmp_path):
    text = plain(run("comparer", TREND, REBUILD).stdout)
    assert "Recomposer l’offre" in text
    assert "valeur de Shapley" in text
    said = json.loads(run("comparer", TREND, REBUILD, "--format", "json").stdout)
    for fall in said["cascades"].values():
        moved = sum(c["montant"] for c in fall["contributions"])
        assert round(moved, 2) == round(fall["arrivee"] - fall["depart"], 2)
    rows = list(
        csv.DictReader(io.StringIO(run("comparer", TREND, REBUILD, "--format", "csv").stdout))
    )
    assert {r["scenario"] for r in rows} == {"Tendanciel", "Recomposer l’offre"}
    out = tmp_path / "c.xlsx"
    run("comparer", TREND, REBUILD, "--format", "xlsx", "-o", out)
    book = load_workbook(out)
    assert book["Comparaison"].max_row == len(rows) + 1
    said = [[cell.value for cell in row] for row in book["Hypothèses"].iter_rows(min_row=2)]
    assert {row[0] for row in said} == {"Tendanciel", "Recomposer l’offre"}
    assert any(plain(row[2]) == "Taux d’actualisation : 0,8 % par an" for row in said)


def test_a_title_is_no_formula_in_a_csv(run, tmp_path):
    odd = tmp_path / "o.yaml"
    odd.write_text(TREND.read_text("utf-8").replace("titre: Tendanciel", 'titre: "=1+1"'), "utf-8")
    rows = csv.DictReader(io.StringIO(run("comparer", odd, TREND, "--format", "csv").stdout))
    assert {r["scenario"] for r in rows} == {"'=1+1", "Tendanciel"}


def test_equilibre(run):
    found = json.loads(run("equilibre", TREND, "--hypothese", "1", "--format", "json").stdout)
    assert found["atteint"] is True
    assert abs(found["resultat"]) <= 1
    text = plain(run("equilibre", TREND, "--hypothese", "1", "--cible", "1e9").stdout)
    assert text.startswith(
        "Aucune valeur de « Taux d’actualisation » entre −50 % par an et 50 % par an"
    )


def test_the_result_may_go_to_a_file(run, tmp_path):
    out = tmp_path / "r.json"
    done = run("projeter", TREND, "--format", "json", "-o", out)
    assert plain(done.stdout).splitlines()[0] == f"Écrit : {out}"
    assert json.loads(out.read_text("utf-8"))["ensemble"]
