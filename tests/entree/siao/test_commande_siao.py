"""``cpom importer siao`` as it is typed, from the key and the proposal to the deposit."""

import pytest
from click.testing import CliRunner

from cpomlib.base import open_base, read
from cpomlib.cli.main import cpom
from cpomlib.socle.erreurs import CommandeError

GESTIONNAIRES = "id_gestionnaire,raison_sociale,statut\n732829320,L’Étape,association\n"
ETABLISSEMENTS = (
    "id_etablissement,id_gestionnaire,nom,categorie,regime,autorite,programme,departement,region\n"
    "440001234,732829320,CHRS du Port,214,autorise,prefet,177,44,52\n"
)
EXPORT = (
    "N° séjour;N° ménage;Nom;Structure;Date d’entrée;Composition;Adultes;Enfants;Âge;"
    "Droits incomplets;SIAO;DLS\n"
    "1;101;DUPONT;440001234;01/02/2024;homme seul;1;0;18-24 ans;non;oui;non\n"
)


@pytest.fixture
def base(tmp_path):
    folder = tmp_path / "base"
    structure = tmp_path / "structure"
    structure.mkdir()
    folder.mkdir()
    (structure / "gestionnaires.csv").write_text(GESTIONNAIRES, encoding="utf-8")
    (structure / "etablissements.csv").write_text(ETABLISSEMENTS, encoding="utf-8")
    address = f"sqlite:///{folder / 'cpom.db'}"
    made = CliRunner().invoke(cpom, ["importer", "tables", str(structure), "--base", address])
    assert made.exit_code == 0, made.output
    return address


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="cp1252")
    return path


def run(*words):
    return CliRunner().invoke(cpom, ["importer", "siao", *map(str, words)])


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_from_the_key_to_the_deposit(tmp_path, base, export):
    key, mapping = tmp_path / "cle", tmp_path / "c.yaml"
    assert plain(run("--creer-cle", "--cle", key, "--base", base).output).startswith(
        f"Clé créée : {key}. Gardez-la en lieu sûr : sans elle, les prochains dépôts auront "
        "d’autres pseudonymes.\n"
    )
    assert plain(run(export, "--proposer-correspondance", mapping).output).startswith(
        f"Correspondance proposée : {mapping}. Relisez-la, complétez-la et confirmez-en les "
        "suppositions.\n"
    )
    done = run(export, "--correspondance", mapping, "--cle", key, "--base", base)
    assert done.exit_code == 0, done.output
    assert plain(done.output).startswith(
        "1 ligne lue, 1 gardée.\n"
        "  Retirées à l’entrée, car elles désignent directement des personnes : « Nom ».\n"
        "  Porte sur les séjours de 1 établissement, de 1 gestionnaire.\n"
        "Dépôt n° 2 enregistré.\n  sejours : 1 ligne\n"
    )
    stays = read(open_base(base), ["sejours"])["sejours"]
    assert stays["tranche_age"].tolist() == ["18_24"]
    assert stays["id_menage"].str.fullmatch("M-[0-9A-Z]{12}").all()
    content = (tmp_path / "base" / "cpom.db").read_bytes()
    assert key.read_text().strip().encode() not in content
    assert b"DUPONT" not in content


def test_a_refused_export_writes_nothing(tmp_path, base, export):
    key, mapping = tmp_path / "cle", tmp_path / "c.yaml"
    run("--creer-cle", "--cle", key, "--base", base)
    run(export, "--proposer-correspondance", mapping)
    export.write_text(EXPORT.replace("homme seul", "Autre"), encoding="utf-8")
    refused = run(export, "--correspondance", mapping, "--cle", key, "--base", base)
    assert refused.exit_code == 1
    assert plain(refused.output).startswith(
        "1 faute : rien n’a été écrit.\n"
        "export.csv, ligne 2, colonne « Composition », valeur « Autre » : Ce libellé n’a pas de "
        "correspondance (1 ligne)."
    )
    assert len(read(open_base(base), ["sejours"])["sejours"]) == 0


def test_a_key_in_the_folder_of_the_base_is_refused(tmp_path, base):
    refused = run("--creer-cle", "--cle", tmp_path / "base" / "cle", "--base", base)
    assert isinstance(refused.exception, CommandeError)
    assert not (tmp_path / "base" / "cle").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "Indiquez le fichier de l’export."),
        (["--creer-cle"], "Indiquez où créer la clé par « --cle FICHIER »."),
        (["x.csv"], "Indiquez la correspondance par « --correspondance FICHIER », ou faites-en"),
    ],
)
def test_what_is_missing_on_the_line_is_said(words, told):
    refused = run(*words)
    assert refused.exit_code == 2
    assert told in plain(refused.output)
