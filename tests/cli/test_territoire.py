"""The insertion and the governance of a territory, from a folder of files to the base."""

import json
import re

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cpomlib.base import open_base, read
from cpomlib.cli.main import cpom
from cpomlib.entree import write_folder
from cpomlib.exemple import territory
from cpomlib.socle.erreurs import CpomError
from cpomlib.tables import contract_names, folder_names, territory_names


@pytest.fixture(scope="module")
def frames():
    return territory(2025)


@pytest.fixture(scope="module")
def base(frames, tmp_path_factory):
    """A base where the invented département is deposited, file by file."""
    here = tmp_path_factory.mktemp("territoire")
    address = f"sqlite:///{here / 'cpom.db'}"
    for door, names in (("tables", folder_names()), ("contrat", contract_names())):
        held = {name: frame for name, frame in frames.items() if name in names}
        write_folder(held, here / door)
        code, said = run("importer", door, here / door, "--base", address)
        assert code == 0, said
    return address


def run(*words):
    done = CliRunner().invoke(cpom, [*map(str, words)])
    if isinstance(done.exception, CpomError):
        return 1, str(done.exception)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output.replace("\u00a0", " ")


def test_what_is_deposited_is_read_back(frames, base):
    held = read(open_base(base), [*territory_names(), "financements", "actions"])
    for name in territory_names():
        assert len(held[name]) == len(frames[name]), name
    assert held["financements"]["montant_verse"].sum() == frames["financements"][
        "montant_verse"].sum()  # fmt: skip
    sheet = held["actions"].set_index("id_action").loc["1.1.1"]
    assert sheet["indicateur_resultat"] and sheet["mode_operatoire"]


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("gouvernance", "axe", "reseaux", "Le plus proche : « reseau »"),
        ("gouvernance", "cotation", "5", "cotation"),
        ("gouvernance", "point_de_vue", "mairie", "point_de_vue"),
        ("structures_insertion", "territoire", "Pithivrais", "Le plus proche : « Pithiverais »"),
        ("structures_insertion", "type", "acii", "aci"),
        ("activite_insertion", "sortants", "1", "emploi durable"),
        ("population_insertion", "effectif", "-3", "effectif"),
        ("financements", "montant_verse", "douze", "montant_verse"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_place_and_nothing_is_lost(
    frames, base, tmp_path, table, column, value, told
):
    write_folder({table: frames[table].head(1)}, tmp_path)
    path = tmp_path / f"{table}.csv"
    head, row, *_ = path.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True)) | {column: value}
    path.write_text(f"{head}\n{','.join(cells.values())}\n", encoding="utf-8")
    before = len(read(open_base(base), [table])[table])
    code, said = run("importer", "tables", tmp_path, "--base", base, "--remplacer")
    plain = said.replace("\u00a0", " ")
    assert code == 1
    assert f"{table}.csv" in plain and "ligne 2" in plain and column in plain
    assert told in plain
    assert len(read(open_base(base), [table])[table]) == before


def test_the_scheme_is_followed_and_the_agreements_checked(base):
    code, said = run("contrat", "suivi", "C-SDI-2007", "--annee", "2009", "--base", base)
    assert code == 0
    assert "Taux de couverture" in said and "37,5 %" in said and "non atteinte" in said
    code, said = run("contrat", "verifier", "C-CS-2", "--base", base)
    assert code == 1 and "L’agrément a fini le 31/12/2024" in said
    code, said = run("contrat", "verifier", "C-CS-3", "--base", base)
    assert code == 0 and "Conseil régional : plus rien n’est accordé à partir de 2025" in said


def test_a_document_of_another_kind_of_contract_is_refused_for_what_it_is(base, tmp_path):
    asked = ("rapports", "--region", "24", "--annee", "2025", "--modele", "contrat")
    code, said = run(*asked, "--contrat", "C-CS-1", "--sortie", tmp_path, "--base", base)
    plain = said.replace("\u00a0", " ")
    assert code == 1 and "Ce document ne se fait pas pour le contrat « C-CS-1 »." in plain
    assert "convention pluripartite" in plain and "fiches_actions" in plain


def test_a_structure_reads_its_indicators_and_what_is_behind_them(base):
    mine = ("--gestionnaire", "EJ-450000103", "--annee", "2009", "--base", base)
    code, said = run("indicateurs", *mine)
    # Pithiverais: 65 beneficiaries received of 350; nothing that only a CHRS has
    assert code == 0 and re.search(r"Taux de couverture +18,6 %", said)
    assert "occupation" not in said
    code, said = run("lignes", *mine, "--indicateur", "insertion_taux_couverture")
    assert code == 0 and "2 lignes derrière le numérateur" in said and "S-45-301" in said
    code, said = run("lignes", *mine, "--indicateur", "insertion_taux_couverture", "--part",
                     "denominateur")  # fmt: skip
    assert code == 0 and "Pithiverais" in said and "350" in said
    code, said = run("lignes", *mine, "--indicateur", "taux_occupation")
    assert code == 1 and "sont des structures d’insertion" in said
    code, said = run("indicateurs", *mine, "--format", "json")
    assert code == 0 and {one["volet"] for one in json.loads(said)} == {"insertion"}


def test_the_workbook_of_a_departement_goes_and_comes_back(base, tmp_path):
    path = tmp_path / "departement.xlsx"
    code, said = run("trame", "--departement", "45", "--annee", "2009", "-o", path, "--base", base)
    assert code == 0 and "activite_insertion : 25 lignes" in said
    code, said = run("importer", "tables", path, "--base", base, "--essai")
    assert code == 0, said
    book = load_workbook(path)
    sheet = book["Activité d’insertion"]
    heads = [cell.value for cell in sheet[2]]
    sheet.cell(3, heads.index("dont_rsa") + 1).value = 999_999
    book.save(path)
    code, said = run("importer", "tables", path, "--base", base, "--remplacer")
    plain = said.replace("\u00a0", " ")
    assert code == 1 and "Activité d’insertion" in plain and "ligne 3" in plain
    assert "dont_rsa" in plain and "plus d’allocataires que de personnes accueillies" in plain


def test_a_workbook_is_a_gestionnaires_or_a_departements(base, tmp_path):
    code, said = run("trame", "--annee", "2009", "-o", tmp_path / "x.xlsx", "--base", base)
    assert code == 2 and "--departement" in said


def test_a_departement_that_is_none_has_no_workbook(base, tmp_path):
    path = tmp_path / "x.xlsx"
    asked = ("--departement", "999", "--annee", "2009", "-o", path, "--base", base)
    code, said = run("trame", *asked)
    assert code == 1 and "Le département « 999 » n’existe pas." in said.replace("\u00a0", " ")
    assert not path.exists()
