"""What may be said of the region, and what may not."""

import math

import pandas as pd
import pytest

from cpomlib.secret import Reference, Regles, reference, regles_des_seuils

REGLES = Regles(seuil_etablissements=5, seuil_personnes=11, dominance_max=0.85)


def values(name, *rows, facteur=1):
    """Write rows (numerator, denominator or None), units G0, G1…; None is not available."""
    found = []
    for n, row in enumerate(rows):
        num, den = row or (math.nan, math.nan)
        den = math.nan if den is None else den
        value = num if math.isnan(den) else num * facteur / den
        found.append((f"G{n}", name, num, den, value, "ok" if row else "nd", "" if row else "?"))
    return pd.DataFrame(
        found,
        columns=["unite", "id", "numerateur", "denominateur", "valeur", "statut", "raison"],
    )


FIVE = [(10, 20), (30, 40), (10, 40), (40, 50), (5, 50)]


def test_mean_and_median_by_hand():
    found = reference(values("cpom_1_taux", *FIVE), "G1", regles=REGLES)["cpom_1_taux"]
    # (10 + 30 + 10 + 40 + 5) / (20 + 40 + 40 + 50 + 50) = 95 / 200; 0.1 0.25 [0.5] 0.75 0.8
    assert found == Reference(5, pytest.approx(0.475), 0.5, "ok", "", "2e sur 5")


def test_the_mean_keeps_the_scale_of_the_value():
    rows = values("etp_pour_100_places", *[(4, 20)] * 5, facteur=100)
    assert reference(rows, regles=REGLES)["etp_pour_100_places"].moyenne == pytest.approx(20)


def test_a_count_has_a_plain_mean():
    rows = values("charges_brutes", *[(n, None) for n in (10, 20, 30, 40, 100)])
    found = reference(rows, regles=REGLES)["charges_brutes"]
    assert (found.moyenne, found.mediane) == (40, 30)  # 200 / 5


def test_medians_do_not_average():
    rows = values("duree_mediane_sejours_termines", *[(math.nan, 20)] * 5).assign(valeur=3.0)
    found = reference(rows, regles=REGLES)["duree_mediane_sejours_termines"]
    assert (found.moyenne, found.mediane, found.statut) == (None, 3.0, "ok")


def test_fewer_than_five_gestionnaires_are_masked():
    found = reference(values("cpom_1_taux", *FIVE[:4], None), "G0", regles=REGLES)["cpom_1_taux"]
    assert (found.n, found.moyenne, found.mediane, found.statut) == (4, None, None, "secret")
    assert found.raison == "Moins de 5 gestionnaires ont une valeur."
    assert found.rang == ""


@pytest.mark.parametrize(
    ("big", "raison"),
    [
        # 255 / (255 + 3 x 15) = 0.85 once one of the four others has taken its 15 away
        (255, ""),
        (
            256,
            "Vu d’un gestionnaire qui ôte son chiffre, un autre pèse plus de 85\u00a0% du reste.",
        ),
        # 340 / (340 + 4 x 15) = 0.85 exactly, seen from outside
        (
            340,
            "Vu d’un gestionnaire qui ôte son chiffre, un autre pèse plus de 85\u00a0% du reste.",
        ),
        (341, "Un seul gestionnaire pèse plus de 85\u00a0% du total."),
    ],
)
def test_more_than_85_percent_of_the_denominator_is_masked(big, raison):
    rows = values("cpom_1_taux", (100, big), *[(5, 15)] * 4)
    found = reference(rows, regles=REGLES)["cpom_1_taux"]
    assert (found.raison, found.statut) == (raison, "secret" if raison else "ok")


def test_an_amount_of_one_gestionnaire_does_not_show_through():
    rows = values("charges_brutes", (1000, None), *[(1, None)] * 4)
    assert reference(rows, regles=REGLES)["charges_brutes"].statut == "secret"


@pytest.mark.parametrize(("last", "statut"), [(0, "ok"), (1, "secret"), (10, "secret"), (11, "ok")])
def test_one_to_ten_persons_are_masked(last, statut):
    rows = values("cpom_1_taux", *[(0, 20)] * 4, (last, 20))
    found = reference(rows, regles=REGLES)["cpom_1_taux"]
    assert found.statut == statut
    if statut == "secret":
        assert found.raison == "Le total porte sur moins de 11 personnes ou ménages."


def test_amounts_are_not_persons():
    rows = values("taux_resultat", *[(1, 20)] * 5)
    assert reference(rows, regles=REGLES)["taux_resultat"].statut == "ok"


def test_nobody_has_a_value():
    found = reference(values("cpom_1_taux", None, None), "G0", regles=REGLES)["cpom_1_taux"]
    assert found == Reference(0, None, None, "nd", "Aucun gestionnaire n’a de valeur.", "")


def test_equal_values_share_the_best_place():
    rows = values("cpom_1_taux", *[(20, 20)] * 2, *[(10, 20)] * 3)
    ranks = [reference(rows, f"G{n}", regles=REGLES)["cpom_1_taux"].rang for n in range(5)]
    assert ranks == ["1er sur 5", "1er sur 5", "3e sur 5", "3e sur 5", "3e sur 5"]


def test_the_shipped_thresholds_are_those_of_the_texts():
    assert regles_des_seuils() == REGLES
