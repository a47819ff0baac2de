"""Rules that fire and rules that do not, each on figures that can be checked by eye."""

from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import plain

from cpomlib.calcul.regional.enjeux import enjeux
from cpomlib.calcul.regional.regles_enjeux import RegleEnjeu, regles
from cpomlib.calcul.regional.unites import REGION, gestionnaire
from cpomlib.calcul.secret import Regles
from cpomlib.socle.erreurs import ParametreError

SIX = ("A", "B", "C", "D", "E", "F")


def regle(code="R", methode="seuil", quand="dessus", poids=1.0, **more):
    texts = dict.fromkeys(("libelle", "motif", "pourquoi", "source"), "texte")
    return RegleEnjeu(code=code, methode=methode, quand=quand, poids=poids, **{**texts, **more})


def frame(region=None, **columns):
    index = [gestionnaire(who) for who in SIX]
    known = pd.DataFrame(columns, index=index)
    return known if region is None else pd.concat([known, pd.DataFrame(region, index=[REGION])])


def fired(rule, frames, anomalies=None):
    found = enjeux([rule], frames, SIX, anomalies or {}, Regles())
    return {who: [(s.valeur, s.repere) for s in signals] for who, signals in found.signaux.items()}


COUTS = [10.0, 12.0, 20.0, 30.0, 40.0, 100.0]


def test_beyond_the_fence():
    # the upper fence is 72.75 (test_statistiques): only F is beyond it
    rule = regle(methode="clotures", indicateur="cout_place", coefficient=1.5)
    assert fired(rule, {2025: frame(cout_place=COUTS)}) == {"F": [(100.0, 72.75)]}


def test_a_doubted_figure_makes_no_fence_and_is_still_judged():
    rule = regle(methode="clotures", indicateur="cout_place", coefficient=1.5)
    doubted = {"cout_place": {"F"}}
    found = enjeux([rule], {2025: frame(cout_place=COUTS)}, SIX, {}, Regles(), None, doubted)
    # 10 12 20 30 40: quartiles 12 and 30, the upper fence is 30 + 1.5 × 18
    assert [(s.valeur, s.repere) for s in found.signaux["F"]] == [(100.0, 57.0)]


def test_no_fence_without_five_gestionnaires():
    rule = regle(methode="clotures", indicateur="cout_place", coefficient=1.5)
    few = frame(cout_place=[1.0, 2.0, 3.0, 400.0, None, None])
    found = enjeux([rule], {2025: few}, SIX, {}, Regles())
    assert found.signaux == {}
    assert found.non_evaluees == {"R": "Moins de 5 gestionnaires ont une valeur."}


PRESENTS = {"A": (30, 100), "B": (31, 100), "C": (29, 100), "D": (30, 100), "E": (55, 100),
            "F": (12, 15)}  # fmt: skip


def by_chance(comptes, quand="dessus"):
    rule = regle(methode="hasard", quand=quand, indicateur="cpom_4_taux_presence_longue")
    held = {rule.indicateur: comptes}
    found = enjeux([rule], {2025: frame(cout_place=COUTS)}, SIX, {}, Regles(), held)
    return {who: [(s.valeur, s.repere) for s in said] for who, said in found.signaux.items()}, found


def test_beyond_the_rest_of_the_region_and_beyond_chance():
    # F, of fifteen households, is judged by nobody; the rest of E: 30 + 31 + 29 + 30 + 12 of 415
    assert by_chance(PRESENTS)[0] == {"E": [(0.55, 132 / 415)]}
    assert by_chance(PRESENTS, "dessous")[0] == {}


def test_the_furthest_quarter_of_units_of_one_law_is_nobody():
    # 25 to 35 of 100 is what one law of 30 % gives
    near = dict(zip(SIX, [(k, 100) for k in (25, 28, 30, 31, 33, 35)], strict=True))
    assert by_chance(near)[0] == {}


def test_no_test_without_five_gestionnaires():
    few = {who: PRESENTS[who] for who in "ABCE"}
    assert by_chance(few)[1].non_evaluees == {"R": "Moins de 5 gestionnaires ont une valeur."}


def test_a_threshold_is_strict():
    rule = regle(quand="dessous", indicateur="taux_occupation", seuil=0.85)
    values = frame(taux_occupation=[0.85, 0.849, 0.9, None, 1.0, 0.95])
    assert fired(rule, {2025: values}) == {"B": [(0.849, 0.85)]}


def test_a_deficit_repeated_three_years():
    rule = regle(
        methode="repetition", quand="dessous", indicateur="taux_resultat", annees=3, seuil=0.0
    )
    before = frame(taux_resultat=[-0.01, -0.01, 0.01, -0.01, 0.0, 0.0])
    middle = frame(taux_resultat=[-0.02, 0.01, -0.02, -0.02, 0.0, 0.0])
    last = frame(taux_resultat=[-0.03, -0.03, -0.03, 0.02, 0.0, 0.0])
    assert fired(rule, {2023: before, 2024: middle, 2025: last}) == {"A": [(-0.03, 0.0)]}
    assert enjeux([rule], {2025: last}, SIX, {}, Regles()).non_evaluees == {
        "R": "Trop peu d’années sont connues."
    }


def test_a_share_of_the_region():
    # 90 of 500 places is 18 %; 75 of 500 is 15 %, which is not more than 15 %
    rule = regle(methode="part_regionale", indicateur="places_financees", seuil=0.15)
    places = [90.0, 75.0, 70.0, 70.0, 70.0, 125.0]
    known = frame({"places_financees": 500.0}, places_financees=places)
    found = enjeux([rule], {2025: known}, SIX, {}, Regles()).signaux
    assert {who: signals[0].part for who, signals in found.items()} == {"A": 0.18, "F": 0.25}


def anomalie(severite="forte", statut="ouverte"):
    return SimpleNamespace(severite=severite, statut=statut)


def test_grave_anomalies_without_an_answer():
    rule = regle(methode="anomalies", gravite="forte", seuil=1.0)
    answered = [anomalie(statut="justifiee"), anomalie(), anomalie("faible")]
    given = {"A": [anomalie(), anomalie(statut="rouverte")], "B": answered}
    assert fired(rule, {2025: frame()}, given) == {"A": [(2, 1.0)]}


def test_the_heaviest_gestionnaire_comes_first():
    light = regle("L", quand="dessous", indicateur="taux_occupation", seuil=0.85, poids=1)
    heavy = regle("H", quand="dessous", indicateur="taux_resultat", seuil=0.0, poids=3)
    known = frame(
        taux_occupation=[0.8, 0.8, 0.9, 0.9, 0.9, 0.9],
        taux_resultat=[0.0, -0.1, -0.1, 0.0, 0.0, 0.0],
    )
    found = enjeux([light, heavy], {2025: known}, SIX, {}, Regles()).signaux
    assert {who: [s.regle.code for s in signals] for who, signals in found.items()} == {
        "B": ["H", "L"],
        "C": ["H"],
        "A": ["L"],
    }
    assert list(found) == ["B", "C", "A"]


def test_the_rules_of_the_project_are_well_written():
    known = regles()
    assert {each.methode for each in known} == {
        "clotures", "hasard", "seuil", "repetition", "part_regionale", "anomalies",
    }  # fmt: skip
    assert [each.code for each in known if not (each.pourquoi and each.source)] == []
    occupation = next(each for each in known if each.code == "E04")
    assert (occupation.seuil, occupation.nom_seuil) == (0.85, "alerte_occupation_basse")


def test_a_service_writes_its_own_rules(tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    own = tmp_path / "enjeux.yaml"
    entry = (
        "- {code: X1, libelle: L, methode: seuil, indicateur: cout_place, quand: dessus, "
        "seuil: 20000, poids: 1, motif: M, pourquoi: P, source: S}"
    )
    own.write_text(f"regles:\n  {entry}\n", encoding="utf-8")
    assert [(each.code, each.seuil) for each in regles()] == [("X1", 20000.0)]
    own.write_text(f"regles:\n  {entry.replace('cout_place', 'cout_plce')}\n", encoding="utf-8")
    with pytest.raises(ParametreError) as caught:
        regles()
    assert "L’indicateur « cout_plce » n’existe pas." in plain(caught.value)
    assert "ligne 2, « regles › X1 › indicateur »" in plain(caught.value)
    assert "cout_place" in plain(caught.value)
    own.write_text(f"regles:\n  {entry.replace('seuil: 20000, ', '')}\n", encoding="utf-8")
    with pytest.raises(ParametreError) as caught:
        regles()
    assert "La méthode « seuil » a besoin de « seuil »." in plain(caught.value)
