"""Each test statistic against another computation: every table counted, in exact fractions."""

from fractions import Fraction
from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpomlib.calcul.verdicts.hasard import (
    binomiale,
    fisher,
    hypergeometrique,
    mover,
    retenues,
    tendance,
    wilson,
)

COMPTES = st.integers(1, 14).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def mid_p(weights, seen):
    """Twice the smaller tail, what was seen counting for half, over value → exact weight."""
    total = sum(weights.values())
    below = sum((w for value, w in weights.items() if value < seen), Fraction(0))
    here = weights[seen]
    tail = min(below, total - below - here) + here / 2
    return float(min(Fraction(1), 2 * tail / total))


@given(COMPTES, st.integers(1, 19))
def test_a_count_against_a_norm(count, twentieths):
    (k, n), p = count, Fraction(twentieths, 20)
    weights = {i: comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(n + 1)}
    assert binomiale(k, n, float(p)) == pytest.approx(mid_p(weights, k), abs=1e-12)


@given(COMPTES, COMPTES)
def test_a_unit_against_the_rest_and_two_years(mine, others):
    (k, n), (rest, among) = mine, others
    succes, total = k + rest, n + among
    ways = {
        i: Fraction(comb(n, i) * comb(among, succes - i))
        for i in range(min(n, succes) + 1)
        if 0 <= succes - i <= among
    }
    assert hypergeometrique(k, n, succes, total) == pytest.approx(mid_p(ways, k), abs=1e-12)
    assert fisher(others, mine) == hypergeometrique(k, n, succes, total)


@given(COMPTES, COMPTES, COMPTES)
def test_a_trend_over_three_years(first, second, third):
    years = (first, second, third)
    (_, n1), (_, n2), (_, n3) = years
    succes = sum(k for k, _ in years)
    weights = {}
    for a, c in product(range(n1 + 1), range(n3 + 1)):
        if 0 <= succes - a - c <= n2:
            ways = comb(n1, a) * comb(n2, succes - a - c) * comb(n3, c)
            weights[c - a] = weights.get(c - a, Fraction(0)) + ways
    assert tendance(years) == pytest.approx(mid_p(weights, years[2][0] - years[0][0]), abs=1e-12)


def test_by_hand():
    # 0 of 3 at 1/2: below 0, here 1/8, tail 1/16, twice 1/8
    assert binomiale(0, 3, 0.5) == pytest.approx(1 / 8)
    # 2 of 2 drawn from 4 of which 2: (2 choose 2)(2 choose 0)/(4 choose 2) = 1/6, half, twice
    assert hypergeometrique(2, 2, 2, 4) == pytest.approx(1 / 6)
    assert tendance([(0, 5), (0, 5), (0, 5)]) == 1.0


def test_large_counts_stay_quick_and_right():
    # beside the normal approximation, which holds there
    assert binomiale(520, 1000, 0.5) == pytest.approx(0.2059, abs=2e-3)
    assert 0 < tendance([(900, 3000), (930, 3000), (960, 3000)]) < 0.15
    assert hypergeometrique(0, 2000, 4000, 40000) < 1e-60


def test_wilson_by_hand():
    # Newcombe (1998): 81 of 263 gives 0.2553 to 0.3662
    assert wilson(81, 263) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))


def marge(avant, apres, correlation, z):
    """The MOVER interval of the difference, written out from its definition."""
    (l1, u1), (l2, u2) = wilson(*avant, z), wilson(*apres, z)
    p1, p2 = avant[0] / avant[1], apres[0] / apres[1]
    low = (p2 - l2) ** 2 + (u1 - p1) ** 2 - 2 * correlation * (p2 - l2) * (u1 - p1)
    high = (u2 - p2) ** 2 + (p1 - l1) ** 2 - 2 * correlation * (u2 - p2) * (p1 - l1)
    return p2 - p1 - low**0.5, p2 - p1 + high**0.5


@pytest.mark.parametrize("correlation", [0.0, 0.4])
def test_the_p_value_of_a_stock_is_where_its_interval_reaches_zero(correlation):
    # Newcombe (1998), 56/70 and 48/80: 0.0524 to 0.3339 at 95 % without correlation
    if not correlation:
        interval = marge((48, 80), (56, 70), 0.0, 1.959963984540054)
        assert interval == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
    from scipy.stats import norm

    p = mover((48, 80), (56, 70), correlation)
    z = float(norm.isf(p / 2))
    assert marge((48, 80), (56, 70), correlation, z)[0] == pytest.approx(0, abs=1e-9)
    assert mover((56, 70), (48, 80), correlation) == pytest.approx(p)


def test_common_households_make_a_change_surer():
    assert mover((48, 80), (56, 80), 0.6) < mover((48, 80), (56, 80), 0.0)
    assert mover((5, 10), (5, 10), 0.5) == 1.0


def test_benjamini_and_hochberg_by_hand():
    # their own example (1995): fifteen tests, four hold at 5 %
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
         0.5719, 0.6528, 0.7590, 1.000]  # fmt: skip
    assert retenues(p) == [True] * 4 + [False] * 11
    assert retenues(p[::-1]) == [False] * 11 + [True] * 4
    assert retenues([]) == []
