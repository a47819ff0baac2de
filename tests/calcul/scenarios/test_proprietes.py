"""What must hold whatever the hypotheses (contract of the scenarios, 1 to 7)."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from calcul.scenarios.etats import AN, A, B, base, euros, hypotheses, scenarios, taux
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cpomlib.calcul.scenarios import POSTES, project, projeter, ratios
from cpomlib.calcul.scenarios.comparaison import SEQUENTIELLE, SHAPLEY, cascade
from cpomlib.calcul.scenarios.projection import ARGENT, calcul
from cpomlib.calcul.scenarios.recherche import avec, equilibre, reglables
from cpomlib.calcul.scenarios.types import Actualisation, FermerPlaces, OuvrirPlaces

FEW = settings(max_examples=60, deadline=None)
CUMULES = ("resultat_cumule", "reserves", "tresorerie")


@pytest.mark.parametrize("horizon", range(1, 7))
def test_1_without_hypothesis_nothing_changes(horizon):
    """Cumulative amounts grow by the same result each year; all else is constant."""
    frame = project(base(), [], horizon)
    assert set(frame["annee"]) == set(range(AN, AN + horizon + 1))
    assert set(frame["poste"]) == set(POSTES)
    flat = frame[~frame["poste"].isin(CUMULES)]
    spread = flat.groupby(["id_etablissement", "poste"])["montant"].agg(["min", "max"])
    assert (spread["min"].fillna(0) == spread["max"].fillna(0)).all()
    wide = frame[frame["poste"] == "charges_groupe_2"].set_index(["id_etablissement", "annee"])
    assert wide.loc[(A, AN + horizon), "montant"] == 300_000


@FEW
@given(rate=taux(-0.2, 0.2), start=euros(1, 5_000_000), horizon=st.integers(1, 6))
@example(rate=0.05, start=100.10, horizon=1)  # 105.105: a tie, rounded up to 105.11
@example(rate=0.05, start=1.10, horizon=1)  # 1.155: binary 1.1550000000000002
@example(rate=0.15, start=1.10, horizon=1)  # 1.265: binary 1.2649999999999999
def test_2_a_rate_of_dotation_is_exact(rate, start, horizon):
    """(1 + x)^n in exact decimals, rounded half up to the cent."""
    etat = base(dotation=np.array([start, 0.0, 0.0]))
    found = projeter(etat, [Actualisation(taux=rate)], horizon).centimes["produits_groupe_1"][0]
    for year in range(horizon + 1):
        exact = Decimal(repr(start)) * (1 + Decimal(repr(rate))) ** year
        assert found[year] == int((exact * 100).quantize(Decimal(1), ROUND_HALF_UP))


@FEW
@given(scenarios())
def test_3_establishments_add_up_to_the_gestionnaire(scenario):
    listed, horizon = scenario
    made = calcul(base(), listed, horizon)
    for poste in ARGENT:
        cents = np.rint(made.euros(poste) * 100).astype("int64").sum(axis=0)
        assert (cents == np.rint(made.total(poste) * 100)).all(), poste
    result = made.centimes["resultat"]
    sides = [
        sum(made.centimes[f"{s}_groupe_{g}"] for g in (1, 2, 3)) for s in ("produits", "charges")
    ]
    assert (result == sides[0] - sides[1]).all()


@st.composite
def moved_places(draw, listed, horizon):
    """Return what two hypotheses that undo each other have in common, jobs included."""
    assume(all(getattr(item, "type", "") != "fermer_places" for item in listed))
    where = draw(st.sampled_from([A, B]))
    return {
        "etablissement": where,
        "gham": "3R" if where == A else "5D",
        "places": draw(st.integers(0, 9)),
        "annee": draw(st.integers(AN + 1, AN + horizon)),
        "financement_place": draw(euros(0, 30_000) | st.just("etablissement")),
        "emplois": ratios(base(), where, "3R" if where == A else "5D").emplois
        if draw(st.booleans())
        else draw(st.sampled_from([None, "aucun"])),
        "charges_place": draw(st.none() | euros(0, 9_000)),
    }


def same(before, after):
    for poste in ARGENT:
        assert (before.centimes[poste] == after.centimes[poste]).all(), poste
    assert np.allclose(before.lignes.places, after.lignes.places, atol=1e-9)
    assert np.allclose(before.lignes.etp, after.lignes.etp, atol=1e-9, equal_nan=True)


@FEW
@given(scenarios(), st.data())
def test_4_closing_and_opening_the_same_places_with_their_jobs_changes_nothing(scenario, data):
    listed, horizon = scenario
    moved = data.draw(moved_places(listed, horizon))
    swapped = [*listed, FermerPlaces(**moved), OuvrirPlaces(**moved)]
    same(calcul(base(), listed, horizon), calcul(base(), swapped, horizon))


@FEW
@given(scenarios(), st.sampled_from([OuvrirPlaces, FermerPlaces]), st.data())
def test_8_a_hypothesis_of_n_places_is_two_of_its_half(scenario, kind, data):
    listed, horizon = scenario
    moved = data.draw(moved_places(listed, horizon)) | {"places": 4}
    half = kind(**{**moved, "places": 2})
    same(calcul(base(), [*listed, kind(**moved)], horizon),
         calcul(base(), [*listed, half, half], horizon))  # fmt: skip


@FEW
@given(scenarios(), st.sampled_from([OuvrirPlaces, FermerPlaces]), st.data())
def test_9_zero_places_change_nothing(scenario, kind, data):
    listed, horizon = scenario
    moved = data.draw(moved_places(listed, horizon)) | {"places": 0}
    same(calcul(base(), listed, horizon), calcul(base(), [*listed, kind(**moved)], horizon))


@FEW
@given(scenarios(), st.randoms())
def test_5_the_order_of_hypotheses_does_not_matter(scenario, random):
    listed, horizon = scenario
    shuffled = list(listed)
    random.shuffle(shuffled)
    before, after = calcul(base(), listed, horizon), calcul(base(), shuffled, horizon)
    for poste in ARGENT:
        assert (before.centimes[poste] == after.centimes[poste]).all(), poste


@settings(max_examples=25, deadline=None)
@given(scenarios(most=8), st.booleans())
def test_6_the_cascade_adds_up(scenario, one_year):
    listed, horizon = scenario
    year = AN + horizon if one_year else None
    fall = cascade(base(), listed, horizon, year)
    assert fall.methode == SHAPLEY
    assert sum(c.centimes for c in fall.contributions) == fall.arrivee - fall.depart
    results = calcul(base(), listed, horizon).total_centimes("resultat")
    assert fall.arrivee == (results[-1] if one_year else results[1:].sum())


@settings(max_examples=10, deadline=None)
@given(st.lists(hypotheses(3), min_size=9, max_size=11))
def test_6_beyond_eight_it_is_sequential_and_says_so(listed):
    fall = cascade(base(), listed, 3)
    assert fall.methode == SEQUENTIELLE
    assert "dans l’ordre du fichier" in fall.explication
    assert sum(c.centimes for c in fall.contributions) == fall.arrivee - fall.depart


@settings(max_examples=25, deadline=None)
@given(scenarios(), euros(-200_000, 200_000), st.data())
def test_7_goal_seek_reaches_the_target_or_says_it_cannot(scenario, target, data):
    listed, horizon = scenario
    movable = [r for r, item in enumerate(listed) if reglables(item)]
    assume(movable)
    rank = data.draw(st.sampled_from(movable))
    field = data.draw(st.sampled_from(reglables(listed[rank])))
    found = equilibre(base(), listed, horizon, rank, champ=field.nom, cible=target)
    low, high = found.bornes
    assert low <= found.valeur <= high
    changed = avec(listed, rank, field.nom, found.valeur)
    result = calcul(base(), changed, horizon).total("resultat")[-1]
    assert result == found.resultat
    assert found.atteint == (abs(result - target) <= 1)
    if not found.atteint and field.genre != "places":
        for value in np.linspace(low, high, 7):
            other = calcul(base(), avec(listed, rank, field.nom, float(value)), horizon)
            assert abs(other.total("resultat")[-1] - target) >= abs(result - target) - 1


def test_shapley_is_the_mean_over_the_orders():
    """With two rates x, y on 730 000 for one year: alone 7 300 and 14 600, together 22 046.

    730 000 × (1.01 × 1.02 − 1) = 22 046. First then second, averaged over both orders:
    x: (7 300 + (22 046 − 14 600)) ÷ 2 = 7 373; y: (14 600 + (22 046 − 7 300)) ÷ 2 = 14 673.
    """
    listed = [Actualisation(taux=0.01), Actualisation(taux=0.02)]
    fall = cascade(base(), listed, 1)
    assert [c.euros for c in fall.contributions] == [7_373.0, 14_673.0]


def test_the_base_is_not_touched_by_a_projection():
    etat = base()
    kept = replace(etat, charges=etat.charges.copy())
    projeter(etat, [Actualisation(taux=0.02)], 5)
    assert (etat.charges == kept.charges).all()
