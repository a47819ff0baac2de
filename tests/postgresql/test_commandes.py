"""Every command, as a gestionnaire's role: nothing of another gestionnaire in anything it says."""

import json
import re

import pytest
from click import Context
from postgresql.conftest import A, B, run, seen

from cpomlib.cli.main import COMMANDS
from cpomlib.entree.tables import write_folder
from cpomlib.exemple import build
from cpomlib.socle.projet import parameters_dir

READ = [
    ("depots",),
    ("depots", "--format", "json"),
    ("depots", "montrer", "1"),
    ("depots", "comparer", "1", "1"),
    ("depots", "montrer", "2"),
    ("depots", "retablir", "1"),
    ("depots", "valider", "1"),
    ("indicateurs", "--gestionnaire", A, "--annee", "2025", "--format", "json"),
    ("indicateurs", "--gestionnaire", A, "--annee", "2025", "--etat", "1"),
    ("indicateurs", "--gestionnaire", "000520", "--annee", "2025"),
    ("indicateurs", "--gestionnaire", A, "--annee", "2031"),
    ("agreger", "--gestionnaire", "0005200", "--annee", "2025", "-o", "x.zip"),
    ("anomalies", "--gestionnaire", A, "--annee", "2025"),
    ("anomalies", "--gestionnaire", A),
    ("anomalies", "--gestionnaire", "0005200"),
    ("budget", "base", "--gestionnaire", A, "--annee", "2025"),
    ("budget", "convergence", "--gestionnaire", A, "--annee", "2025"),
    ("budget", "affectation", "--gestionnaire", A, "--annee", "2025"),
    *(
        (nature, "lister", "--historique")
        for nature in ("commentaire", "fiche", "plan", "scenario")
    ),
    ("base", "reprendre", "--essai"),
    ("contrat", "lister"),
    ("contrat", "lister", "--format", "json"),
    ("contrat", "montrer", f"C-{A}-1"),
    ("contrat", "suivi", f"C-{A}-1"),
    ("contrat", "suivi", "C-0005200"),
    ("contrat", "verifier", f"C-{A}-1"),
    ("contrat", "sortir", f"C-{A}-1"),
    ("contrat", "demarche", f"C-{A}-1"),
    ("echeances", "--region", "52"),
    ("programmation", "recenser", "--region", "52"),
    ("programmation", "proposer", "--region", "52"),
    ("programmation", "arrete", "--region", "52"),
    ("etat",),
    ("gestionnaires",),
    ("gestionnaires", "--format", "json"),
    ("lignes", "--gestionnaire", A, "--annee", "2025", "--indicateur", "taux_occupation"),
    ("lignes", "--gestionnaire", "0005200", "--annee", "2025", "--indicateur", "taux_occupation"),
    ("base", "etat"),
    ("base", "creer"),
    ("base", "migrer"),
    ("base", "publier", "--region", "52", "--annee", "2025"),
    ("base", "rattachements", "lister"),
    ("base", "rattachements", "accepter", "1"),
    ("base", "rattachements", "refuser", "1", "--motif", "x"),
    ("base", "roles", "creer", "--role", "pirate", "--region", "52"),
    ("base", "roles", "retirer", "--role", "asso_b"),
    ("exemple", "--region", "94", "--graine", "2", "--gestionnaires", "3", "--forcer"),
    ("rapports", "--region", "11", "--annee", "2025"),
    ("rapports", "--region", "52", "--annee", "2025", "--gestionnaire", "Étap"),
]
AUTREMENT = {"importer", "trame", "parametres", "rapports", "app", "lab", "modele", "tables"}
"""Tried in tests of their own, that read no base, or that show what ``diagnostic`` reads."""


def test_every_command_is_tried():
    from cpomlib.cli.main import cpom

    assert set(cpom.list_commands(Context(cpom))) == set(COMMANDS)
    assert set(COMMANDS) <= {words[0] for words in READ} | AUTREMENT


@pytest.mark.parametrize("words", READ, ids=" ".join)
def test_a_command_tells_nothing_of_others(partage, des_autres, words):
    _, said = run(*words, base=partage.address("asso_a"))
    assert said
    assert seen(des_autres, said) == set()


@pytest.mark.parametrize(
    "words",
    [
        ("indicateurs", "--gestionnaire", B, "--annee", "2025"),
        ("anomalies", "--gestionnaire", B, "--annee", "2025"),
        ("budget", "base", "--gestionnaire", B, "--annee", "2025"),
        ("plan", "sortir", "--gestionnaire", B),
        ("scenario", "sortir", "tendanciel", "--gestionnaire", B),
        ("rapports", "--region", "52", "--annee", "2025", "--gestionnaire", B),
    ],
    ids=" ".join,
)
def test_asking_for_another_is_answered_as_for_nobody(partage, des_autres, words):
    code, said = run(*words, base=partage.address("asso_a"))
    nobody = [word if word != B else "999999999" for word in words]
    nothing, same = run(*nobody, base=partage.address("asso_a"))
    assert (code, nothing) == (1, 1)
    assert seen(des_autres - {B}, said) == set()
    assert said.replace(B, "?").split(".")[0] == same.replace("999999999", "?").split(".")[0]


CONCLU = {"verdict", "motif", "p", "compare_a"}


def test_a_gestionnaire_counts_the_same_as_its_region_does(partage):
    """What is concluded beside the others needs to see them: it says so where it does not."""
    words = ["indicateurs", "--gestionnaire", A, "--annee", "2025", "--format", "json"]
    told = {r: run(*words, base=partage.address(r)) for r in ("asso_a", "dreets_52", "analyste_52")}
    assert told["dreets_52"] == told["analyste_52"]
    mine, whole = (json.loads(told[role][1]) for role in ("asso_a", "dreets_52"))
    figures = [
        [{name: each[name] for name in each.keys() - CONCLU} for each in rows]
        for rows in (mine, whole)
    ]
    assert figures[0] and figures[0] == figures[1]
    beside = {each["id"] for each in whole if each["compare_a"] == "region"}
    hidden = {each["id"] for each in mine if "aucune région n’est vue entière" in each["motif"]}
    assert "cpom_1_taux" in beside <= hidden
    assert not any("n’est vue entière" in each["motif"] for each in whole)
    rest = [[each for each in rows if each["id"] not in hidden] for rows in (mine, whole)]
    assert rest[0] == rest[1]
    assert all(not each["compare_a"] for each in mine if each["id"] in hidden)


def test_importing_for_another_is_refused_in_french(copie, des_autres, tmp_path):
    frames = build("52", 6, 1)
    write_folder(
        {name: frames[name] for name in ("gestionnaires", "etablissements", "activite")}, tmp_path
    )
    code, said = run("importer", "tables", tmp_path, base=copie.address("asso_a"))
    assert code == 1
    assert "Ce dépôt sort du périmètre du rôle « asso_a » : rien n’a été écrit." in said.replace(
        "\u00a0", " "
    )
    mine = {name: frame[frame["id_gestionnaire"] == A] for name, frame in frames.items()
            if "id_gestionnaire" in frame.columns}  # fmt: skip
    own = set(mine["etablissements"]["id_etablissement"])
    activity = frames["activite"]
    mine["activite"] = activity[activity["id_etablissement"].isin(own)]
    mine = {name: frame.reset_index(drop=True) for name, frame in mine.items()}
    folder = tmp_path / "siens"
    write_folder(mine, folder)
    code, said = run("importer", "tables", folder, base=copie.address("asso_a"))
    assert code == 0, said
    assert "Dépôt n°" in said
    for words in (("depots",), ("depots", "comparer", "1", "2"), ("depots", "montrer", "2")):
        assert seen(des_autres, run(*words, base=copie.address("asso_a"))[1]) == set()


def test_a_trame_is_filled_with_ones_own(partage, des_autres, tmp_path):
    from openpyxl import load_workbook

    path = tmp_path / "trame.xlsx"
    words = ["trame", "--gestionnaire", A, "--annee", "2025", "-o", path]
    code, said = run(*words, base=partage.address("asso_a"))
    assert code == 0, said
    book = load_workbook(path)
    cells = [str(value) for sheet in book for row in sheet.values for value in row if value]
    assert A in cells
    assert seen(des_autres, "\n".join([said, *cells])) == set()
    code, said = run(
        "trame", "--gestionnaire", B, "--annee", "2025", "-o", path, base=partage.address("asso_a")
    )
    assert code == 1
    assert seen(des_autres - {B}, said) == set()


@pytest.mark.parametrize("action", ["verifier", "projeter"])
def test_a_scenario_starts_from_ones_own_accounts(partage, des_autres, tmp_path, action):
    example = sorted((parameters_dir() / "scenarios").rglob("*.yaml"))[0]
    written = example.read_text(encoding="utf-8")
    code, said = run("scenario", action, example, base=partage.address("asso_a"))
    assert code == 0, said
    assert seen(des_autres, said) == set()
    stolen = tmp_path / "autre.yaml"
    stolen.write_text(written.replace(A, B), encoding="utf-8")
    code, said = run("scenario", action, stolen, base=partage.address("asso_a"))
    assert code == 1
    assert seen(des_autres - {B}, said) == set()


@pytest.mark.lent
def test_a_report_tells_nothing_of_others_and_has_the_published_references(
    partage, des_autres, tmp_path
):
    words = ["rapports", "--region", "52", "--annee", "2025", "--sortie", tmp_path]
    code, said = run(*words, base=partage.address("asso_a"))
    assert code == 0, said
    assert seen(des_autres, said) == set()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.parent.name for path in files} >= {A, "2025"}
    for path in files:
        assert seen(des_autres, path.read_text(encoding="utf-8", errors="ignore")) == set(), path
    page = (tmp_path / "52" / "2025" / A / "diagnostic.html").read_text(encoding="utf-8")
    assert "Références régionales publiées le" in page
    assert "médiane régionale" in page
    assert not re.search(r"\d+er? sur \d+</", page)
