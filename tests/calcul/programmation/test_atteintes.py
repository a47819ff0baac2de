"""Targets reached by indicator, and what may be said of it outside the service."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from cpomlib.calcul.programmation import Atteinte, atteintes, libres


def line(contract, judgement, indicateur="cpom_1_taux", annee=2025):
    return SimpleNamespace(contrat=contract, annee=annee, jugement=judgement,
                           cible=SimpleNamespace(indicateur=indicateur))  # fmt: skip


OWNERS = {f"C-{rank}": f"G{rank}" for rank in range(9)}


def test_a_gestionnaire_reaches_an_indicator_when_it_reaches_all_its_targets():
    lines = [line("C-1", "atteinte"), line("C-1", "atteinte"), line("C-2", "atteinte"),
             line("C-2", "non_atteinte"), line("C-3", "proche"), line("C-4", "non_atteinte"),
             line("C-5", "atteinte"), line("C-5", "non_mesurable"),
             line("C-6", "atteinte", annee=2024),
             line("C-7", "a_venir"), line("C-8", "suivi")]  # fmt: skip
    [one] = atteintes(lines, OWNERS, 2025)
    assert dict(one.etats) == {
        "atteint": 1, "en_partie": 2, "non_atteint": 1, "non_mesurable": 1}  # fmt: skip
    assert (one.suivis, one.atteints) == (4, 1)
    assert one.parts == {"atteint": 1 / 4, "en_partie": 2 / 4, "non_atteint": 1 / 4}


def test_free_indicators_are_counted_apart():
    lines = [
        line("C-1", "atteinte", "L-x"),
        line("C-2", "proche", "L-x"),
        line("C-3", "suivi", "L-y"),
    ]
    assert atteintes(lines, OWNERS, 2025) == ()
    assert (libres(lines, 2025).jugees, libres(lines, 2025).atteintes) == (2, 1)


@given(st.integers(0, 15), st.integers(0, 15), st.integers(2, 6))
def test_what_is_told_leaves_each_side_to_enough_others(reached, missed, least):
    """Whoever knows its own side still has as many on it as the threshold, less itself.

    All, or none, of a group would say of each on what side of its public target its count is.
    """
    one = Atteinte("cpom_1_taux", {"atteint": reached, "non_atteint": missed})
    told = not one.taire(least)
    assert told == (reached >= least and missed >= least)
    if told:
        assert min(reached, missed) - 1 >= least - 1 >= 1
