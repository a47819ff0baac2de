"""What the parties declare, brought and taken by commands: to the letter, with its history."""

import json

import pytest
from click.testing import CliRunner
from conftest import copied, plain

from cpomlib import base as store
from cpomlib.cli.main import cpom

ETAPE, AUTRE = "000520015", "000520023"
PLAN = "# de la réunion\r\ntaux_drl: 0.01   \r\n"
SCENARIO = (
    f"titre: Un essai\ngestionnaire: '{ETAPE}'\nannee_base: 2025\nhorizon: 3\n"
    "hypotheses:\n- type: actualisation\n  taux: 0.01\n"
)
FICHE = "profil: Un opérateur de la métropole.\n"
COMMENT = ("--gestionnaire", ETAPE, "--annee", "2025", "--section", "publics")


@pytest.fixture
def base(example_base, tmp_path):
    return copied(example_base, tmp_path)


@pytest.fixture
def run(base):
    def made(*words):
        done = CliRunner().invoke(cpom, [*map(str, words), "--base", base])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            return 1, plain(done.exception)
        return done.exit_code, plain(done.output)

    return made


@pytest.fixture
def fichier(tmp_path):
    def made(nom, texte):
        path = tmp_path / nom
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(texte.encode())
        return path

    return made


def test_a_plan_goes_and_comes_to_the_letter(run, fichier, tmp_path):
    code, said = run("plan", "deposer", fichier("plan.yaml", PLAN), "--gestionnaire", ETAPE)
    assert code == 0, said
    done, following = said.splitlines()
    assert done == f"Dépôt n° 2 : le plan financier de {ETAPE} est dans la base."
    assert following.startswith("Pour la suite : cpom plan lister --base ")
    code, said = run("plan", "sortir", "--gestionnaire", ETAPE, "-o", tmp_path / "sorti.yaml")
    assert code == 0, said
    assert (tmp_path / "sorti.yaml").read_bytes() == PLAN.encode()
    code, said = run("plan", "deposer", tmp_path / "sorti.yaml", "--gestionnaire", ETAPE)
    assert "est déjà dans la base, tel quel : rien à écrire." in said


def test_the_name_of_a_file_may_say_whose_it_is(run, fichier):
    assert run("plan", "deposer", fichier(f"{ETAPE}.yaml", PLAN))[0] == 0
    code, said = run("plan", "deposer", fichier("plan.yaml", PLAN))
    assert code == 1
    assert "Ajoutez « --gestionnaire ID »" in said


def test_a_faulty_file_is_refused_and_what_was_there_stays(run, fichier):
    run("plan", "deposer", fichier("a.yaml", PLAN), "--gestionnaire", ETAPE)
    words = ("plan", "deposer", fichier("b.yaml", "taux_drll: 1\n"), "--gestionnaire", ETAPE)
    code, said = run(*words, "--remplacer")
    assert code == 1
    assert "b.yaml : La clé « taux_drll » n’est pas connue. Le plus proche : « taux_drl »." in said
    assert run("plan", "sortir", "--gestionnaire", ETAPE)[1] == PLAN.replace("\r\n", "\n")
    code, said = run("plan", "deposer", "absent.yaml", "--gestionnaire", ETAPE)
    assert (code, "Ce fichier n’existe pas." in said) == (1, True)


def test_all_the_faults_of_a_scenario_at_once(run, fichier):
    faulty = SCENARIO.replace("horizon: 3", "horizon: 9").replace("0.01", "5 %")
    code, said = run("scenario", "deposer", fichier("s.yaml", faulty))
    assert code == 1
    assert "horizon" in said
    assert "5 %" in said


def test_another_version_is_shown_and_one_chooses(run, fichier):
    run("plan", "deposer", fichier("a.yaml", "taux_drl: 0.01\n"), "--gestionnaire", ETAPE)
    words = ("plan", "deposer", fichier("b.yaml", "taux_drl: 0.02\n"), "--gestionnaire", ETAPE)
    code, said = run(*words)
    assert code == 1
    assert "− taux_drl: 0.01" in said
    assert "+ taux_drl: 0.02" in said
    assert run(*words, "--depuis", 1)[0] == 1  # the region itself has no plan
    assert run(*words, "--depuis", 2, "--essai")[1].startswith("Essai : le plan financier")
    assert run(*words, "--depuis", 2)[0] == 0
    third = ("plan", "deposer", fichier("c.yaml", "taux_drl: 0.03\n"), "--gestionnaire", ETAPE)
    assert run(*third, "--depuis", 2)[0] == 1  # somebody has deposited since
    assert run(*third, "--remplacer")[0] == 0
    _, listed = run("plan", "lister", "--historique", "--format", "json")
    assert [one["depot"] for one in json.loads(listed)] == [2, 3, 4]
    at = ("plan", "sortir", "--gestionnaire", ETAPE, "--etat")
    assert [run(*at, state)[1] for state in (2, 3)] == ["taux_drl: 0.01\n", "taux_drl: 0.02\n"]
    assert "n’est pas dans la base" in run(*at, 1)[1]


def test_a_scenario_is_named_by_its_title_renamed_and_withdrawn(run, fichier, base):
    assert run("scenario", "deposer", fichier("s.yaml", SCENARIO))[0] == 0
    owner = ("--gestionnaire", ETAPE)
    assert run("scenario", "sortir", "un-essai", *owner)[1] == SCENARIO
    code, said = run("scenario", "renommer", "un-essai", "Un autre", *owner)
    assert said.startswith("Dépôt n° 3 : « un-essai » s’appelle maintenant « un-autre ».\n")
    code, said = run("scenario", "sortir", "un-autr", *owner)
    assert (code, "« un-autre »" in said) == (1, True)
    code, said = run("scenario", "supprimer", "un-autre", *owner)
    assert "est retiré ; l’historique le garde." in said
    _, listed = run("scenario", "lister", *owner)
    assert "un-" not in listed
    _, listed = run("scenario", "lister", *owner, "--historique")
    assert listed.count("retiré") == 2
    run("scenario", "deposer", fichier("s.yaml", SCENARIO), "--nom", "reunion")
    assert run("scenario", "sortir", "reunion", *owner)[1] == SCENARIO


def test_the_example_has_the_scenarios_that_the_project_ships(run, base):
    _, listed = run("scenario", "lister", "--format", "json")
    documents = [one["document"] for one in json.loads(listed)]
    assert documents == [f"scenario/{n}" for n in
                         ("investissement_siege", "recomposition", "tendanciel")]  # fmt: skip
    assert len(store.registre(store.open_base(base))) == 1


def test_each_party_comments_and_what_names_somebody_is_refused(run, base):
    code, said = run("commentaire", "deposer", *COMMENT, "--partie", "etat", "--texte", "Vu.")
    assert code == 0, said
    mine = ("commentaire", "deposer", *COMMENT, "--partie", "gestionnaire", "--texte")
    assert run(*mine, "L’occupation suit les travaux.")[0] == 0
    code, said = run(*mine, "Écrire à jean.dupont@example.org", "--remplacer")
    assert (code, "ressemble à une adresse" in said) == (1, True)
    code, said = run(*mine, "x" * 1501)
    assert "1 501 signes : gardez-en 1 500 au plus." in said
    code, said = run(*mine, " ")
    assert "est vide" in said
    held = load(base).commentaires("diagnostic")
    assert [(c.partie, c.texte) for c in held["publics"]] == [
        ("gestionnaire", "L’occupation suit les travaux."), ("etat", "Vu."),
    ]  # fmt: skip
    assert load(base).commentaires("volet_financier") == {}
    assert load(base, etat=1).commentaires("diagnostic") == {}


def test_a_comment_names_a_report_and_a_section(run):
    words = ("commentaire", "deposer", "--gestionnaire", ETAPE, "--annee", "2025", "--partie",
             "etat", "--texte", "Vu.")  # fmt: skip
    code, said = run(*words, "--section", "publics", "--modele", "diagnostics")
    assert (code, "« diagnostic »" in said) == (1, True)
    code, said = run(*words, "--section", "public")
    assert (code, "Le plus proche : « publics »" in said) == (1, True)
    code, said = run(*words, "--section", "x", "--modele", "volet_financier")
    assert (code, "seul le diagnostic imprime les commentaires" in said) == (0, True)
    code, said = run("commentaire", "sortir", *words[2:-2], "--section", "Les publics")
    assert (code, "n’est pas l’ancre d’une section" in said) == (1, True)


def load(base, **options):
    from cpomlib.rapports import diagnostic

    return diagnostic.load(base, ETAPE, 2025, "52", **options)


@pytest.fixture
def service(fichier, tmp_path, monkeypatch):
    """What a service kept in files: a scenario, a plan, a sheet, a plan of nobody known."""
    fichier(f"scenarios/{ETAPE}/essai.yaml", SCENARIO)
    fichier(f"p/plans/{ETAPE}.yaml", PLAN)
    fichier("p/plans/999999999.yaml", PLAN)
    fichier(f"p/fiches/{ETAPE}.yml", FICHE)
    monkeypatch.setenv("CPOM_SCENARIOS", str(tmp_path / "scenarios"))
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path / "p"))
    return tmp_path


def declared(base):
    known = store.declarations(store.open_base(base), [ETAPE])
    return {one.document: one.texte for one in known if one.depot > 1}


def test_what_stood_in_files_is_taken_in_said_and_undone(run, service, base):
    _, said = run("base", "reprendre", "--essai")
    assert "Essai : rien n’a été écrit." in said
    assert declared(base) == {}
    code, said = run("base", "reprendre")
    assert code == 0, said
    assert declared(base) == {"scenario/essai": SCENARIO, "plan": PLAN, "fiche": FICHE}
    assert f"le scénario « essai » de {ETAPE}" in said
    assert "Laissés : 1 fichier de gestionnaires qui ne sont pas dans la base" in said
    assert "« cpom depots annuler 2 »" in said
    assert (service / "p/plans" / f"{ETAPE}.yaml").read_bytes() == PLAN.encode()
    assert "Déjà dans la base, tels quels : 3." in run("base", "reprendre")[1]
    code, said = run("depots", "annuler", 2)
    assert (code, "le dépôt n° 2 est annulé" in said) == (0, True)
    assert declared(base) == {}


def test_a_scenario_beside_the_folders_is_taken_in_for_whom_it_names(run, service, base, fichier):
    """It was neither taken nor said: the report lost the scenario that the parties retained."""
    (service / f"scenarios/{ETAPE}/essai.yaml").rename(service / "scenarios/retenu.yaml")
    words = ("budget", "base", "--gestionnaire", ETAPE, "--annee", "2025")
    assert "3 fichiers de scénarios, de plans ou de fiches ne sont pas" in run(*words)[1]
    code, said = run("base", "reprendre")
    assert (code, f"le scénario « retenu » de {ETAPE}" in said) == (0, True), said
    assert declared(base)["scenario/retenu"] == SCENARIO
    fichier("scenarios/autre.yaml", SCENARIO.replace(f"gestionnaire: '{ETAPE}'\n", ""))
    fichier("scenarios/faux.yaml", SCENARIO.replace("actualisation", "inflation"))
    code, said = run("base", "reprendre")
    assert code == 1
    assert "autre.yaml" in said and "faux.yaml" in said and "(inflation)" in said


def test_one_faulty_file_and_nothing_is_taken_in(run, service, fichier, base):
    fichier(f"scenarios/{ETAPE}/casse.yaml", "titre: [")
    fichier(f"scenarios/{AUTRE}/ailleurs.yaml", SCENARIO)
    fichier(f"p/fiches/{ETAPE}.yaml", FICHE)
    code, said = run("base", "reprendre")
    assert code == 1
    assert "casse.yaml" in said
    assert "le scénario d’un autre gestionnaire" in said
    assert "Un autre fichier porte le même nom" in said
    assert declared(base) == {}


def test_what_is_otherwise_in_the_base_is_left_unless_chosen(run, service, base, fichier):
    run("plan", "deposer", fichier("x.yaml", "taux_drl: 0.05\n"), "--gestionnaire", ETAPE)
    _, said = run("base", "reprendre")
    assert "Laissé : le plan financier de 000520015 est autrement dans la base" in said
    assert declared(base)["plan"] == "taux_drl: 0.05\n"
    run("base", "reprendre", "--remplacer")
    assert declared(base)["plan"] == PLAN


def test_a_command_says_that_files_are_read_no_more(run, service):
    words = ("budget", "base", "--gestionnaire", ETAPE, "--annee", "2025")
    _, said = run(*words)
    assert "3 fichiers de scénarios, de plans ou de fiches ne sont pas dans la base" in said
    run("base", "reprendre")
    assert "ne sont pas dans la base" not in run(*words)[1]
    _, said = run(*words, "--plan", service / "p/plans" / f"{ETAPE}.yaml")
    assert "« --plan » sera retirée à la prochaine version" in said
