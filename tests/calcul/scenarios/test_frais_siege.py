"""Frais de siège that move from the tariffed establishments to the others, by hand."""

from calcul.scenarios.etats import A, B, C
from calcul.scenarios.releve import run

from cpomlib.calcul.scenarios.types import HypotheseFraisSiege


def test_frais_siege_move_from_tariffed_to_subsidised():
    # 16 000 of 20 000 (80 %) today; 75 % in 2026, 70 % in 2027 and after.
    # 2026: the tariffed ones bear 15 000: A 10 000 ÷ 16 000 of −1 000 = −625, B −375; C +1 000
    read = run(HypotheseFraisSiege(cible=0.7, pas=0.05))
    assert read("charges_groupe_3", A, 1) == 99_375
    assert read("charges_groupe_3", B, 1) == 49_625
    assert read("charges_groupe_3", C, 1) == 11_000
    assert read("charges_groupe_3", A, 2) == 98_750
    assert read("charges_groupe_3", A, 3) == 98_750
    assert read("charges_groupe_3", None, 3) == 160_000


def test_frais_siege_begin_when_said():
    read = run(HypotheseFraisSiege(cible=0.7, pas=0.05, annee=2027))
    assert [read("charges_groupe_3", C, t) for t in range(4)] == [10_000, 10_000, 11_000, 12_000]


def test_frais_siege_go_their_small_steps_though_the_target_is_far():
    # 80 % today, 0.1 point a year: 79.7 % in the third; C bears 20 000 × 0.3 % = 60 more
    read = run(HypotheseFraisSiege(cible=0.1, pas=0.001))
    assert read("charges_groupe_3", C, 3) == 10_060
