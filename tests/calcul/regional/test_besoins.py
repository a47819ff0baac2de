"""Who is housed here beside who asks in vain in the région."""

import pandas as pd
import pytest

from cpomlib.calcul.regional import besoins, plus_grand_ecart
from cpomlib.calcul.secret import ENSEMBLE

DEMANDES = pd.DataFrame(
    {
        "departement": [ENSEMBLE, ENSEMBLE, ENSEMBLE, "44"],
        "modalite": ["homme_seul", "couple_enfants", "mineur", "couple_enfants"],
        "part": [0.50, 0.20, float("nan"), 0.9],
    }
)


def test_the_widest_gap_is_of_who_asks_most_beyond_what_is_housed():
    housed = {"homme_seul": 0.60, "couple_enfants": 0.05, "mineur": 0.0, "groupe": 0.02}
    found = {one.modalite: one for one in besoins(housed, DEMANDES)}
    # the région alone counts, 0.20 − 0.05; the département's 0.9 does not
    assert found["couple_enfants"].ecart == pytest.approx(0.15)
    # masked is unknown, and nobody asked for a group
    assert found["mineur"].demandes is None and found["mineur"].ecart is None
    assert found["groupe"].demandes == 0.0
    top = plus_grand_ecart(tuple(found.values()))
    assert top is not None and top.modalite == "couple_enfants"


def test_nobody_asks_more_than_is_housed():
    assert plus_grand_ecart(besoins({"homme_seul": 0.9}, DEMANDES)) is None
