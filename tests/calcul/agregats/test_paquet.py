"""What is in a package, and what must never be."""

import csv
import io
import json
import re
import zipfile

import pytest
from calcul.agregats.conftest import ANNEE, QUI, run
from frictionless import Package, system

from cpomlib.droit.dossiers import shipped_dir
from cpomlib.entree.agregats import paquet as ecriture
from cpomlib.socle.erreurs import CommandeError

FICHIERS = [
    "datapackage.json",
    "etablissements.csv",
    "indicateurs.csv",
    "agregats_etablissements.csv",
    "agregats_gestionnaires.csv",
]


def files(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(path, name):
    return list(csv.DictReader(io.StringIO(files(path)[f"{name}.csv"])))


def test_frictionless_finds_it_valid_hash_and_schema(envoi, tmp_path):
    with zipfile.ZipFile(envoi.paquet) as archive:
        archive.extractall(tmp_path)
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["type", "note"]) == []
    assert report.stats["tasks"] == 4


def test_the_same_figures_give_the_same_bytes(envoi, tmp_path):
    again = tmp_path / "bis.zip"
    words = ["--gestionnaire", QUI, "--annee", ANNEE, "-o", again]
    assert run("agreger", "--base", envoi.chez_lui, *words)[0] == 0
    assert again.read_bytes() == envoi.paquet.read_bytes()


def test_it_says_how_it_was_made(envoi):
    told = files(envoi.paquet)
    assert list(told) == FICHIERS
    made = json.loads(told["datapackage.json"])["cpom"]
    assert (made["gestionnaire"], made["annees"], made["etat"]) == (QUI, [2023, 2024, 2025], 1)
    assert made["conventions"] == {"seuil_presence_longue_mois": 18.0, "anciennete_min_mois": None}
    assert made["secret"]["seuil_personnes"] == 11
    assert re.fullmatch(r"[0-9a-f]{64}", made["empreinte"])
    known = {row["id_etablissement"] for row in rows(envoi.paquet, "etablissements")}
    assert known == set(envoi.frames["etablissements"]["id_etablissement"])


def test_no_row_is_about_a_household(envoi):
    """Look for every stay, household and date of the base in every file of the zip."""
    stays = envoi.frames["sejours"]
    ids = {*stays["id_sejour"], *stays["id_menage"]}
    days = {day for name in ("date_entree", "date_sortie") for day in stays[name].dropna()}
    written = {day.strftime(form) for day in days for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d")}
    assert len(ids) > 300
    assert len(written) > 300
    for name, text in files(envoi.paquet).items():
        words = set(re.findall(r"[\w/.-]+", text))
        assert not words & (ids | written), name
        assert not re.search(r"\b(19|20)\d\d-\d\d-\d\d\b|\b\d\d/\d\d/\d{4}\b", text), name
        assert not re.search(r"id_(menage|sejour|salarie)|date_(entree|sortie)", text), name


def test_each_row_is_an_indicator_of_a_unit_and_a_year(envoi):
    """As many rows as unit × year × indicator at most: none can be a person's."""
    houses = rows(envoi.paquet, "agregats_etablissements")
    keys = {(row["id_etablissement"], row["annee"], row["indicateur"]) for row in houses}
    assert len(keys) == len(houses)
    sent = {row["id"] for row in rows(envoi.paquet, "indicateurs")}
    assert {row["indicateur"] for row in houses} <= sent
    whole = rows(envoi.paquet, "agregats_gestionnaires")
    assert {row["perimetre"] for row in whole} == {"tous", "chrs"}
    assert {row["annee"] for row in whole} == {"2023", "2024", "2025"}


def test_no_count_of_one_to_ten_is_written(envoi):
    """Written here without the product's own list: a place is no person, nor is a month."""
    counted = re.compile(r"menages_|personnes_|enfants_|sorties_menages|part_|cpom_|taux_refus")
    persons = re.compile(r"part_|cpom_._taux|taux_refus|duree_|anciennete_")
    for name in ("agregats_etablissements", "agregats_gestionnaires"):
        for row in rows(envoi.paquet, name):
            above, below = row["numerateur"], row["denominateur"]
            if above and counted.match(row["indicateur"]):
                assert not 1 <= float(above) <= 10, row
            if below and persons.match(row["indicateur"]):
                assert not 1 <= float(below) <= 10, row


def test_a_masked_row_keeps_no_value(envoi):
    masked = [r for r in rows(envoi.paquet, "agregats_gestionnaires") if r["statut"] == "secret"]
    assert len(masked) > 50
    assert {row["valeur"] for row in masked} == {""}
    assert {row["raison"] for row in masked} == {"secret_statistique"}
    assert all(not row["numerateur"] or not row["denominateur"] for row in masked)


def test_the_command_says_what_it_wrote(envoi):
    assert "3 établissements, années 2023 à 2025" in envoi.dit
    assert re.search(r"[0-9]{3} indicateurs, dont [0-9]{3} masqués par le secret", envoi.dit)
    assert "Aucune ligne ne porte sur un ménage." in envoi.dit
    assert "agregats_gestionnaires : " in envoi.dit


def test_a_folder_that_is_not_there_is_told(envoi, tmp_path):
    with pytest.raises(CommandeError) as caught:
        ecriture.ecrire(_made(envoi), ecriture.OrigineAgregats(1, ""), tmp_path / "non" / "a.zip")
    assert "ce chemin n’existe pas. Vérifiez le chemin, ou créez son dossier" in str(caught.value)


def _made(envoi):
    from cpomlib.calcul.agregats.calcul import Agregats
    from cpomlib.calcul.indicateurs import Conventions
    from cpomlib.calcul.secret import Regles
    from cpomlib.entree.agregats import lire

    read = lire(envoi.paquet, envoi.frames)
    structures = envoi.frames["etablissements"]
    return Agregats(QUI, (2023, 2025), structures, Conventions(18), Regles(), read.frames)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--gestionnaire", "00052004", "--annee", "2025"],
            "Le gestionnaire « 00052004 » n’est pas dans la base. Le plus proche : « 000520049 ».",
        ),
        (
            ["--gestionnaire", QUI, "--annee", "2001"],
            "Aucun séjour n’a commencé avant la fin de 2001. Le premier séjour de la base est de",
        ),
    ],
)
def test_what_cannot_be_aggregated_is_told(envoi, tmp_path, words, message):
    target = tmp_path / "x.zip"
    code, said = run("agreger", "--base", envoi.chez_lui, *words, "-o", target)
    assert (code, target.exists()) == (1, False)
    assert message in said


def test_a_base_without_stays_has_nothing_to_aggregate(envoi, tmp_path):
    words = ["--gestionnaire", QUI, "--annee", "2025", "-o", tmp_path / "x.zip"]
    code, said = run("agreger", "--base", envoi.au_service, *words)
    assert code == 1
    assert f"La base n’a aucun séjour du gestionnaire « {QUI} » : il n’y a rien" in said


def test_a_package_whose_masks_differ_from_the_one_it_replaces_says_so(envoi, tmp_path):
    target, folder = tmp_path / "a.zip", tmp_path / "plus_large"
    words = ["agreger", "--base", envoi.chez_lui, "--gestionnaire", QUI, "--annee", ANNEE,
             "-o", target]  # fmt: skip
    assert "masques ont changé" not in run(*words)[1]
    assert "masques ont changé" not in run(*words)[1]
    folder.mkdir()
    text = (shipped_dir() / "seuils.yaml").read_text(encoding="utf-8")
    lower = re.sub(r"(seuil_personnes:.*?valeur: )11", r"\g<1>16", text, flags=re.S)
    assert lower != text
    (folder / "seuils.yaml").write_text(lower, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CPOM_PARAMETRES", str(folder))
        code, said = run(*words)
    assert code == 0
    assert re.search(r"les masques ont changé .* chiffres montrés y sont masqués", said)
