"""The small parts the invented region is made of."""

from collections.abc import Mapping

import numpy as np
import pytest
from conftest import plain

from cpomlib.exemple import calibration, ids, names
from cpomlib.exemple.draws import moyenne, repartir, tirage
from cpomlib.exemple.money import dotation_place
from cpomlib.exemple.stays import day
from cpomlib.socle.erreurs import ParametreError

PINNED = [0.8433333586388445, 0.5869233794707653, 0.6450338991665744]
"""First numbers of PCG64 seeded with [1, 52, 1]: another machine must give the same."""


def test_every_calibrated_value_says_where_it_comes_from():
    leaves = calibration.feuilles()
    assert len(leaves) > 60
    for path, leaf in leaves.items():
        assert leaf.statut in {"source", "derive", "hypothese"}, path
        if leaf.statut != "hypothese":
            assert leaf.source, path


def test_shares_add_up_to_one():
    for path in calibration.feuilles():
        value = calibration.valeur(path)
        if path.startswith(("publics.", "personnel.")) and isinstance(value, Mapping):
            if path in {"personnel.couts", "personnel.etp_facteurs"}:
                continue
            assert sum(value.values()) == pytest.approx(1), path


def test_an_unknown_value_is_named():
    with pytest.raises(ParametreError) as caught:
        calibration.valeur("activite.inconnue")
    assert plain(caught.value) == (
        "parameters/exemple.yaml : La valeur « activite.inconnue » n’est pas dans le calage de "
        "l’exemple. Ajoutez-la avec sa source et son statut."
    )


def test_the_stream_is_the_same_everywhere():
    drawn = tirage(1, "52", "sejours").uniforme(3)
    assert drawn.tolist() == PINNED
    assert tirage(1, "52", "publics").uniforme(3).tolist() != PINNED


def test_parts_are_whole_and_add_up():
    # 100 along 1:1:1 → cuts at 33.3 and 66.7 → 33, 34, 33
    assert repartir(np.array([100]), np.ones((1, 3))).tolist() == [[33, 34, 33]]
    totals = np.array([0, 1, 7, 10**12 + 1])
    weights = np.array([[0.1, 0.2, 0.3, 0.4]] * 4)
    assert repartir(totals, weights).sum(axis=1).tolist() == totals.tolist()


def test_the_mean_of_a_law_given_by_quantiles():
    # structure: halves of [14, 20], [20, 32]… by trapezes; here the waiting time by hand:
    # 0.2·(0+0.22)/2 + 0.2·(0.22+0.51)/2 + 0.2·(0.51+0.92)/2 + 0.2·(0.92+1.61)/2
    #   + 0.15·(1.61+3)/2 + 0.05·(3+5)/2 = 0.022+0.073+0.143+0.253+0.34575+0.2 = 1.03675
    assert moyenne("activite.attente_quantiles") == pytest.approx(1.03675)


def test_the_dotation_per_place_follows_the_known_years():
    assert dotation_place(2024) == 15_491
    assert dotation_place(2025) == 15_669
    assert dotation_place(2022) == pytest.approx((14_866 + 15_166) / 2)  # between 2021 and 2023
    assert dotation_place(2026) == pytest.approx(15_669 * 1.015)


@pytest.mark.parametrize(
    ("digits", "key"),
    # 00052001: doubled from the right 2·1 + 0 + 2·0 + 2 + 2·5→10→1 + 0… = 2+0+0+2+1 = 5 → 5
    [("00052001", "5"), ("7992739871", "3")],
)
def test_luhn_key(digits, key):
    assert ids.cle_luhn(digits) == key


def test_invented_identifiers_cannot_be_real():
    assert ids.siren("52", 0) == "000520015"
    assert ids.finess("44", 0)[:4] == "4499"
    assert ids.finess("2A", 3).startswith("2A99")
    assert ids.finess("974", 3).startswith("9799")
    numbers = {ids.siren("06", rank) for rank in range(999)}
    assert len(numbers) == 999
    assert all(len(number) == 9 and number.startswith("000") for number in numbers)


def test_names_all_differ_and_one_is_always_there():
    many = [names.gestionnaire(rank) for rank in range(50)]
    assert len(set(many)) == 50
    assert many[0] == "L’Étape & Fils <Loire>"
    assert max(len(name) for name in many) > 200


def test_days_count_from_1970():
    assert day(1970) == 0
    assert day(2024, 13) - day(2024) == 366
    assert day(2025, 3) - day(2025, 2) == 28
