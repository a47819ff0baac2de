"""What a scenario changes beside the base: places by kind and mode, posts, what places bring."""

from types import SimpleNamespace as Objet

import numpy as np
import pytest

from cpomlib.calcul.scenarios import gain, masse_de, par_mode, places_deplacees


def projection(places, etp):
    """Kinds in rows, then establishments, then years: the base year and the last."""
    held = np.array(places, dtype="float64")
    return Objet(
        etat=Objet(genres=("1R", "1D", "hors_les_murs")),
        lignes=Objet(places=held),
        total=lambda poste: np.array(etp, dtype="float64"),
    )


BASE = projection([[[10, 10]], [[5, 5]], [[0, 0]]], [20, 20])
MUE = projection([[[10, 6]], [[5, 9]], [[0, 2]]], [20, 18.5])


def test_places_move_between_kinds_in_the_last_year():
    # 1R: 6 − 10 = −4; 1D: 9 − 5 = 4; hors les murs: 2 − 0 = 2; half of 4 + 4 + 2
    gains, moved = places_deplacees(MUE, BASE)
    assert gains == {"1R": -4.0, "1D": 4.0, "hors_les_murs": 2.0}
    assert moved == 5.0
    # by mode, what changes kind inside a mode is no place gained
    assert par_mode(gains, lambda kind: "chrs" if kind[0] == "1" else kind) == {
        "chrs": 0.0, "hors_les_murs": 2.0,
    }  # fmt: skip


def test_posts_gained_are_those_of_the_last_year():
    assert gain(MUE, BASE, "etp") == -1.5


def test_the_payroll_of_a_convention_leaves_unknown_costs_out():
    etat = Objet(
        couts_etp=np.array([[40_000.0, np.nan]]), etp_de=lambda name: np.array([[2.0, 1.0]])
    )
    # 2 × 40 000; the second fonction has no known cost
    assert masse_de(etat, 0, "chrs") == pytest.approx(80_000)
