"""Cost of a place by GHAM: exact, by the parties' keys, or not spread."""

from decimal import Decimal

import numpy as np
import pytest
from calcul.scenarios.etats import A, B, base

from cpomlib.calcul.scenarios import TYPES, projeter
from cpomlib.calcul.scenarios.couts import MIXTE, couts_par_etablissement, couts_par_genre, plafond
from cpomlib.calcul.volet import ACompleter
from cpomlib.calcul.volet.plan_financier import Plan

CHRS = {"chrs": (True, True, False), "departements": ("44", "44", "44")}


def mixed(**more):
    """Establishment A with 12 places 3R and 8 places 5D; B with 10 places 5D."""
    places = np.array([[12, 8, 0, 0, 0], [0, 10, 0, 0, 0], [0] * 5], float)
    return base(places=places, **CHRS, **more)


def test_a_chrs_of_one_gham_has_an_exact_cost_and_a_gap_to_the_last_ceiling():
    lines = couts_par_etablissement(projeter(base(**CHRS), (), 2), Plan(), 2027)
    assert [(x.id, x.genre, x.places) for x in lines] == [(A, "3R", 20), (B, "5D", 10)]
    # (100 000 + 300 000 + 100 000) ÷ 20; the 3R ceiling of 2022 was 20 551
    assert lines[0].cout == 25_000
    assert (lines[0].plafond.montant, lines[0].plafond.en_vigueur) == (20_551, False)
    assert lines[0].ecart == 4_449


def test_what_is_not_a_tariffed_chrs_has_no_line():
    assert couts_par_etablissement(projeter(base(), (), 1), Plan(), 2026) == ()


def test_several_gham_without_key_are_not_spread():
    projection = projeter(mixed(), (), 1)
    lines = couts_par_etablissement(projection, Plan(), 2026)
    assert [x.cout for x in lines[:2]] == [MIXTE, MIXTE]
    assert lines[0].ecart is None
    whole = {x.genre: x for x in couts_par_genre(lines)}
    assert (whole["3R"].cout, whole["3R"].places, whole["3R"].places_connues) == (None, 12, 0)
    # only B counts: 250 000 ÷ 10, out of 18 places 5D
    assert (whole["5D"].cout, whole["5D"].places, whole["5D"].places_connues) == (25_000, 18, 10)


def test_the_keys_of_the_parties_spread_the_charges_and_follow_the_places():
    plan = Plan(cles={A: {"3R": "0.75", "5D": "0.25"}})
    moved = TYPES["transformer_places"](etablissement=A, de="3R", vers="5D", places=2, annee=2026)
    projection = projeter(mixed(), (moved,), 1)
    before = couts_par_etablissement(projection, plan, 2025)
    # 0.75 × 500 000 ÷ 12, and 0.25 × 500 000 ÷ 8
    assert [x.cout for x in before[:2]] == [31_250, 15_625]
    after = couts_par_etablissement(projection, plan, 2026)
    # weights 0.75 × 10 ÷ 12 = 0.625 and 0.25 × 10 ÷ 8 = 0.3125: two thirds and one third
    assert [x.cout for x in after[:2]] == [Decimal("33333.33"), Decimal("16666.67")]
    assert sum(x.charges for x in after[:2]) == 500_000


def test_exclusions_are_taken_off_and_bad_keys_are_to_be_completed():
    projection = projeter(mixed(), (), 1)
    plan = Plan(cles={A: {"3R": "0.75", "5D": "0.5"}}, exclusions={B: 50_000})
    lines = couts_par_etablissement(projection, plan, 2026)
    assert isinstance(lines[0].cout, ACompleter)
    assert "au lieu de 1" in lines[0].cout.quoi
    assert lines[2].cout == 20_000  # (250 000 − 50 000) ÷ 10


@pytest.mark.parametrize("departement", ["974", "971"])
def test_the_ceiling_overseas_is_increased(departement):
    # arrêté du 12 avril 2022: 20 % more overseas
    assert plafond("3R", 2025, departement).montant == Decimal("24661.20")


def test_a_ceiling_that_was_not_read_is_to_be_completed_and_other_places_have_none():
    assert isinstance(plafond("1R", 2025, "44").montant, ACompleter)
    assert isinstance(plafond("3R", 2025, "inconnu").montant, ACompleter)
    assert plafond("logement_adapte", 2025, "44").montant is None
