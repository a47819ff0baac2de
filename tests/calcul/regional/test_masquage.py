"""What a publishable comparison of départements keeps, and why."""

import pandas as pd

from cpomlib.calcul.regional.masquage import Apports, masquer, masques, raison
from cpomlib.calcul.regional.unites import REGION
from cpomlib.calcul.secret import Regles
from cpomlib.calcul.secret.tableau import SECONDAIRE

REGLES = Regles()
SIX = (10.0, 10.0, 10.0, 10.0, 10.0, 10.0)


def test_why_a_departement_is_masked():
    assert raison(Apports(SIX), REGLES) == ""
    assert raison(Apports(SIX[:4]), REGLES) == "Moins de 5 gestionnaires ont une valeur."
    assert "moins de 11 personnes" in raison(Apports(SIX, personnes=10), REGLES)
    assert raison(Apports(SIX, personnes=11), REGLES) == ""
    # 52 of 60 households in, 8 out: the share tells of the eight
    assert "moins de 11 personnes" in raison(Apports(SIX, personnes=52, hors=8), REGLES)
    # 90 / 100 is more than 85 %
    assert "85" in raison(Apports((90.0, 3.0, 3.0, 2.0, 2.0)), REGLES)


def test_the_smallest_departement_shown_is_masked_when_one_alone_would_come_back():
    units = {
        REGION: Apports(SIX * 3),
        "departement 44": Apports(SIX),
        "departement 49": Apports(SIX[:5]),
        "departement 53": Apports(SIX[:2]),
    }
    found = masques(units, REGLES)
    # 53 has 2 gestionnaires: region − 44 − 49 would give it; 49 (50) is smaller than 44 (60)
    assert found == {
        "departement 53": "Moins de 5 gestionnaires ont une valeur.",
        "departement 49": SECONDAIRE,
    }


def test_masked_ones_that_could_be_published_together_need_no_other():
    units = {REGION: Apports(SIX * 3)}
    units |= {f"departement {n}": Apports(SIX[:3]) for n in (53, 72)}
    units["departement 44"] = Apports(SIX)
    # 53 and 72 together: six gestionnaires of 10 each
    assert set(masques(units, REGLES)) == {"departement 53", "departement 72"}


def test_a_region_that_is_masked_masks_everything():
    units = {REGION: Apports(SIX[:4]), "departement 44": Apports(SIX[:4])}
    assert set(masques(units, REGLES)) == set(units)


def test_nothing_to_mask():
    assert masques({REGION: Apports(SIX), "departement 2A": Apports(SIX)}, REGLES) == {}


def computed(shares, unit="departement 44", gestionnaires=6, total=600.0):
    """Rows of ``compute`` for one département: counts by indicator, equal parts behind."""
    rows = []
    for name, counted in shares.items():
        parts = [f"part 44 {n}" for n in range(gestionnaires)]
        owners = [f"gestionnaire {n}" for n in range(gestionnaires)]
        for one in (unit, REGION):
            rows.append((one, name, counted, total))
        for one in (*parts, *owners):
            rows.append((one, name, counted / gestionnaires, total / gestionnaires))
    frame = pd.DataFrame(rows, columns=["unite", "id", "numerateur", "denominateur"])
    return frame.assign(valeur=frame["numerateur"] / frame["denominateur"], statut="ok", raison="")


def test_a_share_masked_alone_takes_the_smallest_of_its_family_with_it():
    shares = {
        "part_composition_homme_seul": 400.0,
        "part_composition_femme_seule": 150.0,
        "part_composition_couple": 45.0,
        "part_composition_mineur": 5.0,
    }
    # one département: what is masked there is masked for the région
    hidden = masquer(computed(shares), REGLES, {})
    by_name = {name: why for (unit, name), why in hidden.items() if unit == REGION}
    assert "moins de 11 personnes" in by_name["part_composition_mineur"]
    assert by_name["part_composition_couple"] == SECONDAIRE
    assert set(by_name) == {"part_composition_mineur", "part_composition_couple"}


def test_a_zero_protects_nothing_and_is_not_taken():
    shares = {
        "part_composition_homme_seul": 595.0,
        "part_composition_mineur": 5.0,
        "part_composition_couple": 0.0,
    }
    hidden = {name for unit, name in masquer(computed(shares), REGLES, {})}
    # 595 of 600 leaves 5 out: the part and its complement tell the same
    assert hidden == {"part_composition_homme_seul", "part_composition_mineur"}


def test_what_the_region_may_not_say_its_departements_do_not_say():
    rows = computed({"taux_occupation": 500.0})
    assert masquer(rows, REGLES, {}) == {}
    hidden = masquer(rows, REGLES, {"taux_occupation": "Une raison."})
    assert hidden == {
        (REGION, "taux_occupation"): "Une raison.",
        ("departement 44", "taux_occupation"): "Une raison.",
    }
