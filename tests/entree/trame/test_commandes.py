"""``cpom trame`` and ``cpom importer trame`` as they are typed."""

import pytest
from click.testing import CliRunner
from entree.trame.classeurs import assert_same, petite, plain
from openpyxl import load_workbook

from cpomlib.base import deposit, deposits_used, open_base, read
from cpomlib.base.deposits import Origine
from cpomlib.cli.main import cpom
from cpomlib.socle.erreurs import CommandeError


@pytest.fixture
def base(tmp_path):
    address = f"sqlite:///{tmp_path / 'b.db'}"
    deposit(open_base(address, creer=True), petite(), Origine("a", "b", "c", "tables"))
    return address


def run(*words):
    return CliRunner().invoke(cpom, [str(word) for word in words])


def written(tmp_path, base, *more):
    path = tmp_path / "trame.xlsx"
    result = run("trame", "--gestionnaire", "732829320", "--annee", 2025, "-o", path, "--base",
                 base, *more)  # fmt: skip
    assert result.exit_code == 0, result.output
    return path, plain(result.output)


def test_written_filled_deposited(tmp_path, base):
    path, told = written(tmp_path, base, "--echeance", "le 30 avril 2026")
    assert told.splitlines()[:4] == [
        f"Trame écrite : {path}",
        "  gestionnaires : 1 ligne",
        "  etablissements : 2 lignes",
        "  places : 2 lignes",
    ]
    book = load_workbook(path)
    assert "le 30 avril 2026" in [c.value for c in book["Mode d’emploi"]["B"]]
    book["Budgets"]["H4"] = "1 234 600,00 €"
    book["Salariés"]["A8"], book["Salariés"]["F8"] = "Total", 1.8
    book.save(path)
    result = run("importer", "trame", path, "--base", base, "--auteur", "Directeur")
    assert result.exit_code == 0, result.output
    assert plain(result.output).startswith(
        "Trame du gestionnaire 732829320, 2025.\n"
        "51 lignes lues, 12 gardées.\n"
        "  Feuilles vides, rien n’est changé pour elles : « Activité », « Balance », "
        "« Financements », « Absences », « Mouvements », « Qualité ».\n"
        "  38 lignes à part : préparée, laissée vide.\n"
        "  1 ligne à part : total ajouté sous le tableau.\n"
        "Dépôt n° 2 enregistré.\n"
        "  gestionnaires : 1 ligne\n  etablissements : 2 lignes\n  places : 2 lignes\n"
        "  sejours : 2 lignes\n  budgets : 3 lignes\n  salaries : 2 lignes\n"
    )
    held = read(open_base(base), ["budgets", "salaries"])
    assert 123460000 in held["budgets"]["montant"].tolist()
    assert_same(held, {"salaries": petite()["salaries"]})
    assert [(d.auteur, d.format) for d in deposits_used(open_base(base))][-1] == (
        "Directeur", "trame",
    )  # fmt: skip


def test_stays_that_are_no_longer_there_are_told_before_they_go(tmp_path, base):
    path, _ = written(tmp_path, base)
    book = load_workbook(path)
    book["Séjours"].delete_rows(4)
    book.save(path)
    result = run("importer", "trame", path, "--base", base)
    told = plain(str(result.exception))
    assert told.startswith("Ce dépôt retirerait 1 ligne de l’état courant : rien n’a été écrit.")
    assert "  sejours : 1 ligne de l’établissement " in told
    assert len(deposits_used(open_base(base))) == 1
    result = run("importer", "trame", path, "--base", base, "--remplacer")
    assert "Retiré de l’état courant (l’historique le garde) :\n  sejours : 1 ligne" in plain(
        result.output
    )


def test_a_try_writes_nothing(tmp_path, base):
    path, _ = written(tmp_path, base)
    result = run("importer", "trame", path, "--base", base, "--essai")
    assert result.output.endswith("Essai : rien n’a été déposé.\n".replace(" :", "\u00a0:"))
    assert len(deposits_used(open_base(base))) == 1


def test_faulty_nothing_is_written_and_a_copy_is(tmp_path, base):
    path, _ = written(tmp_path, base)
    book = load_workbook(path)
    book["Séjours"]["F4"] = "famille"
    book.save(path)
    before = path.read_bytes()
    result = run("importer", "trame", path, "--base", base)
    assert result.exit_code == 1
    told = plain(result.output).splitlines()
    assert told[0] == "1 faute : rien n’a été écrit."
    assert told[1].startswith(
        "trame.xlsx, feuille « Séjours », ligne 4, colonne « F (Composition) »"
    )
    copy = tmp_path / "trame-a-corriger.xlsx"
    assert told[-1] == f"Copie à corriger, où chaque faute est montrée : {copy}"
    assert copy.exists() and path.read_bytes() == before
    assert len(deposits_used(open_base(base))) == 1
    result = run("importer", "trame", path, "--base", base, "--sans-copie")
    assert "Copie" not in result.output
    assert sorted(p.name for p in tmp_path.glob("*.xlsx")) == [
        "trame-a-corriger.xlsx", "trame.xlsx",
    ]  # fmt: skip


def refused(*words):
    result = run(*words)
    assert isinstance(result.exception, CommandeError), result.output
    return plain(str(result.exception))


def test_what_cannot_be_asked(tmp_path, base):
    words = ("trame", "-o", tmp_path / "t.xlsx", "--base", base, "--gestionnaire")
    assert refused(*words, "732829321", "--annee", 2025) == (
        "Le gestionnaire « 732829321 » n’est pas en base. Le plus proche : « 732829320 »."
    )
    assert refused(*words, "732829320", "--annee", 25) == (
        "L’année 25 n’est pas vraisemblable. Elle est entre 1990 et 2100."
    )
    assert not (tmp_path / "t.xlsx").exists()


def test_a_trame_over_several_years(tmp_path, base):
    path = tmp_path / "t.xlsx"
    words = ("trame", "--gestionnaire", "L'ETAPE", "--annee", "2023-2025", "-o", path)
    assert run(*words, "--base", base).exit_code == 0
    sheet = load_workbook(path)["Mouvements"]
    years = [sheet.cell(row, 2).value for row in range(4, 10)]
    assert years == [2023, 2023, 2024, 2024, 2025, 2025]  # two establishments a year
    sheet.parent["Mouvements"]["C4"] = 3
    for column in "DEF":
        sheet[f"{column}4"] = 0
    sheet.parent.save(path)
    done = run("importer", "trame", path, "--base", base)
    assert "Trame du gestionnaire 732829320, 2023-2025." in done.output, done.output
    moves = read(open_base(base), ["mouvements"])["mouvements"]
    assert moves["annee"].tolist() == [2023]
    sheet["B4"] = 2022
    sheet.parent.save(path)
    said = plain(run("importer", "trame", path, "--base", base, "--sans-copie").output)
    assert "Cette trame est celle des exercices 2023-2025." in said


def test_the_trames_of_a_region(tmp_path, base):
    words = ("trame", "--region", "52", "--annee", 2025, "-o", tmp_path / "trames", "--base", base)
    assert run(*words).exit_code == 0
    assert [path.name for path in (tmp_path / "trames").iterdir()] == [
        "Trame 2025 L Étape 732829320.xlsx"
    ]
    assert "1 trame est déjà dans ce dossier" in refused(*words)
