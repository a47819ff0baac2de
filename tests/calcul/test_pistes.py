"""What a target could be, in ménages."""

import pytest

from cpomlib.calcul import piste, projete, reste, tendance


def test_a_level_is_said_in_whole_households_enough_to_reach_it():
    # 42 % of 125 is 52.5: 53 are needed, where there are 45
    assert piste(0.42, 45, 125).menages == 8
    # 30 % of 125 is 37.5: 37 are under it, 8 fewer than 45
    assert piste(0.30, 45, 125).menages == -8
    # 36 % of 125 is 45, whatever the product of fractions says
    assert piste(0.36, 45, 125).menages == 0
    assert piste(0.1 * 3, 30, 100).menages == 0


def test_the_trend_is_the_line_of_least_squares_and_stays_a_rate():
    # 40, 42, 47 %: slope (0.47 − 0.40) / 2 = 0.035, mean 0.43: 0.43 + 2 × 0.035 = 0.50
    rates = {2023: 0.40, 2024: 0.42, 2025: 0.47}
    assert tendance([2023, 2024, 2025], rates, 2026) == pytest.approx(0.50)
    assert tendance([2023, 2024, 2025], {2023: 0.5, 2024: 0.8, 2025: 1.0}, 2026) == 1.0
    assert tendance([2023, 2024, 2025], {2023: 0.4, 2024: None, 2025: 0.5}, 2026) is None


def test_what_is_left_is_the_whole_less_the_part():
    assert reste(45, 125) == 80


def test_a_course_is_told_to_the_nearest_household():
    # 45 of 123 brought to 32.5 % is 39.975: 40, 5 fewer
    assert projete(0.325, 45, 123).menages == -5
