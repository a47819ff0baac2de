"""What a command that writes says at its end: what was done, where, and what comes next."""

import shlex

import pytest
from cli.test_aide import COMMANDES, FEUILLES
from click.testing import CliRunner
from conftest import plain

from cpomlib.cli.main import cpom
from cpomlib.cli.suites import SUITES, suite

DISENT = {
    "importer dossier", "importer auto", "depots transmettre", "modele nouveau", "rapports",
    "parametres copier", "programmation proposer", "programmation arrete", "app scenarios",
    "app contrat", "lab",
}  # fmt: skip
"""Those that say themselves what comes next, which their own tests hold."""
LISENT = {
    "anomalies regles", "base etat", "base rattachements lister", "budget affectation",
    "budget base", "budget convergence", "budget siege", "budget trajectoire",
    "commentaire lister", "commentaire sortir", "contrat comparer", "contrat demarche",
    "contrat lister", "contrat montrer", "contrat relire", "contrat suivi", "contrat verifier",
    "depots comparer", "depots montrer", "echeances", "etat", "fiche lister", "fiche sortir",
    "gestionnaires", "lignes", "modele lister", "parametres lister", "parametres montrer",
    "parametres verifier", "plan lister", "plan sortir", "programmation recenser",
    "scenario equilibre", "scenario lister", "scenario sortir", "scenario verifier",
    "tables lister", "tables montrer",
}  # fmt: skip
"""Those that change nothing; what they show in a file is said to be there."""


def test_every_command_says_what_comes_next_or_only_reads():
    known = {" ".join(path[1:]) for path in FEUILLES}
    assert set(SUITES) | DISENT | LISENT == known
    assert not set(SUITES) & (DISENT | LISENT)


def following():
    for path, told in SUITES.items():
        for name, one in told.items() if isinstance(told, dict) else [("", told)]:
            yield pytest.param(path, name, one, id=f"{path} {name}".strip())


@pytest.mark.parametrize(("path", "name", "told"), list(following()))
def test_what_comes_next_can_be_typed(path, name, told):
    command = COMMANDES["cpom", *path.split()]
    params = {param.name for param in command.params}
    asked = {field: "x" for field in params & {"sortie", "fichier", "numero", "dossier", name}}
    said = suite(path, {**asked, "annee": 2025, "region": "52", "gestionnaire": "000520015"}
                 if not name else {name: "x", **asked, "annee": 2025})  # fmt: skip
    assert not name or name in params, "no such option"
    assert all(field in {*params, "region"} for field in fields(told)), "it is not given that"
    words = shlex.split(said.replace("DOSSIER", "x").replace(" x", " ./x"))
    assert words[0] == "cpom"
    done = CliRunner().invoke(cpom, [*words[1:], "--aide"])
    assert done.exit_code == 0, done.output
    for word in words[1:]:
        if word.startswith("--"):
            assert word in done.output, f"{word} is no option of it"


def fields(told):
    from string import Formatter

    return {field for _, field, _, _ in Formatter().parse(told) if field}


def test_nothing_comes_after_a_trial_a_draft_or_what_is_shown(example_base):
    assert suite("importer tables", {"essai": True}) == ""
    assert suite("importer tables", {"statut": "brouillon"}) == ""
    assert suite("scenario projeter", {"fichier": "s.yaml", "sortie": None}) == ""
    told = suite("importer tables", {"essai": False, "statut": "valide", "base": example_base})
    assert told == f"cpom anomalies --region 52 --base {example_base}"
    told = suite("trame", {"gestionnaire": "A", "region": None, "sortie": "à moi.xlsx"})
    assert told == "cpom importer trame 'à moi.xlsx'"


def test_the_password_of_an_address_is_not_said_again():
    address = "postgresql+psycopg://lea:s3cret@serveur/cpom?sslpassword=s3cret"
    said = suite("base migrer", {"base": address})
    assert said.startswith("cpom etat --base ") and "lea" in said
    assert "s3cret" not in said


def test_it_is_said_once_at_the_end(tmp_path):
    base = f"sqlite:///{tmp_path / 'cpom.db'}"
    done = CliRunner().invoke(cpom, ["base", "creer", "--base", base])
    assert plain(done.output).splitlines()[1:] == [
        f"Pour la suite : cpom importer DOSSIER --base {base}"
    ]
    again = CliRunner().invoke(cpom, ["base", "migrer", "--base", base])
    assert plain(again.output).count("Pour la suite : ") == 1
