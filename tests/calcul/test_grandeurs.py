"""What is said of figures already computed, and counts that several reports share."""

from decimal import Decimal

import pandas as pd
import pytest

from cpomlib.calcul import (
    accorde_par_financeur,
    avec_totaux,
    concorde,
    ecart_relatif,
    evolution,
    moyenne_ponderee,
    moyennes,
    part,
    parts_annuelles,
    places_croisees,
    rapport_des_sommes,
    somme,
    taux_occupation,
    total_places,
)


def test_a_change_is_rounded_as_it_is_shown_and_unknown_where_a_year_is():
    assert evolution(0.9234, 0.9, 3) == 0.023
    assert evolution(0.90004, 0.9, 3) == 0
    assert evolution(None, 0.9, 3) is evolution(0.9, None, 3) is None


def test_a_share_without_a_whole_is_unknown():
    assert part(3, 4) == 0.75
    assert part(30.0, 60_000.0, 10_000) == 5.0
    assert part(Decimal("1.50"), Decimal("6.00")) == Decimal("0.25")
    assert part(None, 4) is part(3, None) is part(3, 0) is None


def test_gaps_and_means_weigh_what_they_say():
    # 18 000 beside 20 000 is a tenth below
    assert ecart_relatif(18_000.0, 20_000.0) == pytest.approx(-0.1)
    assert ecart_relatif(18_000.0, None) is None
    # (0.1 × 30 + 0.4 × 10) / 40 = 7 / 40
    assert moyenne_ponderee([(0.1, 30), (0.4, 10)]) == pytest.approx(0.175)
    assert moyenne_ponderee([]) is None
    rows = pd.DataFrame({"numerateur": [100.0, 50.0], "denominateur": [10.0, 20.0]})
    assert rapport_des_sommes(rows) == (5.0, 30.0)


def test_a_sum_of_exact_amounts_is_exact():
    assert somme([Decimal("0.10"), Decimal("0.20")]) == Decimal("0.30")
    assert concorde(pd.Series([0.1, 0.2]), 0.3)
    assert not concorde(pd.Series([0.1, 0.2]), 0.31)


def test_means_by_theme_and_shares_by_year():
    marks = pd.DataFrame({"theme": ["a", "a", "b"], "cotation": [1, 4, 3]})
    assert moyennes(marks, "theme", "cotation") == {"a": 2.5, "b": 3.0}
    rows = pd.DataFrame({"annee": [2024, 2025, 2025, 2023], "places": [0, 10, 30, 8]})
    # 2024 has a zero whole: no share; 2023 has nothing kept: zero of eight
    kept = rows[rows["places"] == 10]
    assert parts_annuelles(kept, rows, "places") == {
        2025: (10.0, 40.0, 0.25),
        2023: (0.0, 8.0, 0.0),
    }


def test_days_without_a_theory_have_no_occupation():
    days = pd.DataFrame({"journees_realisees": [90, 5], "journees_theoriques": [100, 0]})
    assert taux_occupation(days).tolist()[0] == 0.9
    assert taux_occupation(days).isna().tolist() == [False, True]


def test_places_are_crossed_and_totalled():
    rows = pd.DataFrame(
        {"gham": ["1", "1", "2"], "mode": ["diffus", "regroupe", "diffus"],
         "places_financees": [3, 5, 7]}
    )  # fmt: skip
    wide = avec_totaux(places_croisees(rows, "gham", "mode").fillna(0), "Ensemble")
    assert wide.loc["1"].tolist() == [3, 5, 8]
    assert wide.loc["Ensemble"].tolist() == [10, 5, 15]
    assert total_places(rows) == 15
    assert pd.isna(total_places(rows.assign(places_financees=float("nan"))))


def test_grants_are_in_euros_by_financer():
    rows = pd.DataFrame({"financeur": ["etat", "etat", "caf"], "montant_accorde": [150, 50, 5]})
    assert accorde_par_financeur(rows) == ({"caf": 0.05, "etat": 2.0}, 2.05)
