"""``cpom indicateurs`` on a real base."""

import csv
import io
import json

import pytest
from calcul.indicateurs.builders import ANNEE, frames, sejour
from click.testing import CliRunner

from cpomlib.base import Origine, deposit, open_base
from cpomlib.calcul.indicateurs import fiches
from cpomlib.cli.indicateurs import indicateurs
from cpomlib.socle.erreurs import CommandeError, suggestion

KEYS = {
    "id", "volet", "libelle", "valeur", "unite", "numerateur", "denominateur", "perimetre",
    "definition", "source", "statut", "gestionnaire", "annee", "etat", "verdict", "motif", "p",
    "compare_a",
}  # fmt: skip
G1, E1, E2 = "732829320", "440000001", "440000002"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    address = f"sqlite:///{tmp_path_factory.mktemp('base') / 'cpom.db'}"
    data = frames(
        gestionnaires=[{"id_gestionnaire": G1}],
        etablissements=[
            {"id_etablissement": E1, "id_gestionnaire": G1},
            {
                "id_etablissement": E2,
                "id_gestionnaire": G1,
                "categorie": "219",
                "regime": "declare",
            },
        ],
        sejours=[
            sejour("A", "2024-01-01", id_etablissement=E1),
            sejour("B", "2024-01-01", "2024-05-01", id_etablissement=E2),
            sejour("C", "2024-01-01", id_etablissement=E2),
        ],
        budgets=[
            {"id_etablissement": E1, "sens": "charge", "montant": 1_000_010},
            {"id_etablissement": E1, "sens": "produit", "montant": 3_000_000, "compte": "731"},
        ],
    )
    deposit(open_base(address, creer=True), data, Origine("essai", "essai", "0" * 64, "tables"))
    return address


def run(base, *options):
    result = CliRunner().invoke(indicateurs, ["--base", base, *options])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def asked(base, *options):
    listed = run(base, "--gestionnaire", G1, "--annee", str(ANNEE), *options, "--format", "json")
    return {found["id"]: found for found in json.loads(listed)}


def test_json_has_the_keys_of_the_contract_in_catalogue_order(base):
    found = asked(base)
    assert list(found) == list(fiches())
    for record in found.values():
        assert set(record) == (KEYS if record["statut"] == "ok" else KEYS | {"raison"})
        assert (record["valeur"] is None) == (record["statut"] == "nd")


def test_counts_are_integers_amounts_are_to_the_cent_rates_are_fractions(base):
    found = asked(base)
    count = found["menages_accueillis"]
    assert (count["valeur"], count["numerateur"], count["denominateur"]) == (3, 3, None)
    assert isinstance(count["valeur"], int)
    assert found["charges_brutes"]["valeur"] == 10_000.1
    assert found["taux_resultat"]["valeur"] == pytest.approx(19_999.9 / 30_000)
    assert found["part_via_siao"]["denominateur"] == 3
    assert count["perimetre"] == (
        f"gestionnaire {G1}\u00a0: tous ses établissements (2\u00a0établissements)"
    )


def test_the_perimeter_is_narrowed(base):
    assert asked(base, "--etablissement", E2)["menages_accueillis"]["valeur"] == 2
    both = asked(base, "--etablissement", E1, "--etablissement", E2)
    assert both["menages_accueillis"]["valeur"] == 3
    chrs = asked(base, "--perimetre", "chrs")["menages_accueillis"]
    assert chrs["valeur"] == 1
    assert chrs["perimetre"] == f"gestionnaire {G1}\u00a0: CHRS seulement (1\u00a0établissement)"


def test_csv_has_one_line_per_indicator_and_empty_cells_for_what_is_missing(base):
    text = run(base, "--gestionnaire", G1, "--annee", str(ANNEE), "--format", "csv")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == len(fiches())
    assert rows["menages_accueillis"]["valeur"] == "3"
    assert rows["frng"]["valeur"] == ""
    assert "balances" in rows["frng"]["raison"]


def test_what_goes_with_a_figure_is_said_in_every_form(tmp_path):
    address = f"sqlite:///{tmp_path}/cpom.db"
    rows = [
        {"id_etablissement": house, "annee": year, "document": "be", "sens": "charge",
         "montant": amount}
        for house, year, amount in ((E1, ANNEE, 10_000), (E2, ANNEE - 1, 5_000))
    ]  # fmt: skip
    data = frames(
        gestionnaires=[{"id_gestionnaire": G1}],
        etablissements=[{"id_etablissement": e, "id_gestionnaire": G1} for e in (E1, E2)],
        budgets=rows,
    )
    deposit(open_base(address, creer=True), data, Origine("essai", "essai", "0" * 64, "tables"))
    said = "Budgets exécutoires de 2023 (1\u00a0établissement) et 2024 (1\u00a0établissement)."
    # 100 + 50 = 150 euros
    assert asked(address)["base_budgetaire"]["note"] == said
    assert f"150,00\u00a0€ {said}" in run(address, "--gestionnaire", G1, "--annee", str(ANNEE))
    text = run(address, "--gestionnaire", G1, "--annee", str(ANNEE), "--format", "csv")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["base_budgetaire"]["note"] == said


def test_the_table_is_written_as_in_france(base):
    text = run(base, "--gestionnaire", G1, "--annee", str(ANNEE))
    assert "PUBLICS" in text
    assert "10\u202f000,10\u00a0€" in text
    assert "100,0\u00a0%" in text
    assert "n. d. (La table «\u00a0Balances générales\u00a0»" in text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--gestionnaire", "732829321", "--annee", "2024"],
         "Le gestionnaire «\u00a0732829321\u00a0» n’est pas dans la base. "
         + suggestion("732829321", [G1])),
        (["--gestionnaire", G1, "--annee", "2019"],
         f"Aucune donnée de l’année 2019 n’est déposée pour le gestionnaire «\u00a0{G1}\u00a0». "
         "Années qui ont des données\u00a0: 2024."),
        (["--gestionnaire", G1, "--annee", "2024", "--etablissement", "440000009"],
         "L’établissement «\u00a0440000009\u00a0» n’est pas dans ce périmètre. "),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused_with_the_nearest(base, options, message):
    with pytest.raises(CommandeError) as caught:
        run(base, *options)
    assert str(caught.value).startswith(message)


def test_a_semester_is_asked_in_the_place_of_the_year(base):
    listed = run(base, "--gestionnaire", G1, "--periode", "2024-S2", "--format", "json")
    found = {each["id"]: each for each in json.loads(listed)}
    assert {each["periode"] for each in found.values()} == {"2024-S2"}
    there = found["menages_accueillis"]  # B left on 1 May
    assert (there["valeur"], there["libelle"]) == (2, "Ménages accueillis dans le semestre")
    assert there["perimetre"].endswith(", 2e semestre 2024")
    assert found["menages_presents_31_12"]["libelle"] == "Ménages présents au 31 décembre 2024"
    assert (found["resultat"]["statut"], found["resultat"]["raison"]) == (
        "nd",
        "Un compte administratif porte sur l’exercice entier\u00a0: rien n’en dit ce qui est d’un "
        "semestre. Demandez 2024.",
    )
    year = run(base, "--gestionnaire", G1, "--periode", "2024", "--format", "json")
    assert json.loads(year) == list(asked(base).values())


@pytest.mark.parametrize("options", [(), ("--annee", "2024", "--periode", "2024-S1")])
def test_a_year_or_a_period_is_asked_not_both(base, options):
    result = CliRunner().invoke(indicateurs, ["--base", base, "--gestionnaire", G1, *options])
    assert result.exit_code == 2
    assert "Choisissez «\u00a0--annee\u00a0» ou «\u00a0--periode\u00a0»." in result.output
