"""Who is housed here beside who asks in vain in the région."""

import pandas as pd
import pytest

from cpomlib.calcul.regional import (
    Besoin,
    besoins,
    depasse_le_hasard,
    plus_grand_ecart,
    public_en_attente,
)
from cpomlib.calcul.secret import ENSEMBLE

DEMANDES = pd.DataFrame(
    {
        "departement": [ENSEMBLE, ENSEMBLE, ENSEMBLE, "44"],
        "modalite": ["homme_seul", "couple_enfants", "mineur", "couple_enfants"],
        "part": [0.70, 0.20, float("nan"), 0.9],
    }
)


def test_the_widest_gap_is_of_who_asks_most_beyond_what_is_housed():
    housed = {"homme_seul": 0.70, "couple_enfants": 0.05, "mineur": 0.0, "groupe": 0.02}
    found = {one.modalite: one for one in besoins(housed, DEMANDES)}
    # the région alone counts, 0.20 − 0.05; the département's 0.9 does not
    assert found["couple_enfants"].ecart == pytest.approx(0.15)
    # masked is unknown, and nobody asked for a group
    assert found["mineur"].demandes is None and found["mineur"].ecart is None
    assert found["groupe"].demandes == 0.0
    # the 1 − 0.70 − 0.20 = 0.10 of requests left is the most that "mineur" asks: under 0.15
    top = plus_grand_ecart(tuple(found.values()))
    assert top is not None and top.modalite == "couple_enfants"


def test_nobody_asks_more_than_is_housed():
    assert plus_grand_ecart(besoins({"homme_seul": 0.9}, DEMANDES)) is None
    assert not public_en_attente(besoins({"homme_seul": 0.9}, DEMANDES))


@pytest.mark.parametrize(
    ("couple_enfants", "mineur", "gagnant"),
    [
        # requests left: 0.10 at most for "mineur", of whom none is housed here: a gap of 0.10
        (0.11, 0.0, None),
        (0.09, 0.0, "couple_enfants"),
        # 0.03 housed here: a gap of 0.07 at most, under the 0.20 − 0.11 = 0.09 shown
        (0.11, 0.03, "couple_enfants"),
        # housed here unknown too: as if nobody were
        (0.11, None, None),
    ],
)
def test_no_public_is_named_where_a_masked_one_could_ask_more(couple_enfants, mineur, gagnant):
    housed = {"homme_seul": 0.70, "couple_enfants": couple_enfants, "mineur": mineur}
    found = besoins(housed, DEMANDES)
    top = plus_grand_ecart(found)
    assert (top.modalite if top else None) == gagnant
    assert public_en_attente(found)


def test_a_share_masked_here_bounds_its_gap_by_the_whole_of_the_requests():
    found = besoins({"homme_seul": None, "couple_enfants": 0.0}, DEMANDES)
    # "homme_seul" could be housed by nobody: 0.70, more than 0.20
    assert found[0] == Besoin("homme_seul", None, 0.70, pytest.approx(0.70))
    assert plus_grand_ecart(found) is None and public_en_attente(found)


@pytest.mark.parametrize(
    ("k", "n", "held"),
    [
        (11, 308, False),  # 3.6 % for 6.7 %: three chances in a hundred, and seven are looked at
        (2, 308, True),
        (0, 30, False),  # 0.933^30 = 12 %, twice the half of it
        (0, 85, True),  # 0.933^85 = 0.27 %
    ],
)
def test_the_widest_of_seven_gaps_is_told_where_chance_does_not_make_it(k, n, held):
    assert depasse_le_hasard(Besoin("couple", k / n, 0.067), (k, n), 7) is held
