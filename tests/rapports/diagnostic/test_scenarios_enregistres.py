"""The saved scenarios inside a report: those proposed or retained, with all their hypotheses."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from sqlite3 import connect

import pytest
from conftest import plain

from cpomlib import base as store
from cpomlib.base import Declaree
from cpomlib.calcul.scenarios import TYPES, Scenario, en_yaml, etat, projeter
from cpomlib.dossier.scenarios_deposes import enregistrer
from cpomlib.rapports import diagnostic
from cpomlib.rapports.scenarios_enregistres import AUCUN, NON_REPRIS, resume, scenarios
from cpomlib.rendu.blocs.blocks import Paragraphe, Tableau

pytestmark = pytest.mark.xdist_group("region")
ETAPE = "000520015"
TAUX = TYPES["actualisation"](taux=0.01, justification="Taux de la campagne.")


@pytest.fixture(scope="module")
def etape(dossier_de):
    """The dossier, before anybody declared anything."""
    return replace(dossier_de(ETAPE), declarations=())


@pytest.fixture
def avec(etape):
    """Give the dossier with texts that the parties declared."""

    def made(*textes):
        moment = datetime(2026, 11, 21, 12, tzinfo=UTC)
        held = [
            Declaree(ETAPE, f"scenario/{rank}", texte, rank, rank, moment, "Léa", "x.yaml")
            for rank, texte in enumerate(textes, 7)
        ]
        return replace(etape, declarations=tuple(held))

    return made


def scenario(titre, statut, *hypotheses, base=2025):
    return Scenario(titre, ETAPE, base, 3, hypotheses, auteur="Léa", statut=statut,
                    date=date(2026, 11, 21))  # fmt: skip


def test_nothing_is_said_where_nothing_was_proposed(avec):
    one = avec(en_yaml(scenario("Un essai", "brouillon", TAUX)))
    assert scenarios(one).blocs[1] == Paragraphe(AUCUN, role="note")
    assert resume(one) == ()


def test_a_retained_scenario_that_cannot_be_read_is_said(avec):
    one = avec(
        en_yaml(scenario("Un essai", "brouillon", TAUX)),
        f"titre: A\ngestionnaire: '{ETAPE}'\nannee_base: 2025\nhorizon: 3\nstatut: retenu\n"
        "hypotheses:\n- type: inflation\n  groupe: 1\n  taux: 5 %\n",
    )
    _, said = scenarios(one).blocs
    assert resume(one) == (said,)
    assert plain(said.titre) == "Le scénario enregistré « 8 » n’a pas pu être lu."
    assert "5 %" in plain(said.texte)
    assert said.texte.endswith("Il est peut-être proposé ou retenu.")
    public = replace(one, publiable=True)
    assert scenarios(public).blocs[1] == Paragraphe(NON_REPRIS, role="note")
    assert resume(public) == ()


def test_two_reports_of_one_state_say_the_same_whatever_is_saved_since(example_base, tmp_path):
    path = tmp_path / "cpom.db"
    with closing(connect(example_base.removeprefix("sqlite:///"))) as source:
        source.backup(connect(path))
    address = f"sqlite:///{path}"
    engine = store.open_base(address)
    before = store.latest_state(engine)
    enregistrer(engine, scenario("Nouveau", "retenu", TAUX))

    def told(etat):
        found = scenarios(diagnostic.load(address, ETAPE, 2025, "52", etat=etat))
        (whole, *_) = [bloc for bloc in found.blocs if isinstance(bloc, Tableau)]
        return [line[0] for line in whole.lignes]

    assert "Nouveau" in told(store.latest_state(engine))
    assert "Nouveau" not in told(before)


def test_what_was_retained_comes_first_with_its_result_and_its_hypotheses(etape, avec):
    kept = scenario("Retenu", "retenu", TAUX)
    other = scenario("À discuter", "propose", TYPES["inflation"](groupe=1, taux=0.02))
    one = avec(en_yaml(other), en_yaml(kept))
    whole, own, _ = [bloc for bloc in scenarios(one).blocs if isinstance(bloc, Tableau)]
    made = projeter(etat(etape.frames, ETAPE, 2025), kept.hypotheses, 3)
    expected = [float(made.total(poste)[-1]) for poste in ("resultat", "resultat_cumule")]
    assert whole.lignes[0] == (
        "Retenu", "retenu", "Léa", date(2026, 11, 21), "2026 à 2028", *expected,
    )  # fmt: skip
    assert whole.lignes[1][:2] == ("À discuter", "proposé")
    assert plain(own.titre) == "Hypothèses de « Retenu »"
    assert plain(own.lignes[0][1]).startswith("Taux d’actualisation : 1 % par an.")
    assert own.lignes[0][2] == "Taux de la campagne."
    assert len(resume(one)) == 1


def test_a_scenario_on_a_year_without_budget_is_said_and_stops_nothing(avec):
    one = avec(en_yaml(scenario("D’un autre temps", "retenu", TAUX, base=2010)))
    _, whole, said = scenarios(one).blocs
    assert whole.lignes[0][5:] == (None, None)
    assert "ne se projette pas sur ces données" in said.titre
    assert "Aucun budget de 2010" in said.texte


def test_the_version_to_publish_leaves_them_out(avec):
    public = replace(avec(en_yaml(scenario("Retenu", "retenu", TAUX))), publiable=True)
    assert scenarios(public).blocs[1] == Paragraphe(NON_REPRIS, role="note")
    assert resume(public) == ()
