"""Quartiles, fences and what a publishable version says of them: cases computed by hand."""

import numpy as np
import pytest

from cpomlib.calcul.regional.statistiques import EXTREME, clotures, distribution
from cpomlib.calcul.secret import Regles

REGLES = Regles()


def test_the_quartiles_interpolate_between_ordered_values():
    # ordered: 10 12 20 30 40 100; places 0.25×5 = 1.25, 0.5×5 = 2.5, 0.75×5 = 3.75
    # q1 = 12 + 0.25×(20−12) = 14; median = (20+30)/2 = 25; q3 = 30 + 0.75×(40−30) = 37.5
    found = distribution([40, 10, 100, 12, 30, 20], REGLES)
    assert (found.n, found.minimum, found.maximum) == (6, 10, 100)
    assert (found.q1, found.mediane, found.q3) == (14, 25, 37.5)
    assert found.moyenne == pytest.approx(212 / 6)


def test_the_fences_of_tukey():
    # q1 = 14, q3 = 37.5, spread 23.5: fences at 14 − 35.25 and 37.5 + 35.25
    assert clotures([40, 10, 100, 12, 30, 20]) == (-21.25, 72.75)
    assert clotures([40, 10, 100, 12, 30, 20], 3.0) == (-56.5, 108.0)


def test_four_gestionnaires_are_too_few_even_inside_the_service():
    found = distribution([1.0, 2.0, 3.0, np.nan, 4.0], REGLES)
    assert (found.n, found.statut, found.mediane) == (4, "secret", None)
    assert found.raison == "Moins de 5 gestionnaires ont une valeur."


def test_nobody_has_a_value():
    found = distribution([np.nan, np.nan], REGLES)
    assert (found.n, found.statut) == (0, "nd")


def test_a_publishable_version_keeps_the_extremes_which_are_one_gestionnaires_own():
    found = distribution([40, 10, 100, 12, 30, 20], REGLES, publiable=True)
    assert (found.minimum, found.maximum, found.raison_extremes) == (None, None, EXTREME)
    # halves of 3 gestionnaires: a quartile would be the median of fewer than 5
    assert (found.q1, found.q3) == (None, None)
    assert "moins de 5 gestionnaires" in found.raison_quartiles
    assert (found.mediane, found.statut) == (25, "ok")


def test_quartiles_are_published_from_ten_gestionnaires():
    found = distribution(list(range(1, 11)), REGLES, publiable=True)
    # places 0.25×9 = 2.25 and 0.75×9 = 6.75 in 1 … 10
    assert (found.q1, found.q3, found.raison_quartiles) == (3.25, 7.75, "")
    assert found.minimum is None


def test_another_reason_of_secrecy_masks_all_of_a_publishable_version_only():
    values = [1.0, 2.0, 3.0, 4.0, 96.0]
    assert distribution(values, REGLES, raison="Dominance.").statut == "ok"
    masked = distribution(values, REGLES, publiable=True, raison="Dominance.")
    assert (masked.statut, masked.raison, masked.moyenne) == ("secret", "Dominance.", None)
