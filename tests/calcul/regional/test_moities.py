"""The middle half of a région: quartiles of what is and of how it grew, where they may be said."""

import numpy as np
import pandas as pd
import pytest

from cpomlib.calcul.regional import moities
from cpomlib.calcul.secret import Regles

REGLES = Regles()
NOM = "produits_groupe_1"


def values(amounts, name=NOM):
    """Lay out an amount per gestionnaire as the indicators are."""
    return pd.DataFrame({
        "unite": [f"g{rank:02}" for rank in range(len(amounts))], "id": name,
        "numerateur": np.array(amounts, float), "denominateur": np.nan,
        "valeur": np.array(amounts, float), "statut": "ok", "raison": "", "note": "",
    })  # fmt: skip


def test_quartiles_of_a_level_and_of_its_growth():
    """Levels 100 … 110: places 2.5 and 7.5 of eleven: 102.5 and 107.5.

    Each grew from 100: rates 0 % … 10 %, quartiles 2.5 % and 7.5 %.
    """
    found = moities(values(range(100, 111)), values([100] * 11), 2025, REGLES)
    level, growth = found[NOM, False], found[NOM, True]
    assert (level.bas, level.haut, level.n, level.annee) == (102.5, 107.5, 11, 2025)
    assert (growth.bas, growth.haut) == (pytest.approx(0.025), pytest.approx(0.075))


@pytest.mark.parametrize("count", [4, 5, 9])
def test_under_twice_the_threshold_nothing_is_said(count):
    """A quartile is the median of a half: five gestionnaires must be there."""
    assert moities(values(range(100, 100 + count)), values([100] * count), 2025, REGLES) == {}


def test_ten_are_enough():
    assert (NOM, False) in moities(values(range(100, 110)), values([100] * 10), 2025, REGLES)


def test_what_one_dominates_is_not_said():
    """One holds 99 % of the amount."""
    assert moities(values([1] * 11 + [2000]), values([1] * 12), 2025, REGLES) == {}


def test_growth_needs_both_years():
    """Ten have a value, of whom two had none the year before: eight growths are too few."""
    before = values([100] * 10)
    before.loc[:1, ["numerateur", "valeur"]] = np.nan
    before.loc[:1, "statut"] = "nd"
    found = moities(values(range(100, 110)), before, 2025, REGLES)
    assert set(found) == {(NOM, False)}


def test_a_doubted_value_enters_no_quartile_nor_growth():
    """Without the doubted 900, 100 … 110 as above; growth lacks who is doubted either year."""
    now, before = values([*range(100, 111), 900]), values([100] * 12)
    found = moities(now, before, 2025, REGLES, ({("g11", NOM)}, {("g10", NOM)}))
    level, growth = found[NOM, False], found[NOM, True]
    assert (level.bas, level.haut, level.n) == (102.5, 107.5, 11)
    # ten rates left, 0 % … 9 %: places 2.25 and 6.75
    assert (growth.bas, growth.haut, growth.n) == (
        pytest.approx(0.0225), pytest.approx(0.0675), 10
    )  # fmt: skip
