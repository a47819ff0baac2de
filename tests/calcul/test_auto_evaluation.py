"""The ratings that establishments give their own practices."""

import pandas as pd
import pytest

from cpomlib.calcul import auto_evaluation

ROWS = pd.DataFrame(
    [
        ("A", 2025, "droits", 4), ("A", 2025, "droits", 1), ("B", 2025, "droits", 2),
        ("A", 2024, "droits", 3), ("A", 2024, "risques", 2), ("Z", 2025, "droits", 1),
        ("A", 2020, "patrimoine", 1),
    ],
    columns=["id_etablissement", "annee", "theme", "cotation"],
)  # fmt: skip


def test_a_mean_is_over_every_answer_of_the_perimeter():
    found = auto_evaluation(
        ROWS, ["A", "B"], (2023, 2024, 2025), ("risques", "droits", "patrimoine")
    )
    risks, rights = found.themes
    # (4 + 1 + 2) / 3 answers of 2025, two of which are 1 or 2; Z is somebody else's
    assert rights.moyennes == {2023: None, 2024: 3.0, 2025: pytest.approx(7 / 3)}
    assert (rights.reponses, rights.a_ameliorer) == (3, 2)
    # no answer is not a zero
    assert risks.moyennes == {2023: None, 2024: 2.0, 2025: None}
    assert (risks.reponses, risks.a_ameliorer) == (0, 0)
    assert found.etablissements == 2


def test_nothing_deposited_has_no_theme():
    assert auto_evaluation(ROWS, ["C"], (2023, 2024, 2025), ("droits",)).themes == ()
