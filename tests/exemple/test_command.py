"""``cpom exemple``: refuses what makes no sense, is harmless to repeat, never mixes."""

from datetime import date

import pytest
from click.testing import CliRunner
from conftest import plain

from cpomlib.base import Origine, deposit, deposits_used, open_base, read
from cpomlib.cli.exemple import exemple
from cpomlib.entree.tables import read_folder
from cpomlib.exemple import build
from cpomlib.socle.erreurs import CommandeError


@pytest.fixture
def base(tmp_path):
    return f"sqlite:///{tmp_path / 'essai.db'}"


def run(*arguments):
    return CliRunner().invoke(exemple, [str(argument) for argument in arguments])


def test_a_region_is_deposited_and_said_to_be_invented(base):
    done = run("--region", "Corse", "--gestionnaires", 3, "--base", base)
    assert done.exit_code == 0, done.output
    assert "Dépôt n° 1 : région inventée, « région 94 Corse (exemple) »." in done.output
    assert "Années 2023 à 2025." in done.output
    assert "000940023 : charges nettement au-dessus des produits" in done.output
    engine = open_base(base)
    used = deposits_used(engine)
    assert [depot.format for depot in used] == ["exemple"]
    there, made = read(engine), build("94", 3, 1)
    for name, frame in made.items():
        assert len(there[name]) == len(frame), name
    assert there["budgets"]["montant"].sum() == made["budgets"]["montant"].sum()


def test_the_same_again_does_nothing(base):
    arguments = ("--region", "94", "--gestionnaires", 2, "--base", base)
    run(*arguments)
    again = run(*arguments)
    assert again.exit_code == 0
    assert again.output.startswith("Cette région inventée est déjà dans la base (dépôt n° 1).\n")
    assert len(deposits_used(open_base(base))) == 1


def test_another_seed_is_deposited_and_leftovers_are_told(base):
    run("--region", "94", "--gestionnaires", 3, "--base", base)
    other = run("--region", "94", "--gestionnaires", 1, "--graine", 2, "--base", base)
    assert "Dépôt n° 2 : région inventée" in other.output
    assert "Attention : la base garde" in other.output
    assert "Pour une région nette, donnez une base neuve." in other.output


def test_an_invented_region_is_not_mixed_with_real_data(base):
    real = build("94", 1, 5)
    deposit(open_base(base, creer=True), real, Origine("DDETS", "depot.zip", "0" * 64, "tables"))
    refused = run("--region", "52", "--gestionnaires", 1, "--base", base)
    assert isinstance(refused.exception, CommandeError)
    assert str(refused.exception) == (
        "La base contient de vraies données (dépôt n° 1, « depot.zip ») : la région inventée s’y "
        "mêlerait. Donnez une autre adresse avec « --base », ou ajoutez « --forcer » si c’est "
        "voulu."
    )
    forced = run("--region", "52", "--gestionnaires", 1, "--base", base, "--forcer")
    assert forced.exit_code == 0
    assert "Dépôt n° 2" in forced.output


def test_a_folder_of_csv_can_be_read_back(tmp_path):
    folder = tmp_path / "csv"
    done = run("--region", "06", "--gestionnaires", 2, "--dossier", folder)
    assert done.exit_code == 0, done.output
    assert f"Région inventée écrite dans « {folder} »." in done.output
    back, made = read_folder(folder), build("06", 2, 1)
    for name, frame in made.items():
        assert frame.equals(back[name]), name


def test_the_tables_of_a_folder_are_not_written_over(tmp_path):
    own = tmp_path / "sejours.csv"
    own.write_text("les vrais", encoding="utf-8")
    done = run("--region", "06", "--gestionnaires", 1, "--dossier", tmp_path)
    assert "Ce dossier contient déjà sejours.csv : rien n’a été écrit." in plain(done.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["sejours.csv"]
    assert own.read_text(encoding="utf-8") == "les vrais"
    forced = run("--region", "06", "--gestionnaires", 1, "--dossier", tmp_path, "--forcer")
    assert forced.exit_code == 0


def test_an_unknown_region_and_a_year_not_over_are_refused(base):
    unknown = run("--region", "Bretange", "--base", base)
    assert isinstance(unknown.exception, CommandeError)
    assert "Le plus proche : « Bretagne »" in plain(unknown.exception)
    year = date.today().year
    early = run("--region", "52", "--annee", year, "--base", base)
    assert plain(early.exception) == (
        f"option « --annee » : L’année {year} n’est pas terminée. "
        f"Donnez {year - 1} ou une année plus ancienne."
    )
