"""Where nothing is true little is stated; where a trouble is planted it is told first."""

import pytest
from calcul.verdicts.fausse_region import JUGES, PLACES, cotes, region


@pytest.fixture(scope="module")
def same():
    return [one for seed in range(4) for one in region(seed)]


def test_reports_of_one_law_state_next_to_nothing(same):
    """48 reports: at 5 % of false ones, 2.4 are expected and more than 6 come once in a hundred.

    A hundred regions are measured by the script itself.
    """
    assert len(same) == 4 * len(PLACES)
    assert sum(bool(one.faux()) for one in same) <= 6


def test_each_report_tells_how_many_tests_it_makes(same):
    # the level of five rates and of the refusals, and the long stays; the course of five rates
    assert max(one.jugements.tests for one in same) == 7 + 5
    small = [one for one in same if PLACES[one.rang] == 30]
    assert all(one.jugements.tests < 12 for one in small)


def test_where_gestionnaires_differ_the_verdicts_are_on_the_right_side():
    reports = [one for seed in range(2) for one in region(100 + seed, 0.08)]
    sides = [right for one in reports for right in cotes(one)]
    assert len(sides) >= 8
    assert sum(sides) >= len(sides) - 1
    assert set(JUGES) & {v for one in reports for v in one.faux()}
