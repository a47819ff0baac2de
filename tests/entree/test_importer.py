"""``cpom importer tables``: what it prints, what it writes, what it leaves alone."""

import pytest
from click.testing import CliRunner

from cpomlib.base import deposits_used, open_base, read
from cpomlib.cli.main import cpom
from cpomlib.socle.erreurs import CommandeError

GESTIONNAIRES = "id_gestionnaire,raison_sociale,statut\n732829320,L’Étape,association\n"
ETABLISSEMENTS = (
    "id_etablissement,id_gestionnaire,nom,categorie,regime,autorite,programme,departement,region\n"
    "440001234,732829320,CHRS du Port,214,autorise,prefet,177,44,52\n"
)
BUDGETS = (
    "id_etablissement;annee;document;sens;groupe;compte;montant;non_reconductible\n"
    "440001234;2025;ca;charge;2;641;1 234,56 €;non\n"
)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "envoi"
    path.mkdir()
    (path / "gestionnaires.csv").write_text(GESTIONNAIRES, encoding="utf-8")
    (path / "etablissements.csv").write_text(ETABLISSEMENTS, encoding="utf-8")
    return path


@pytest.fixture
def base(tmp_path):
    return tmp_path / "essai.db"


def run(folder, base, *options):
    words = ["importer", "tables", str(folder), "--base", f"sqlite:///{base}", *options]
    return CliRunner().invoke(cpom, words)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_clean_folder_is_deposited(folder, base):
    (folder / "budgets.csv").write_text(BUDGETS, encoding="cp1252")
    result = run(folder, base, "--auteur", "DDETS 44")
    assert result.exit_code == 0, result.output
    assert plain(result.output).startswith(
        "Dépôt n° 1 enregistré.\n"
        "  gestionnaires : 1 ligne\n  etablissements : 1 ligne\n  budgets : 1 ligne\n"
    )
    engine = open_base(f"sqlite:///{base}")
    assert read(engine, ["budgets"])["budgets"]["montant"].tolist() == [123456]  # centimes
    (made,) = deposits_used(engine)
    assert (made.auteur, made.fichier, made.format) == ("DDETS 44", "envoi", "tables")
    assert len(made.sha256) == 64


def test_references_are_found_in_the_base(folder, base, tmp_path):
    run(folder, base)
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "budgets.csv").write_text(BUDGETS, encoding="utf-8")
    result = run(suite, base)
    assert result.exit_code == 0, result.output
    assert plain(result.output).startswith("Dépôt n° 2 enregistré.\n  budgets : 1 ligne\n")


def test_a_refused_deposit_leaves_nothing(folder, base):
    (folder / "budgets.csv").write_text(BUDGETS.replace("641", "6.41"), encoding="utf-8")
    result = run(folder, base)
    assert result.exit_code == 1
    assert plain(result.output).startswith(
        "1 faute : rien n’a été écrit.\n"
        "budgets.csv, ligne 2, colonne « compte », valeur « 6.41 » : Ce code n’a pas la forme "
        "attendue. Attendu : un numéro de compte (chiffres, sans espace ni point).\n"
        "Corrigez puis recommencez.\n"
    )
    assert not base.exists()


def test_a_refused_deposit_changes_nothing(folder, base):
    run(folder, base)
    before = read(open_base(f"sqlite:///{base}"))
    (folder / "gestionnaires.csv").write_text(GESTIONNAIRES.replace("L’Étape", ""), "utf-8")
    assert run(folder, base).exit_code == 1
    after = read(open_base(f"sqlite:///{base}"))
    assert all(after[name].equals(before[name]) for name in before)


def test_repeated_faults_are_counted(folder, base):
    lines = [f"440001234,2025,{month},x,5\n" for month in range(1, 13)] * 5
    header = "id_etablissement,annee,mois,journees_theoriques,journees_realisees\n"
    (folder / "activite.csv").write_text(header + "".join(lines), encoding="utf-8")
    told = plain(run(folder, base).output).split("\n")
    assert told[0] == "108 fautes : rien n’a été écrit."  # 60 numbers, 48 repeated keys
    assert told.count(told[-3]) == 1
    assert "activite.csv, colonne « journees_theoriques » : 10 autres fautes semblables." in told
    assert sum("colonne « journees_theoriques », valeur « x »" in line for line in told) == 50


def test_a_folder_that_does_not_exist(tmp_path, base):
    result = run(tmp_path / "absent", base)
    assert isinstance(result.exception, CommandeError)
    assert "absent » n’existe pas." in plain(str(result.exception))
    assert not base.exists()


def test_the_help_is_french():
    result = CliRunner().invoke(cpom, ["importer", "tables", "--aide"])
    assert result.exit_code == 0
    assert "Dépose un dossier de fichiers CSV, un par table partagée," in result.output
