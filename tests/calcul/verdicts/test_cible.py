"""A proposed target: the best quarter of identical units is luck, that of others is not."""

import numpy as np
import pytest

from cpomlib.calcul.verdicts import Autres, Faits, Releve, cible_proposee
from cpomlib.calcul.verdicts.cible import correlation, quantile, retrecis

AN = 2025
EGAUX = ((20, 50),) * 8


def propose(mine, others, name="cpom_1_taux"):
    k, n = mine
    rest = Autres(sum(a for a, _ in others), sum(b for _, b in others), 0,
                  tuple(a / b for a, b in others), tuple(others))  # fmt: skip
    one = {AN: {name: Releve(k / n, k, n)}}
    return cible_proposee(Faits(AN, one, {AN: {name: rest}}), name)


def test_units_that_chance_alone_separates_are_asked_for_the_middle():
    # S = 2 x 50 x (0.1)^2 / 0.24 = 4.17, under the 8 that nine units of one law give: no spread
    near = ((15, 50), (25, 50), *EGAUX[2:])
    assert correlation(((20, 50), *near), 0.4) == 0.0
    found = propose((20, 50), near)
    assert (found.taux, found.propre, found.milieu) == (0.4, 0.4, 0.4)
    assert (found.menages, found.sur) == (20, 50)


def test_the_spread_and_the_rates_by_hand():
    # ten units of 100: five at 30 %, five at 50 %; middle 40 %
    # S = 10 x 100 x 0.01 / 0.24 = 41.67; free = 1000 - 100 - 9 = 891; (41.67 - 9) / 891 = 0.03666
    known = ((30, 100),) * 5 + ((50, 100),) * 5
    part = correlation(known, 0.4)
    assert part == pytest.approx((1000 / 24 - 9) / 891)
    # each is drawn as by (1 - part) / part = 26.27 households at 40 %: (30 + 10.51) / 126.27
    assert retrecis(known)[0] == pytest.approx((30 + 26.27 * 0.4) / 126.27, abs=1e-4)
    found = propose((30, 100), known[1:])
    assert found.taux == pytest.approx(retrecis(known)[-1])
    # 47.92 % of 100 households: 48
    assert (found.menages, found.sur) == (48, 100)


def test_less_is_better_for_long_stays_and_nobody_is_asked_to_worsen():
    known = ((30, 100),) * 5 + ((50, 100),) * 5
    low = propose((50, 100), known[:5] + known[6:], "cpom_4_taux_presence_longue")
    assert low.taux == pytest.approx(retrecis(known)[0])
    assert low.menages == 32
    best = propose((90, 100), known)
    assert best.taux == best.propre


@pytest.mark.parametrize(
    ("mine", "others", "name"),
    [
        ((2, 6), EGAUX, "cpom_1_taux"),
        ((20, 50), EGAUX[1:], "cpom_1_taux"),
        ((20, 50), EGAUX, "cout_place"),
        ((20, 50), EGAUX, "part_emploi"),
    ],
)
def test_no_target_on_too_little_or_without_a_better_side(mine, others, name):
    assert propose(mine, others, name) is None


def test_a_quantile_is_that_of_numpy():
    values = [0.1, 0.2, 0.4, 0.8, 0.9, 1.0]
    for part in (0.0, 0.25, 0.6, 0.75, 1.0):
        assert quantile(values, part) == pytest.approx(np.quantile(values, part))


def test_the_spread_is_found_where_there_is_one():
    chance = np.random.default_rng(1)
    # beta(8, 12): mean 0.4, correlation 1 / (8 + 12 + 1)
    counts = [(int(chance.binomial(80, p)), 80) for p in chance.beta(8, 12, 3_000)]
    middle = sum(k for k, _ in counts) / sum(n for _, n in counts)
    assert correlation(counts, middle) == pytest.approx(1 / 21, rel=0.1)
