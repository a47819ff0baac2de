"""The best calendar of signatures: that of a brute force, whatever the order it is asked in."""

import pytest
from calcul.programmation.fabrique import brute, worth
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.programmation import optimum
from cpomlib.calcul.programmation.optimum import Candidat, calendrier

YEARS = (2027, 2028, 2029)


def candidat(name, poids=1, departements=("44",), annees=YEARS):
    return Candidat((name, name), poids, departements, annees)


def test_the_dearest_signs_first_and_the_others_wait():
    # 2027 holds one: 500 × 0 + 100 × 1 = 100, against 500 × 1 + 100 × 0 = 500
    found = calendrier(
        [candidat("Alpha", 100), candidat("Beta", 500)], {("44", y): 1 for y in YEARS}
    )
    assert found.annees == (2028, 2027)
    assert (found.attente, found.depassements) == (100, {})


def test_ties_follow_the_names():
    limits = {("44", 2027): 1}
    two = [candidat("Beta", 5), candidat("Alpha", 5)]
    assert calendrier(two, limits).annees == (2028, 2027)


def test_who_is_in_several_departements_counts_in_each():
    both = candidat("Alpha", 1, ("44", "49"))
    others = [candidat("Beta", 9), candidat("Gamma", 9, ("49",))]
    limits = {("44", 2027): 1, ("49", 2027): 1}
    assert calendrier([both, *others], limits).annees == (2028, 2027, 2027)


def test_the_smallest_excess_where_nothing_holds():
    # three signatures, one possible year, two allowed: one too many
    three = [candidat(name, 1, annees=(2027,)) for name in "ABC"]
    assert calendrier(three, {("44", 2027): 2}).depassements == {("44", 2027): 1}


def test_nobody_to_sign():
    assert calendrier([], {("44", 2027): 1}).annees == ()


@st.composite
def cases(draw):
    count = draw(st.integers(1, 5))
    made = [
        Candidat(
            (draw(st.sampled_from("ABC")), str(rank)),
            draw(st.integers(1, 4)),
            tuple(sorted(draw(st.sets(st.sampled_from(["44", "49"]), min_size=1)))),
            tuple(sorted(draw(st.sets(st.sampled_from(YEARS), min_size=1)))),
        )
        for rank in range(count)
    ]
    keys = [(code, year) for code in ("44", "49") for year in YEARS]
    limits = {key: draw(st.integers(0, 2)) for key in keys if draw(st.booleans())}
    return made, limits


@settings(max_examples=60, deadline=None)
@given(cases())
def test_it_is_what_a_brute_force_finds(case):
    candidats, limits = case
    found, best = calendrier(candidats, limits), brute(candidats, limits)
    assert found.annees == best
    assert (sum(found.depassements.values()), found.attente) == worth(candidats, best, limits)[:2]


def test_names_decide_alike_many_at_a_time_or_one_by_one(monkeypatch):
    # fourteen that weigh the same: many calendars are worth the best, one follows the names
    named = [candidat(f"N{rank:02}", 2, (("44", "49"), ("44",), ("49",))[rank % 3])
             for rank in range(14)]  # fmt: skip
    limits = {(code, year): 3 for code in ("44", "49") for year in YEARS}
    together = calendrier(named, limits)
    monkeypatch.setattr(optimum, "_POIDS_MAX", 1.0)
    assert calendrier(named, limits) == together


@pytest.mark.parametrize("shift", [1, 3])
def test_the_order_of_the_candidates_changes_nothing(shift):
    named = [candidat(name, 1 + rank % 2) for rank, name in enumerate("ABCDE")]
    limits = {("44", year): 2 for year in YEARS}
    turned = named[shift:] + named[:shift]
    first = dict(zip((c.cle for c in named), calendrier(named, limits).annees, strict=True))
    again = dict(zip((c.cle for c in turned), calendrier(turned, limits).annees, strict=True))
    assert first == again
