"""``cpom budget``, as it is typed."""

import json

import pytest
from calcul.volet.gestionnaire import AUTRE, GUIDE, ID, base
from click.testing import CliRunner

from cpomlib.cli.budget import budget
from cpomlib.socle.erreurs import CommandeError

COMMANDES = ("base", "convergence", "affectation", "siege", "trajectoire")


@pytest.fixture
def cpom(tmp_path):
    address = base(tmp_path / "volet.db")

    def run(*arguments, gestionnaire=ID):
        asked = [*arguments, "--gestionnaire", gestionnaire, "--annee", "2025", "--base", address]
        result = CliRunner().invoke(budget, asked)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output.replace("\u00a0", " ").replace("\u202f", " ")

    return run


def test_the_base_line_by_line(cpom):
    lines = cpom("base", "--etablissement", GUIDE).splitlines()
    total = next(line for line in lines if line.startswith("= Base budgétaire"))
    assert total.split("  ")[-1].strip() == "1 040 000,00 €"
    figures = [line for line in lines if line.startswith(("Groupe", "Total", "−", "+ ", "= "))]
    assert len({len(line) for line in figures}) == 1


def test_the_state_a_report_was_made_from_is_read_again(cpom):
    assert cpom("base", "--etat", "1") == cpom("base")
    with pytest.raises(CommandeError) as caught:
        cpom("base", "--etat", "9")
    assert (
        str(caught.value).replace("\u00a0", " ")
        == "L’état n° 9 n’existe pas. États de la base : 1."
    )


def test_the_base_as_json_with_its_texts(cpom):
    found = json.loads(cpom("base", "--format", "json"))
    assert found["total"] == 1528000.10
    assert [line["base"] for line in found["etablissements"][:2]] == [1040000.0, 488000.10]
    assert found["etablissements"][2]["base"]["a_completer"].startswith("Activité")
    assert "III 1 a" in found["textes"][0]


@pytest.mark.parametrize("commande", COMMANDES)
def test_every_command_answers_in_both_forms_and_names_its_texts(cpom, commande):
    assert "Textes appliqués :" in cpom(commande)
    found = json.loads(cpom(commande, "--format", "json"))
    assert found["textes"]
    assert found["gestionnaire"] == ID


def test_an_unknown_ceiling_is_to_be_completed(cpom):
    assert "Arrêté du 12 avril 2022 (JO du 22 avril 2022), article 2" in cpom("convergence")
    found = json.loads(cpom("convergence", "--format", "json"))
    lines = {(x["id"], x["gham"]): x for x in found["couts"]["lignes"]}
    assert "4D" in lines[GUIDE, "4D"]["repere"]["a_completer"]
    assert lines[AUTRE, "3R"]["repere"] == 20551.0
    assert found["convergence"] is None


def test_a_rate_given_on_the_line(cpom):
    # 1 528 000,10 × 1,01 = 1 543 280,101
    assert "1 543 280,10 €" in cpom("trajectoire", "--taux", "0,01")


def test_a_plan_given_on_the_line(cpom, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "investissements: [{nom: Toiture, montant: 100000, duree: 10, annee: 2027}]\n",
        encoding="utf-8",
    )
    assert "Toiture" in cpom("trajectoire", "--plan", str(plan))


def test_an_unknown_gestionnaire_is_refused_with_the_nearest(cpom):
    with pytest.raises(CommandeError) as caught:
        cpom("base", gestionnaire="100000008")
    assert str(caught.value).replace("\u00a0", " ") == (
        "Le gestionnaire « 100000008 » n’est pas dans la base. Le plus proche : « 100000009 »."
    )


def test_an_unknown_establishment_is_refused(cpom):
    with pytest.raises(CommandeError, match="440000099"):
        cpom("base", "--etablissement", "440000099")


def test_an_unknown_model_of_report_is_refused_with_the_nearest():
    from cpomlib.campagne.modeles import modele

    with pytest.raises(CommandeError) as caught:
        modele("volet_finacier")
    assert str(caught.value).replace("\u00a0", " ") == (
        "Le modèle de rapport « volet_finacier » n’existe pas. Le plus proche : "
        "« volet_financier »."
    )


@pytest.mark.lent
def test_a_campaign_of_the_volet_financier_has_its_own_folder(tmp_path):
    from cpomlib.cli.rapports import rapports

    address, sortie = base(tmp_path / "campagne.db"), tmp_path / "reports"
    asked = ["--region", "52", "--annee", "2025", "--modele", "volet_financier",
             "--sortie", str(sortie), "--base", address, "--parallele", "1"]  # fmt: skip
    result = CliRunner().invoke(rapports, asked)
    assert result.exit_code == 0, result.output
    page = sortie / "52" / "2025" / "volet_financier" / ID / "volet_financier.html"
    shown = page.read_text(encoding="utf-8").replace("\u00a0", " ").replace("\u202f", " ")
    assert "1 040 000,00 €" in shown
    assert "<title>Volet financier 2025" in shown
    assert not (sortie / "52" / "2025" / "index.html").exists()
