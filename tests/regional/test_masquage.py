"""What a publishable comparison of départements keeps, and why."""

from cpomlib.regional.masquage import Apports, masques, raison
from cpomlib.regional.unites import REGION
from cpomlib.secret import Regles
from cpomlib.secret.tableau import SECONDAIRE

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
