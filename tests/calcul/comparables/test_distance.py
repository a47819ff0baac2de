"""The distance: worked by hand, then what must hold of any two units."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpomlib.calcul.comparables import bareme, ecarts, plus_proches, traits

COLUMNS = [
    "gestionnaire", "places", "population", "gham.1R", "gham.3D", "categorie.214", "categorie.219",
    "mode.regroupe", "mode.diffus", "departement.44", "departement.49", "region.52",
    "public.homme_seul", "public.femme_enfants",
]  # fmt: skip
A = ["G1", 40, 300_000, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.6, 0.4]
B = ["G2", 80, 300_000, 0.5, 0.5, 1.0, 0.0, 0.5, 0.5, 0.0, 1.0, 1.0, 0.4, 0.6]
C = ["G3", 40, 300_000, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.6, 0.4]


@pytest.fixture(autouse=True)
def _shipped(monkeypatch):
    monkeypatch.delenv("CPOM_PARAMETRES", raising=False)


def described(**rows):
    return pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS)


def gaps(frame, unit, scale):
    """The gaps from one unit, one row per unit."""
    found = ecarts(traits(frame), unit, scale)
    return pd.DataFrame(dict(zip(scale.criteres, found, strict=True)), index=frame.index)


def nearest(frame, unit, n, scale):
    """The units nearest to one, one row each."""
    known = traits(frame)
    found = plus_proches(known, unit, n, scale, ecarts(known, unit, scale))
    return pd.DataFrame(
        {
            "unite": list(found.unites),
            "gestionnaire": list(found.unites.values()),
            "distance": found.distance,
            **dict(zip(scale.criteres, found.parts, strict=True)),
        }
    )


def open_scale(**reglages):
    """The declared weights, without the limits that keep the far ones out."""
    known = bareme()
    wide = {"distance_max": 1.0, "part_connue_min": 0.0, **reglages}
    changed = {n: replace(known.reglages[n], valeur=v) for n, v in wide.items()}
    return replace(known, reglages={**known.reglages, **changed})


def test_the_gaps_of_two_establishments_are_those_worked_by_hand():
    found = gaps(described(A=A, B=B), "A", bareme()).loc["B"]
    # gham: (|1 − 0.5| + |0 − 0.5|) / 2 = 0.5, and so for the mode; one category: 0
    # taille: ln(80 / 40) / ln 4 = 0.5; public: (0.2 + 0.2) / 2 = 0.2
    # territoire: another département of the région: 0.5 × 1 + 0.5 × 0; same commune size: 0
    expected = {"gham": 0.5, "categorie": 0, "taille": 0.5, "public": 0.2, "mode": 0.5,
                "territoire": 0.5, "commune": 0}  # fmt: skip
    assert found.to_dict() == pytest.approx(expected)


def test_the_distance_is_the_weighted_mean_and_its_shares_add_up():
    (row,) = nearest(described(A=A, B=B), "A", 5, open_scale()).to_dict("records")
    # (3×0.5 + 2×0 + 2×0.5 + 2×0.2 + 1×0.5 + 1×0.5 + 0.5×0) / 11.5 = 3.9 / 11.5
    assert row["distance"] == pytest.approx(3.9 / 11.5)
    assert row["gham"] == pytest.approx(1.5 / 11.5)
    assert row["unite"] == "B"


def test_a_twin_comes_first_and_ones_own_gestionnaire_never():
    sister = ["G1", *A[1:]]
    found = nearest(described(B=B, D=sister, A=A, C=C), "A", 5, open_scale())
    assert found["unite"].tolist() == ["C", "B"]
    assert found["distance"].tolist()[0] == 0.0


def test_what_is_too_far_is_not_comparable():
    far = ["G4", 400, 2_000, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0]
    assert nearest(described(A=A, D=far), "A", 5, bareme()).empty
    assert len(nearest(described(A=A, D=far), "A", 5, open_scale())) == 1


def test_an_unknown_criterion_counts_neither_for_nor_against():
    without = [*B[:-2], np.nan, np.nan]
    (row,) = nearest(described(A=A, B=without), "A", 5, open_scale()).to_dict("records")
    # the same sum without the publics: 3.5 over the weights known, 9.5
    assert np.isnan(row["public"])
    assert row["distance"] == pytest.approx(3.5 / 9.5)


def test_what_is_mostly_unknown_is_not_comparable():
    # without any place, only the publics (2 of 11.5) are known: less than 60 %
    empty = ["G5", *[np.nan] * 11, 0.6, 0.4]
    assert nearest(described(A=A, D=empty), "A", 5, bareme()).empty
    assert nearest(described(A=A, D=empty), "D", 5, bareme()).empty


def test_a_weight_of_zero_leaves_a_criterion_out():
    scale = open_scale()
    criteria = {n: replace(c, poids=1.0 if n == "gham" else 0.0) for n, c in scale.criteres.items()}
    (row,) = nearest(described(A=A, B=B), "A", 5, replace(scale, criteres=criteria)).to_dict(
        "records"
    )
    assert row["distance"] == pytest.approx(0.5)


SHARE = st.floats(0, 1)
SIZE = st.one_of(st.just(np.nan), st.floats(1, 2_000))


def pair(share):
    return share, 1 - share


@st.composite
def units(draw):
    rows = {}
    for rank in range(draw(st.integers(2, 6))):
        pairs = [x for _ in range(4) for x in pair(draw(SHARE))]
        public = pair(draw(st.one_of(SHARE, st.just(np.nan))))
        rows[f"U{rank}"] = [f"G{rank}", draw(SIZE), draw(SIZE), *pairs, 1.0, *public]
    return described(**rows)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(units(), st.randoms())
def test_any_distance_is_symmetric_bounded_explained_and_blind_to_the_order(frame, random):
    scale = open_scale()
    shuffled = frame.loc[random.sample(list(frame.index), len(frame))]
    distances = {}
    for unit in frame.index:
        found = nearest(frame, unit, 10, scale)
        pd.testing.assert_frame_equal(found, nearest(shuffled, unit, 10, scale))
        assert found["distance"].between(0, 1 + 1e-9).all()
        shares = found[list(scale.criteres)].sum(axis=1)
        np.testing.assert_allclose(shares, found["distance"], atol=1e-12)
        distances |= {
            (unit, other): d for other, d in zip(found.unite, found.distance, strict=True)
        }
        itself = gaps(frame, unit, scale).loc[unit].dropna()
        assert (itself == 0).all()
    for (one, other), distance in distances.items():
        assert distances[other, one] == pytest.approx(distance, abs=1e-12)
