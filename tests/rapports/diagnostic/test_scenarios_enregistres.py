"""The saved scenarios inside a report: those proposed or retained, with all their hypotheses."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import plain

from cpomlib.calcul.scenarios import TYPES, Scenario, etat, projeter
from cpomlib.calcul.scenarios.enregistres import enregistrer
from cpomlib.rapports import diagnostic
from cpomlib.rapports.scenarios_enregistres import AUCUN, NON_REPRIS, resume, scenarios
from cpomlib.rendu.blocs.blocks import Paragraphe, Tableau

pytestmark = pytest.mark.xdist_group("region")
ETAPE = "000520015"
TAUX = TYPES["actualisation"](taux=0.01, justification="Taux de la campagne.")


@pytest.fixture(scope="module")
def etape(example_base):
    return diagnostic.load(example_base, ETAPE, 2025, "52")


@pytest.fixture
def dossier(tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_SCENARIOS", str(tmp_path))
    return tmp_path


def save(titre, statut, *hypotheses, base=2025):
    held = Scenario(titre, ETAPE, base, 3, hypotheses, auteur="Léa", statut=statut)
    enregistrer(held, jour=date(2026, 11, 21))
    return held


def test_nothing_is_said_where_nothing_was_proposed(etape, dossier):
    save("Un essai", "brouillon", TAUX)
    assert scenarios(etape).blocs[1] == Paragraphe(AUCUN, role="note")
    assert resume(etape) == ()


def test_a_retained_scenario_that_cannot_be_read_is_said(etape, dossier, monkeypatch):
    save("Un essai", "brouillon", TAUX)
    (dossier / ETAPE / "retenu.yaml").write_text(
        f"titre: A\ngestionnaire: '{ETAPE}'\nannee_base: 2025\nhorizon: 3\nstatut: retenu\n"
        "hypotheses:\n- type: inflation\n  groupe: 1\n  taux: 5 %\n",
        encoding="utf-8",
    )
    _, said = scenarios(etape).blocs
    assert resume(etape) == (said,)
    assert plain(said.titre) == "Le scénario enregistré « retenu.yaml » n’a pas pu être lu."
    assert "5 %" in plain(said.texte)
    assert said.texte.endswith("Il est peut-être proposé ou retenu.")
    assert str(dossier) not in said.texte
    monkeypatch.setenv("CPOM_SCENARIOS", str(dossier / "mal-frappe"))
    _, said = scenarios(etape).blocs
    assert "mal-frappe" in said.texte
    public = replace(etape, publiable=True)
    assert scenarios(public).blocs[1] == Paragraphe(NON_REPRIS, role="note")
    assert resume(public) == ()


def test_what_was_retained_comes_first_with_its_result_and_its_hypotheses(etape, dossier):
    save("À discuter", "propose", TYPES["inflation"](groupe=1, taux=0.02))
    kept = save("Retenu", "retenu", TAUX)
    whole, own, _ = [bloc for bloc in scenarios(etape).blocs if isinstance(bloc, Tableau)]
    made = projeter(etat(etape.frames, ETAPE, 2025), kept.hypotheses, 3)
    expected = [float(made.total(poste)[-1]) for poste in ("resultat", "resultat_cumule")]
    assert whole.lignes[0] == (
        "Retenu", "retenu", "Léa", date(2026, 11, 21), "2026 à 2028", *expected,
    )  # fmt: skip
    assert whole.lignes[1][:2] == ("À discuter", "proposé")
    assert plain(own.titre) == "Hypothèses de « Retenu »"
    assert plain(own.lignes[0][1]).startswith("Taux d’actualisation : 1 % par an.")
    assert own.lignes[0][2] == "Taux de la campagne."
    assert len(resume(etape)) == 1


def test_a_scenario_on_a_year_without_budget_is_said_and_stops_nothing(etape, dossier):
    save("D’un autre temps", "retenu", TAUX, base=2010)
    _, whole, said = scenarios(etape).blocs
    assert whole.lignes[0][5:] == (None, None)
    assert "ne se projette pas sur ces données" in said.titre
    assert "Aucun budget de 2010" in said.texte


def test_the_version_to_publish_leaves_them_out(etape, dossier):
    save("Retenu", "retenu", TAUX)
    public = replace(etape, publiable=True)
    assert scenarios(public).blocs[1] == Paragraphe(NON_REPRIS, role="note")
    assert resume(public) == ()
