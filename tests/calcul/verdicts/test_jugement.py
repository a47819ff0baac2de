"""One verdict per indicator: level, course, small numbers, unknown answers, doubts."""

from fractions import Fraction
from math import comb

import pytest
from conftest import plain

from cpomlib.calcul.verdicts import VERDICTS, Autres, Faits, Releve, Verdict, juger
from cpomlib.calcul.verdicts.jugement import CONTRAIRES, EN_COURS, EN_NOMBRES, STABLE

AN = 2025


def taux(k, n, **rest):
    return Releve(k / n, k, n, **rest)


def autres(k, n, inconnus=0, units=9):
    return Autres(k, n, inconnus, (k / n,) * units)


def conclure(name, *years, others=None, **rest):
    """Judge one indicator alone: its three years, oldest first, beside the others of the last."""
    known = {AN - len(years) + 1 + rank: {name: one} for rank, one in enumerate(years)}
    beside = {AN: {name: others}} if others else {}
    return juger(Faits(AN, known, beside, **rest))


def verdict(name, *years, **rest):
    return conclure(name, *years, **rest).verdicts[name]


def test_a_unit_far_below_the_others_is_judged_and_its_p_is_exact():
    found = verdict("cpom_1_taux", taux(9, 48), others=autres(240, 600))
    # 249 of 648 succeed, 48 are drawn: weigh every count, half for the nine seen
    ways = [Fraction(comb(48, i) * comb(600, 249 - i), comb(648, 249)) for i in range(49)]
    assert found.p == pytest.approx(float(2 * (sum(ways[:9]) + ways[9] / 2)), rel=1e-9)
    assert (found.verdict, found.niveau, found.compare_a) == ("defavorable", "moins_bon", "region")
    assert found.repere == pytest.approx(240 / 600)
    assert found.annees == 1


def test_what_chance_explains_is_not_judged():
    # 16 of 48 is 33.3 %, beside 40 %: six points, and one chance in three
    found = verdict("cpom_1_taux", taux(16, 48), others=autres(240, 600))
    assert (found.verdict, found.niveau) == ("aucun", "proche")
    assert found.motif == "pas d’écart au reste de la région au-delà du hasard"
    assert found.p > 0.3


def test_a_missed_target_that_chance_may_explain_is_not_said_to_be_no_gap():
    # 20 of 66 is 30.3 %, for 41 %: the contract calls it missed, twelve tests do not hold it
    found = verdict("cpom_1_taux", taux(20, 66), cibles={"cpom_1_taux": 0.41})
    assert (found.verdict, found.compare_a) == ("aucun", "cible")
    assert 0.05 < found.p < 0.10
    assert plain(found.motif) == (
        "écart à l’objectif du contrat non établi : vu seul, il dépasse le hasard ; parmi toutes "
        "les comparaisons du rapport, non"
    )


@pytest.mark.parametrize(
    ("mine", "why"),
    [
        # 15 of 44 is far from 58.6 %; were the five unknown ones exits too, 20 of 44 is not
        (taux(15, 44, inconnus=5), "les réponses inconnues peuvent le combler"),
        (taux(250, 440), "il est trop petit pour compter"),  # 56.8 %, under two points away
        (taux(21, 44), "le hasard peut l’expliquer"),  # 47.7 %, one chance in seven
    ],
)
def test_a_gap_to_a_target_that_does_not_hold_says_which_reason_it_is(mine, why):
    found = verdict("cpom_1_taux", mine, cibles={"cpom_1_taux": 0.586})
    assert (found.verdict, found.compare_a) == ("aucun", "cible")
    assert plain(found.motif) == f"écart à l’objectif du contrat non établi : {why}"


def test_years_in_a_row_are_not_counted_beside_a_target_of_this_year():
    # 40 % each year, for 60 % in 2025: what the target was in 2024 is another matter
    years = [taux(80, 200)] * 3
    found = verdict("cpom_1_taux", *years, cibles={"cpom_1_taux": 0.6})
    assert (found.verdict, found.annees) == ("defavorable", 1)


def test_a_course_alone_is_told_as_a_course():
    # 16, 17 then 16 of 48, nothing to compare with: no gap was looked for
    found = verdict("cpom_1_taux", taux(16, 48), taux(17, 48), taux(16, 48))
    assert (found.compare_a, found.motif) == ("", STABLE)


def test_what_is_sure_but_too_small_to_matter_is_not_judged():
    # 37 % of 10 000 beside 40 % of 100 000 is beyond chance: three points are not five
    found = verdict("cpom_1_taux", taux(3700, 10_000), others=autres(40_000, 100_000))
    assert found.p < 1e-8
    assert (found.verdict, found.niveau) == ("aucun", "proche")
    # beyond chance it is: it is not said that chance explains it
    assert found.motif == "pas d’écart net au reste de la région"


def test_a_single_unit_far_from_all_makes_nobody_good():
    # the rest is at 40 %, but its middle one at 28 %: 26 % is two points better than most
    beside = Autres(400, 1000, 0, (0.28,) * 8 + (0.9,))
    found = verdict("cpom_4_taux_presence_longue", taux(52, 200), others=beside)
    assert found.p < 0.001
    assert found.verdict == "aucun"


@pytest.mark.parametrize(("n", "small"), [(19, True), (20, False)])
def test_under_twenty_a_rate_is_written_in_counts_and_never_judged(n, small):
    found = conclure("cpom_1_taux", taux(0, n), others=autres(400, 600))
    one = found.verdicts["cpom_1_taux"]
    assert one.en_nombres is small
    assert (one.motif == EN_NOMBRES, one.p is None, found.tests) == (
        small,
        small,
        0 if small else 1,
    )
    assert (one.verdict == "aucun") is small


def test_a_share_of_euros_is_never_a_small_number():
    assert not verdict("taux_resultat", taux(-1000, 50_000)).en_nombres


def test_no_verdict_where_the_unknown_answers_could_change_it():
    sure = verdict("cpom_1_taux", taux(9, 48, inconnus=2), others=autres(240, 600, inconnus=25))
    assert sure.verdict == "defavorable"
    # 9 of 48, or 9 + 12 of 48 = 43.8 % beside 44.2 % if all had found a home
    unsure = verdict("cpom_1_taux", taux(9, 48, inconnus=12), others=autres(240, 600, inconnus=25))
    assert (unsure.verdict, unsure.niveau) == ("aucun", "proche")


def test_more_and_more_exits_to_a_home_are_a_progress():
    found = verdict("cpom_1_taux", taux(10, 60), taux(20, 60), taux(32, 60))
    assert (found.verdict, found.cours, found.niveau) == ("favorable", "ameliore", "inconnu")
    assert found.p < 0.001


def test_long_stays_have_no_test_of_the_years():
    found = conclure("cpom_4_taux_presence_longue", taux(5, 60), taux(20, 60), taux(40, 60))
    assert found.tests == 0
    assert found.verdicts["cpom_4_taux_presence_longue"].cours == "inconnu"


def test_the_households_of_both_years_make_a_course_surer():
    years = (taux(48, 80), taux(50, 80), taux(62, 80))
    apart = verdict("cpom_3_taux_dls_active", *years)
    both = (taux(48, 80, communs=60, phi=0.9), *years[1:])
    together = verdict("cpom_3_taux_dls_active", *both)
    assert together.p < apart.p
    assert together.cours == "ameliore"


def test_a_better_level_that_worsens_is_neither():
    found = verdict(
        "cpom_1_taux", taux(70, 80), taux(60, 80), taux(48, 80), others=autres(180, 600)
    )
    assert (found.niveau, found.cours) == ("meilleur", "degrade")
    assert (found.verdict, found.motif) == ("aucun", CONTRAIRES)


def test_every_test_of_a_report_counts_in_the_correction():
    # 13 of 48 beside 42 % alone: p = 0.042, under 5 %
    one, beside = taux(13, 48), autres(255, 600)
    alone = verdict("cpom_1_taux", one, others=beside)
    assert 0.02 < alone.p < 0.05
    assert alone.verdict == "defavorable"
    names = ("cpom_2_taux", "cpom_3_taux_dls_active", "part_via_siao")
    known = {"cpom_1_taux": one} | dict.fromkeys(names, taux(20, 48))
    others = {"cpom_1_taux": beside} | dict.fromkeys(names, autres(250, 600))
    found = juger(Faits(AN, {AN: known}, {AN: others}))
    assert found.tests == 4
    assert found.verdicts["cpom_1_taux"].p == alone.p
    assert found.verdicts["cpom_1_taux"].verdict == "aucun"


def test_the_target_of_the_contract_comes_before_the_region():
    found = verdict(
        "cpom_1_taux", taux(20, 50), others=autres(10, 500), cibles={"cpom_1_taux": 0.7}
    )
    assert (found.compare_a, found.repere, found.verdict) == ("cible", 0.7, "defavorable")


def test_a_norm_is_no_test_for_money_and_its_better_side_may_be_no_strength():
    deficit = conclure("taux_resultat", *[taux(-7, 100)] * 3)
    found = deficit.verdicts["taux_resultat"]
    assert (found.verdict, found.annees, found.p, deficit.tests) == ("defavorable", 3, None, 0)
    assert verdict("taux_resultat", taux(7, 100)).verdict == "aucun"
    assert verdict("taux_resultat", taux(-1, 100)).verdict == "aucun"


def test_a_cost_is_a_gap_to_explain_never_a_strength_nor_a_warning():
    costs = Autres(8.0, 8.0, 0, (15e3, 16e3, 17e3, 17e3, 18e3, 18e3, 19e3, 20e3))
    high = conclure("cout_place", Releve(24e3, 24e5, 100), others=costs)
    assert high.cotes["cout_place"] == 1
    found = high.verdicts["cout_place"]
    # the median of eight: between 17 000 and 18 000
    assert (found.verdict, found.repere, found.niveau) == ("aucun", 17_500, "inconnu")
    few = Autres(7.0, 7.0, 0, costs.valeurs[:7])
    assert conclure("cout_place", Releve(24e3, 24e5, 100), others=few).cotes["cout_place"] == 0


@pytest.mark.parametrize(
    ("share", "said"), [(0.98, "a_verifier"), (0.80, "defavorable"), (0.92, "aucun")]
)
def test_no_good_news_on_doubted_data_and_bad_news_stays_with_its_doubt(share, said):
    found = verdict("taux_occupation", taux(share * 1000, 1000), doutes={"taux_occupation": "x"})
    assert (found.verdict, found.doute) == (said, "x")
    sure = verdict("taux_occupation", taux(share * 1000, 1000))
    assert sure.verdict == {"a_verifier": "favorable"}.get(said, said)


def test_an_occupancy_beyond_what_is_possible_is_to_be_checked():
    assert verdict("taux_occupation", taux(1010, 1000)).verdict == "a_verifier"


def test_a_year_that_is_not_over_gives_no_verdict():
    found = juger(Faits(AN, {AN: {"cpom_1_taux": taux(0, 50)}}, ouverte=True))
    assert {one.motif for one in found.verdicts.values()} == {EN_COURS}
    assert found.tests == 0


def test_the_years_in_a_row_stop_at_the_first_that_was_otherwise():
    far, near = autres(240, 600), taux(19, 48)
    known = {2023: taux(9, 48), 2024: near, 2025: taux(9, 48)}
    facts = Faits(
        AN,
        {year: {"cpom_1_taux": one} for year, one in known.items()},
        {key: {"cpom_1_taux": far} for key in known},
    )
    assert juger(facts).verdicts["cpom_1_taux"].annees == 1
    last = {year: {"cpom_1_taux": taux(9, 48)} for year in known}
    assert juger(Faits(AN, last, facts.autres)).verdicts["cpom_1_taux"].annees == 3


def test_strength_and_warning_never_come_from_one_level_and_course():
    table = VERDICTS.lire().table
    assert table["meilleur"]["degrade"] == table["moins_bon"]["ameliore"] == "aucun"
    assert "defavorable" not in {*table["meilleur"].values()}
    assert "favorable" not in {*table["moins_bon"].values()}


def test_every_indicator_has_a_verdict():
    assert juger(Faits(AN, {AN: {}})).verdicts["part_emploi"] == Verdict(
        "part_emploi", motif="le chiffre n’est pas disponible"
    )
