"""The workbook of a new contract: what is known is there, and it is deposited as it comes."""

from datetime import date

import pytest
from cli.contrats import asked, run
from conftest import copied
from openpyxl import load_workbook

from cpomlib.calcul.contrat import Ebauche, ebaucher
from cpomlib.tables import table

NEUF, ETAPE = "C-000520015-9", "000520015"


@pytest.fixture
def base(example_base, tmp_path):
    return copied(example_base, tmp_path)


def maison(ident, **cells):
    return {"id_etablissement": ident, "nom": ident, "categorie": "214", "regime": "autorise",
            "departement": "44", "region": "52", "date_fermeture": None} | cells  # fmt: skip


def test_a_draft_holds_what_is_known_and_invents_nothing():
    houses = (maison("A"), maison("B", departement="49"), maison("C", categorie="219"),
              maison("D", regime="subventionne"),
              maison("E", date_fermeture=date(2026, 12, 31)))  # fmt: skip
    who = {"id_gestionnaire": ETAPE, "raison_sociale": "L’Étape"}
    made = ebaucher(Ebauche(NEUF, who, houses, date(2027, 1, 1), 60, 2025, date(2026, 1, 15)))
    inside = [row["id_etablissement"] for row in made["contrat_etablissements"]]
    assert inside == ["A", "B"]  # neither another kind, nor a subsidy, nor one that is closed
    assert [row["partie"] for row in made["contrat_parties"]] == [
        "prefet-52", "departement-44", "departement-49", "gestionnaire",
    ]  # fmt: skip
    assert [row["axe"] for row in made["objectifs"]] == ["acces_logement", "adaptation_offre"]
    aims = made["cibles"]
    assert {row["annee"] for row in aims} == {2031} and {
        row["annee_reference"] for row in aims
    } == {2025}
    assert not any("cible" in row or "valeur_reference" in row for row in aims)
    assert len(made["demarche"]) == 8 and made["demarche"][0]["debut"] == date(2026, 1, 15)
    for name, rows in made.items():
        assert all(set(row) <= set(table(name).colonnes) for row in rows)


def test_it_is_deposited_as_it_comes_and_only_targets_are_missing(base, tmp_path):
    path = tmp_path / "neuf.xlsx"
    words = ("contrat", "trame", NEUF, "-o", path, "--gestionnaire", ETAPE)
    code, said = run(base, *words)
    assert code == 1 and "La date d’effet manque. Donnez celle qui est prévue" in said
    code, said = run(base, *words, "--effet", "01/01/2029", "--lancement", "15/01/2028")
    assert code == 0, said
    assert "Hors du périmètre, à ajouter si les parties le veulent" in said
    assert load_workbook(path)["Contrats"]["D3"].value.startswith("CPOM de ")
    code, said = run(base, "importer", "contrat", path)
    assert code == 0, said
    found = asked(base, "contrat", "verifier", NEUF)
    assert {(one["gravite"], one["code"]) for one in found} == {
        ("a_corriger", "cible_manquante"), ("a_corriger", "diagnostic"),
    }  # fmt: skip
    code, said = run(base, "contrat", "montrer", NEUF)
    assert "en préparation, du 01/01/2029 au 31/12/2033" in said
    assert "(autorité de tarification)" in said
    code, said = run(base, *words[:-2], "--gestionnaire", ETAPE, "--effet", "01/01/2027")
    assert code == 1 and "est déjà dans la base" in said


def test_a_gestionnaire_that_is_not_there_is_refused(base, tmp_path):
    words = ("contrat", "trame", "C-9", "-o", tmp_path / "x.xlsx", "--effet", "01/01/2027")
    code, said = run(base, *words, "--gestionnaire", "999999999")
    assert code == 1 and "Le gestionnaire « 999999999 » n’est pas dans la base." in said
    code, said = run(base, *words, "--gestionnaire", "00052001")
    assert code == 1 and "Le plus proche : « 000520015 »" in said
    assert not (tmp_path / "x.xlsx").exists()
