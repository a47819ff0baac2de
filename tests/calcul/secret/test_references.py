"""What may be said of the region, and what may not."""

import math

import pandas as pd
import pytest

from cpomlib.calcul.secret import ReferenceRegionale, Regles, rangs, reference, regles_des_seuils

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
    assert found == ReferenceRegionale(5, pytest.approx(0.475), 0.5, "ok", "", "2e sur 5")


def test_a_doubted_value_enters_no_median_no_rank():
    rows, doubted = values("cpom_1_taux", *FIVE, (60, 60)), {("G5", "cpom_1_taux")}
    found = reference(rows, "G1", regles=REGLES, douteux=doubted)["cpom_1_taux"]
    # 0.1 0.25 [0.5] 0.75 0.8 without the 1.0; the mean is that of the whole: 155 / 260
    assert found == ReferenceRegionale(5, pytest.approx(155 / 260), 0.5, "ok", "", "2e sur 5")
    assert not reference(rows, "G5", regles=REGLES, douteux=doubted)["cpom_1_taux"].rang
    told = rangs(rows, regles=REGLES, douteux=doubted).set_index("unite")["rang"]
    assert (told["G1"], "G5" in told) == ("2e sur 5", False)


def test_too_few_are_left_without_the_doubted():
    rows, doubted = values("cpom_1_taux", *FIVE), {("G0", "cpom_1_taux")}
    found = reference(rows, "G1", regles=REGLES, douteux=doubted)["cpom_1_taux"]
    assert (found.n, found.mediane, found.statut, found.rang) == (4, None, "secret", "")
    every = {(f"G{n}", "cpom_1_taux") for n in range(5)}
    assert reference(rows, "G1", regles=REGLES, douteux=every)["cpom_1_taux"].statut == "nd"


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
        assert found.raison == "Ce chiffre dirait moins de 11 personnes ou ménages."


def test_amounts_are_not_persons():
    rows = values("taux_resultat", *[(1, 20)] * 5)
    assert reference(rows, regles=REGLES)["taux_resultat"].statut == "ok"


def test_nobody_has_a_value():
    found = reference(values("cpom_1_taux", None, None), "G0", regles=REGLES)["cpom_1_taux"]
    assert found == ReferenceRegionale(0, None, None, "nd", "Aucun gestionnaire n’a de valeur.", "")


def test_the_first_is_the_best_and_what_has_no_better_side_has_no_rank():
    rates = [(2, 20), (4, 20), (6, 20), (8, 20), (10, 20)]
    for name, rank in (
        ("cpom_1_taux", "5e sur 5"), ("cpom_4_taux_presence_longue", "1er sur 5"),
        ("cout_place", ""),
    ):  # fmt: skip
        assert reference(values(name, *rates), "G0", regles=REGLES)[name].rang == rank


def test_equal_values_share_the_best_place():
    rows = values("cpom_1_taux", *[(20, 20)] * 2, *[(10, 20)] * 3)
    ranks = [reference(rows, f"G{n}", regles=REGLES)["cpom_1_taux"].rang for n in range(5)]
    assert ranks == ["1er sur 5", "1er sur 5", "3e sur 5", "3e sur 5", "3e sur 5"]


def test_the_first_rank_is_the_best_and_what_has_no_better_side_has_none():
    def rank(name):
        rows = values(name, (19, 20), *[(10, 20)] * 4)
        return reference(rows, "G0", regles=REGLES)[name].rang

    assert rank("cpom_1_taux") == "1er sur 5"
    assert rank("cpom_4_taux_presence_longue") == "5e sur 5"  # the longest stays come last
    assert rank("part_droits_incomplets") == ""


def test_the_shipped_thresholds_are_those_of_the_texts():
    assert regles_des_seuils() == REGLES


def family(*counts, units=6):
    """Share 100 households of each of six gestionnaires by nationality, evenly but for the rest."""
    names = ("francaise", "ue", "hors_ue", "non_renseigne")
    lines = [(f"part_nationalite_{name}", per) for name, per in zip(names, counts, strict=True)]
    return pd.concat(
        values(name, *[(per[n] if isinstance(per, tuple) else per, 100) for n in range(units)])
        for name, per in lines
    )


def test_a_share_of_a_family_is_not_given_by_the_others():
    # 4 + 0 × 5 = 4 persons « non renseigné » of 600; with the three others shown, 600 − 596 = 4
    rows = family((56, 60, 60, 60, 60, 60), 15, 25, (4, 0, 0, 0, 0, 0))
    found = reference(rows, regles=REGLES)
    assert found["part_nationalite_non_renseigne"].raison.startswith("Ce chiffre dirait moins")
    # the cheapest of the three that remain: 15 × 6 = 90 against 150 and 356
    masked = {name for name, one in found.items() if one.statut == "secret"}
    assert masked == {"part_nationalite_non_renseigne", "part_nationalite_ue"}
    assert found["part_nationalite_ue"].raison == (
        "Secret secondaire\u00a0: ce chiffre permettrait d’en calculer un qui est masqué."
    )


def test_what_a_share_leaves_out_is_judged_too():
    # 20 × 4 + 15 = 95 of 100: five households are not
    rows = values("part_via_siao", *[(20, 20)] * 4, (15, 20))
    found = reference(rows, regles=REGLES)["part_via_siao"]
    assert found.raison == "Le reste du total porte sur moins de 11 personnes ou ménages."


def test_a_gestionnaire_takes_its_own_away():
    # the total is 18, but the first knows its 12 and is left with 6 of the four others
    rows = values("part_via_siao", (12, 100), (6, 100), (0, 100), (0, 100), (0, 100))
    found = reference(rows, regles=REGLES)["part_via_siao"]
    assert found.raison == (
        "Un gestionnaire qui ôte son chiffre en tire un sur moins de 11 personnes ou ménages."
    )


def test_the_threshold_of_five_leaves_four_others_to_a_reader_who_knows_its_own():
    amounts = (100, 90, 110, 105, 95)
    five = reference(values("charges_brutes", *[(n, None) for n in amounts]), regles=REGLES)
    known = five["charges_brutes"]
    # 5 × 100 − 100 = 400 over the four others: none of them is known from it
    assert known.n * known.moyenne - amounts[0] == sum(amounts[1:])
    four = reference(values("charges_brutes", *[(n, None) for n in amounts[:4]]), regles=REGLES)
    assert four["charges_brutes"].moyenne is None


def test_two_perimeters_do_not_give_their_difference_away():
    whole = values("charges_brutes", *[(n, None) for n in (100, 90, 110, 105, 95)])
    # only the first has something else than CHRS: 500 − 470 = 30 would be its own
    chrs = values("charges_brutes", *[(n, None) for n in (70, 90, 110, 105, 95)])
    found = reference(chrs, regles=REGLES, plus_large=whole)["charges_brutes"]
    assert (found.statut, found.moyenne) == ("secret", None)
    assert found.raison == (
        "Secret secondaire\u00a0: la différence avec «\u00a0tous les établissements\u00a0» "
        "porterait sur moins de 5 gestionnaires ou 11 personnes."
    )
    same = reference(whole, regles=REGLES, plus_large=whole)["charges_brutes"]
    assert same.statut == "ok"


def test_a_duration_over_few_households_is_masked():
    rows = values("duree_moyenne_sejours_termines", *[(10, 2)] * 5)
    found = reference(rows, regles=REGLES)["duree_moyenne_sejours_termines"]
    assert found.raison == "Ce chiffre dirait moins de 11 personnes ou ménages."
