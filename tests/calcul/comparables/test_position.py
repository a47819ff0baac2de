"""Where one stands: quartiles worked by hand, and nothing where secrecy forbids it."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpomlib.calcul.comparables import situer
from cpomlib.calcul.secret import Regles, matrices, matrices_de_table

RULES = Regles(5, 11, 0.85)


def values(*costs, own=16_500.0, name="cout_place"):
    """One row per establishment of 100 places, the one set among the others first."""
    rows = [("moi", own), *((f"E{rank}", cost) for rank, cost in enumerate(costs, 1))]
    return pd.DataFrame(
        [(unit, name, cost * 100, 100.0, cost, "ok", "") for unit, cost in rows],
        columns=["unite", "id", "numerateur", "denominateur", "valeur", "statut", "raison"],
    )


def laid(*costs, **own):
    return matrices(values(*costs, **own))


def near(owners):
    return {f"E{rank}": owner for rank, owner in enumerate(owners, 1)}


FIVE = (15_000.0, 16_000.0, 17_000.0, 18_000.0, 19_000.0)


def test_quartiles_and_rank_are_those_of_the_others():
    found = situer(laid(*FIVE), "moi", near(list("ABCDE")), 3, regles=RULES)["cout_place"]
    # of five values the quartiles are the second, the third and the fourth
    assert (found.q1, found.mediane, found.q3) == (16_000, 17_000, 18_000)
    assert found.n == 5


def ranked(name, own=16_500.0):
    """The same values, said to be those of another indicator."""
    frame = values(*FIVE, own=own).assign(id=name)
    return situer(matrices(frame), "moi", near(list("ABCDE")), 3, regles=RULES)[name].rang


def test_the_first_rank_is_the_best_and_a_cost_has_none():
    # 16 500 comes after 19 000, 18 000 and 17 000 among six, or after 15 000 and 16 000
    assert ranked("taux_caf") == "4e\u00a0sur\u00a06"
    assert ranked("taux_indisponibilite") == "3e\u00a0sur\u00a06"
    assert ranked("cout_place") == ""


@given(st.lists(st.floats(1_000, 2_000), min_size=5, max_size=12))
def test_quartiles_are_those_of_numpy_to_the_last_bit(costs):
    owners = [f"G{rank}" for rank in range(len(costs))]
    found = situer(laid(*costs), "moi", near(owners), 3, regles=RULES)["cout_place"]
    expected = np.percentile(np.array(costs), [25, 50, 75]).tolist()
    assert [found.q1, found.mediane, found.q3] == expected


def test_four_are_too_few_even_with_ones_own():
    found = situer(laid(*FIVE[:4]), "moi", near(list("ABCD")), 3, regles=RULES)["cout_place"]
    assert (found.statut, found.mediane, found.rang) == ("secret", None, "")
    assert found.raison == "Moins de 5 comparables ont une valeur."


def test_two_gestionnaires_would_find_each_other_again():
    found = situer(laid(*FIVE), "moi", near(list("AAABB")), 3, regles=RULES)["cout_place"]
    assert (found.statut, found.q1) == ("secret", None)
    assert found.raison == "Les comparables relèvent de moins de 3 gestionnaires."


def test_what_the_rules_of_secrecy_refuse_is_refused_here():
    frame = values(*FIVE)
    frame.loc[1, ["numerateur", "denominateur"]] = [15_000 * 100_000, 100_000]
    found = situer(matrices(frame), "moi", near(list("ABCDE")), 3, regles=RULES)["cout_place"]
    # E1 has 100 000 places of 100 400: more than 85 %
    assert found.statut == "secret"
    assert "85" in found.raison


def test_without_a_value_of_ones_own_there_is_no_rank():
    frame = values(*FIVE)
    frame.loc[0, ["valeur", "statut"]] = [float("nan"), "nd"]
    found = situer(matrices(frame), "moi", near(list("ABCDE")), 3, regles=RULES)["cout_place"]
    assert (found.mediane, found.rang) == (17_000, "")


def test_nobody_near_is_not_a_secret():
    found = situer(laid(*FIVE), "moi", near([]), 3, regles=RULES)["cout_place"]
    assert (found.statut, found.n) == ("nd", 0)
    assert found.raison == "Aucun comparable n’a de valeur."


@pytest.mark.parametrize(
    ("own", "rank"), [(20_000.0, "1er\u00a0sur\u00a06"), (19_000.0, "1er\u00a0sur\u00a06")]
)
def test_equal_values_share_the_best_place(own, rank):
    assert ranked("taux_caf", own) == rank


def test_what_is_kept_of_the_matrices_is_what_was_laid_out():
    known = laid(4.0, 5.0, math.nan, 7.0, own=6.5)
    back = matrices_de_table(known.en_table())
    assert (back.unites, back.ids) == (known.unites, known.ids)
    for name in ("numerateurs", "denominateurs", "valeurs"):
        assert np.array_equal(getattr(back, name), getattr(known, name), equal_nan=True)


def test_the_rows_of_an_indicator_are_those_with_a_value():
    rows = laid(4.0, math.nan, 6.0, own=6.5).lignes("cout_place")
    assert rows["valeur"].tolist() == [6.5, 4.0, 6.0]
    assert set(rows["statut"]) == {"ok"}
