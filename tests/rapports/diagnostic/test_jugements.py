"""What a dossier concludes: alone or in a campaign, for the parties or to be published."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from cpomlib.calcul.secret import porte_sur_des_personnes
from cpomlib.calcul.verdicts import Verdict
from cpomlib.dossier.jugements import MASQUE, NON_DIFFUSE
from cpomlib.exemple import profiles
from cpomlib.rapports import diagnostic, publiable
from cpomlib.rapports.fiabilite import COMPLETES, SANS_MESSAGE, etat, premier_message
from cpomlib.rapports.jugements import evolution_sure
from cpomlib.rapports.methode import methode
from cpomlib.rendu.blocs.html import html

pytestmark = pytest.mark.xdist_group("region")
PROFILS = {profile: name for name, profile in profiles("52", 6).items()}


@pytest.mark.parametrize(
    ("profil", "indicateur", "nature"),
    [
        ("deficit", "taux_resultat", "vigilance"),
        ("sejours_longs", "cpom_4_taux_presence_longue", "vigilance"),
        ("sejours_longs", "cpom_3_taux_dls_active", "vigilance"),
        ("chiffres_incoherents", "", "donnees"),
        ("rh_absente", "", "donnees"),
    ],
)
def test_a_troubled_gestionnaire_tells_its_trouble(dossier_de, profil, indicateur, nature):
    found = dossier_de(PROFILS[profil]).messages
    assert (indicateur, nature) in {(one.indicateur, one.nature) for one in found}
    assert found[0].nature != "force"
    first = found[:3]
    families = {one.famille for one in found}
    assert len({one.famille for one in first}) == min(3, len(families), len(found))


def test_no_figure_is_both_a_strength_and_a_warning(dossier_de):
    for name in PROFILS.values():
        told = [one.indicateur for one in dossier_de(name).messages if one.indicateur]
        assert len(told) == len(set(told))


def test_the_figures_of_a_copied_account_are_good_news_for_nobody(dossier_de):
    dossier = dossier_de(PROFILS["chiffres_incoherents"])
    for name in ("taux_occupation", "taux_absenteisme", "taux_resultat"):
        assert dossier.verdict(name).doute
        assert dossier.verdict(name).verdict != "favorable"


def test_a_service_that_houses_nobody_is_no_missing_part(dossier_de):
    doubts = {dossier_de(PROFILS[p]).verdict("cpom_1_taux").doute for p in ("sain", "deficit")}
    assert doubts == {""}


def test_the_data_says_whose_it_is_and_what_is_concluded(dossier_de):
    dossier = dossier_de(PROFILS["sejours_longs"])
    held = {one["id"]: one for one in diagnostic.indicateurs(dossier).liste}
    assert len(held) == len(dossier.verdicts)
    one = held["cpom_4_taux_presence_longue"]
    assert (one["gestionnaire"], one["annee"], one["etat"]) == (PROFILS["sejours_longs"], 2025, 1)
    assert (one["verdict"], one["compare_a"]) == ("defavorable", "region")
    assert 0 < one["p"] < 1e-4
    assert "le reste de la région" in one["motif"]
    assert held["cout_place"]["verdict"] == "aucun"
    json.dumps(list(held.values()), allow_nan=False)


def test_the_target_of_the_contract_is_judged_first(dossier_de):
    dossier = replace(dossier_de(PROFILS["sejours_longs"]), contrats={})
    dossier.__dict__["cibles"] = {"cpom_1_taux": 0.9}
    found = dossier.verdict("cpom_1_taux")
    assert (found.compare_a, found.repere, found.verdict) == ("cible", 0.9, "defavorable")


def test_the_method_says_how_many_tests_were_made(dossier_de):
    dossier = dossier_de(PROFILS["sain"])
    said = html(methode(dossier)).replace("\u00a0", " ")
    assert f"Ce rapport fait {dossier.tests} tests" in said
    assert dossier.tests == 12


def test_a_campaign_concludes_the_same_as_a_report_alone(example_base, tmp_path, monkeypatch):
    asked = [(example_base, PROFILS[name], 2025, "52") for name in ("sain", "chiffres_incoherents")]
    alone = [diagnostic.load(*each) for each in asked]
    monkeypatch.setenv("CPOM_COMMUN", str(tmp_path))
    for each, one in zip(asked, alone, strict=True):
        shared = diagnostic.load(*each)
        assert shared.verdicts == one.verdicts
        assert shared.messages == one.messages


@pytest.fixture(scope="module")
def publie(dossier_de):
    plain = dossier_de(PROFILS["chiffres_incoherents"])
    return plain, publiable.masquer(plain)


def test_what_is_published_tells_nothing_of_the_others_nor_of_what_is_masked(publie):
    plain, shown = publie
    assert plain.verdict("cpom_1_taux").compare_a == "region"
    assert shown.verdict("cpom_1_taux").motif in (NON_DIFFUSE, MASQUE)
    for name, one in shown.verdicts.items():
        if shown.secret(name):
            assert (one.verdict, one.motif, one.p) == ("aucun", MASQUE, None)
        if porte_sur_des_personnes(name):
            assert one.compare_a != "region"
        assert one.compare_a != "comparables"
    told = {one["id"]: one for one in diagnostic.indicateurs(shown).liste}
    assert {told[name]["p"] for name in told if porte_sur_des_personnes(name)} == {None}
    assert {one.indicateur for one in shown.messages} <= {one.indicateur for one in plain.messages}


def test_the_doubt_of_a_figure_outlives_its_masks(publie):
    plain, shown = publie
    assert plain.verdict("taux_occupation").doute
    assert shown.verdict("taux_occupation") == plain.verdict("taux_occupation")


@pytest.mark.parametrize(
    ("indicateur", "cours", "apres", "avant", "montre"),
    [
        ("cpom_1_taux", "stable", 0.40, 0.30, None),  # the table says chance, and so does the card
        ("cpom_1_taux", "ameliore", 0.40, 0.30, 0.10),
        ("cpom_1_taux", "degrade", 0.40, 0.30, None),  # three years down, the last one up
        ("cpom_1_taux", "degrade", 0.30, 0.30, None),  # no « stable » beside a course that holds
        ("cpom_4_taux_presence_longue", "degrade", 0.40, 0.30, 0.10),  # low is better
        ("part_emploi", "inconnu", 0.40, 0.30, None),  # never tested: nothing is sure of it
        ("menages_accueillis", "inconnu", 120, 100, 20),  # a count is what it is
        ("taux_occupation", "inconnu", 0.95, 0.90, 0.05),  # days of places: no chance is told
        ("taux_occupation", "inconnu", 0.95, None, None),
    ],
)
def test_a_card_shows_no_change_that_may_be_chance(indicateur, cours, apres, avant, montre):
    found = evolution_sure(Verdict(indicateur, cours=cours), apres, avant)
    assert found == (None if montre is None else pytest.approx(montre))


def test_an_index_says_in_words_that_nothing_comes_first(dossier_de):
    dossier = dossier_de(PROFILS["sain"])
    assert premier_message(dossier) == (dossier.messages[0].titre if dossier.messages
                                        else SANS_MESSAGE)  # fmt: skip
    assert premier_message(SimpleNamespace(periode=dossier.periode, messages=())) == SANS_MESSAGE


def test_activity_without_all_its_months_is_not_said_complete(dossier_de):
    """The months lacking go with the occupancy; the state of the part must not deny them."""
    whole = dossier_de(PROFILS["sain"])
    assert etat(whole, "Activité") == COMPLETES
    rows = whole.resultats[2025].copy()
    rows.loc["taux_occupation", "note"] = "Activité déposée sans 6 mois de l’année\u00a0: Le Port."
    partial = replace(whole, resultats={**whole.resultats, 2025: rows})
    assert etat(partial, "Activité") == "sans tous les mois de l’année"
