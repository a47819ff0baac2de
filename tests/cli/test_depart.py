"""What a service starts its own indicators and rules from holds as it is."""

import re
from pathlib import Path

import pytest
from calcul.indicateurs.builders import ANNEE, frames, indicators, sejour, value
from click.testing import CliRunner
from conftest import plain

from cpomlib.calcul.anomalies import examiner, regles
from cpomlib.calcul.indicateurs import PROPRES, fiches
from cpomlib.cli.main import cpom


def run(*words):
    done = CliRunner().invoke(cpom, [str(word) for word in words])
    return done.exit_code, plain(done.output + str(done.exception or ""))


@pytest.fixture
def service(tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    return tmp_path


def test_an_indicator_starts_from_an_example_that_holds(service):
    for volet in PROPRES:
        code, said = run("parametres", "copier", f"indicateurs/{volet}")
        assert code == 0
        assert "C’est un exemple : changez-le, puis : cpom parametres verifier" in said
    own = [one for one in fiches().values() if one.origine]
    assert [one.volet for one in own] == list(PROPRES)
    code, said = run("parametres", "verifier")
    assert code == 0
    assert "indicateurs/publics.yaml" in said
    assert "indicateur du service" in run("indicateurs", "--definitions")[1]


def test_those_of_the_arrete_are_not_started(service):
    code, said = run("parametres", "copier", "indicateurs/cpom.yaml")
    assert code == 1
    assert "« indicateurs/cpom.yaml » ne se change pas dans le dossier du service." in said


def test_a_rule_starts_from_the_lines_of_the_copy(service):
    assert run("parametres", "copier", "anomalies.yaml")[0] == 0
    copy = service / "anomalies.yaml"
    lines = copy.read_text(encoding="utf-8").splitlines()
    first = lines.index("# propres:")
    last = next(n for n, line in enumerate(lines) if line.startswith("#     que_faire"))
    taken = [line.removeprefix("# ") for line in lines[first : last + 1]]
    copy.write_text("\n".join(taken), encoding="utf-8")
    assert regles()["occupation_tres_basse"].libelle == "Occupation très basse (règle du service)"
    assert run("parametres", "verifier")[0] == 0


def test_a_bad_fiche_is_said_once_and_stops_a_campaign_before_it_starts(service, example_base):
    assert run("parametres", "copier", "indicateurs/publics")[0] == 0
    own = service / "indicateurs" / "publics.yaml"
    text = own.read_text(encoding="utf-8").replace("lignes: sejours.accueillis}", "lignes: sejour}")
    own.write_text(text, encoding="utf-8")
    code, said = run("parametres", "verifier")
    assert code == 1
    assert said.count("La sélection « sejour » n’existe pas.") == 1
    asked = ["rapports", "--region", "52", "--annee", "2025", "--sortie", service / "rapports"]
    code, said = run(*asked, "--base", example_base)
    assert code == 1
    assert f"{own}, ligne " in said
    assert not (service / "rapports").exists()


DOC = Path(__file__).parents[2] / "docs" / "region.md"


def exemples():
    """Return the files that the documentation gives, by name."""
    blocks = re.findall(r"```yaml\n# (\S+)\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    return dict(blocks)


def test_the_documentation_says_what_is(service):
    for name, text in exemples().items():
        path = service / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    stays = [
        sejour("A", "2024-03-01", composition="femme_enfants", nb_enfants=2),
        sejour("B", "2024-03-01", composition="homme_enfants", nb_enfants=1),
        # said to be with children, has none
        sejour("C", "2024-03-01", composition="femme_enfants", nb_enfants=0),
        *(sejour(f"D{n}", "2024-03-01", id_etablissement="E2") for n in range(5)),
    ]
    held = frames(sejours=stays)
    assert value(indicators(held), "part_familles_monoparentales") == 2 / 8
    (one,) = [one for one in examiner(held, ANNEE).anomalies if one.code == "peu_de_familles"]
    # E1 has 2 of 3; E2 none of 5
    assert (one.entite, one.message) == ("E2", "0\u00a0ménage sur 5, soit 0,0\u00a0%.")
