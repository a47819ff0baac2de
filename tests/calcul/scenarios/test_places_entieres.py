"""Places as a whole: the jobs and charges that go with them, by hand. The base is in etats.py."""

import numpy as np
import pytest
from calcul.scenarios.etats import A, B, C, base
from calcul.scenarios.releve import run
from conftest import plain

from cpomlib.calcul.scenarios import Scenario, doutes, ecart, en_yaml, projeter, ratios
from cpomlib.calcul.scenarios.lecture import make_scenario
from cpomlib.calcul.scenarios.types import FermerPlaces, OuvrirPlaces, TransformerPlaces
from cpomlib.socle.erreurs import ScenarioError

SIENS = (("direction", 0.025), ("socio_educatif", 0.25))


def ouvrir(**changes):
    values = {"etablissement": A, "gham": "3R", "places": 4, "annee": 2026,
              "financement_place": "etablissement", "emplois": SIENS}  # fmt: skip
    return OuvrirPlaces(**(values | changes))


def test_the_ratios_are_those_of_the_establishment_where_its_places_are_of_one_mode():
    # A: 0.5 and 5 ETP for 20 places; B: 3 socio-educatif for 10
    assert ratios(base(), A, "3R").emplois == SIENS
    assert ratios(base(), A, "3R").origine == "ratios de l’établissement"
    assert ratios(base(), B, "5D").emplois == (("socio_educatif", 0.3),)


def test_of_another_mode_they_are_those_of_the_gestionnaire_and_it_is_said():
    found = ratios(base(), A, "5D")
    assert found.emplois == (("socio_educatif", 0.3),)
    assert "autres établissements" in found.origine
    # per place: −0.025 of direction, 0.3 − 0.25 socio-educatif
    assert ecart(base(), A, "3R", "5D").emplois == (("direction", -0.025), ("socio_educatif", 0.05))


def test_a_mixed_establishment_alone_has_its_own_means_and_it_is_said():
    mixed = base(places=np.array([[10, 10, 0, 0, 0], [5, 5, 0, 0, 0], [0] * 5], float))
    assert ratios(mixed, A, "5D").emplois == SIENS
    assert "tous modes d’hébergement confondus" in ratios(mixed, A, "5D").origine


def test_nobody_deposited_nothing_proposed():
    assert ratios(base(etp=np.full((3, 2), np.nan)), A, "3R").emplois == ()


def test_opened_places_carry_their_jobs_and_their_charges():
    # 4 places of 20: 0.1 direction at 80 000 and 1 socio-educatif at 50 000 = 58 000;
    # groupe 1: 100 000 × (1 + 0.7 × 0.2) = 114 000; groupe 3: 100 000 × (1 + 0.2 × 0.2) = 104 000;
    # financed at the establishment's mean, 480 000 ÷ 20 = 24 000: 576 000
    read = run(ouvrir())
    assert read("etp", A, 1) == pytest.approx(6.6)
    assert read("charges_groupe_2", A, 1) == 358_000
    assert read("charges_groupe_1", A, 1) == 114_000
    assert read("charges_groupe_3", A, 1) == 104_000
    assert read("produits_groupe_1", A, 1) == 576_000
    assert read("etp", A, 0) == 5.5


def test_charges_given_replace_the_part_that_follows():
    # 4 × 2 500 = 10 000, half in each of groupes 1 and 3 as in the base year
    read = run(ouvrir(charges_place=2_500.0, emplois="aucun"))
    assert read("charges_groupe_1", A, 1) == 105_000
    assert read("charges_groupe_3", A, 1) == 105_000
    assert read("charges_groupe_2", A, 1) == 300_000


def test_a_fonction_that_nobody_holds_there_costs_what_it_does_elsewhere():
    # B has no direction: 80 000 in A; 2 places × 0.05 = 0.1 ETP = 8 000
    read = run(ouvrir(etablissement=B, gham="5D", places=2, emplois=(("direction", 0.05),)))
    assert read("charges_groupe_2", B, 1) == 158_000


def test_a_change_of_mode_changes_the_jobs():
    # 10 places from 3R to 5D: 10 × (−0.025 × 80 000 + 0.05 × 50 000) = +5 000
    moved = TransformerPlaces(etablissement=A, de="3R", vers="5D", places=10, annee=2027,
                              emplois=ecart(base(), A, "3R", "5D").emplois)  # fmt: skip
    read = run(moved)
    assert read("charges_groupe_2", A, 1) == 300_000
    assert read("charges_groupe_2", A, 2) == 305_000
    assert read("etp", A, 2) == pytest.approx(5.75)


def test_money_without_jobs_is_never_silent():
    said = [plain(text) for text in doutes(base(), [ouvrir(places=50, emplois=None)])]
    assert said == ["50 places ouvertes sans aucun emploi : le résultat ne compte pas leur "
                    "personnel."]  # fmt: skip
    moved = TransformerPlaces(etablissement=A, de="3R", vers="5D", places=10, annee=2027)
    assert plain(doutes(base(), [moved])[0]).startswith(
        "10 places transformées sans changement d’emplois"
    )
    refused = [plain(text) for text in doutes(base(), [ouvrir(emplois="aucun")])]
    assert "dites pourquoi" in refused[0]
    assert doutes(base(), [ouvrir(emplois="aucun", justification="Équipe en place.")]) == ()
    assert doutes(base(), [ouvrir()]) == ()


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (ouvrir(gham="sans_gham", financement_place="plafond"),
         "« financement_place » : aucun tarif plafond n’est connu pour « sans_gham ». Écrivez un "
         "montant, ou « etablissement » : 24000.00."),
        (ouvrir(etablissement=C), "cet établissement n’a pas de place financée"),
        (TransformerPlaces(etablissement=A, de="3R", vers="5D", places=1, annee=2026,
                           cout_place=9_000.0, emplois=SIENS),
         "le coût d’une place transformée comprend ses emplois"),
        (FermerPlaces(etablissement=A, gham="3R", places=20, annee=2026, financement_place=0,
                      emplois=(("socio_educatif", 0.3),)),
         "il ne peut pas rester moins de zéro ETP en « socio_educatif »"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(listed, said):
    with pytest.raises(ScenarioError) as error:
        projeter(base(), [listed], 3)
    assert said in plain(str(error.value))


def test_the_file_says_what_was_taken_and_reads_back():
    held = Scenario("Essai", "100000009", 2025, 3, (ouvrir(), ouvrir(emplois="aucun")))
    text = en_yaml(held)
    assert "emplois:\n    direction: 0.025\n    socio_educatif: 0.25\n" in text
    assert "financement_place: etablissement" in text
    assert "emplois: aucun" in text
    import yaml

    assert make_scenario(yaml.safe_load(text)).hypotheses == held.hypotheses
