"""What is missing of the stays is told from what a small, a seasonal or a closing house lives."""

from datetime import date, timedelta
from itertools import zip_longest

import pytest
from calcul.indicateurs.builders import sejour
from calcul.indicateurs.test_couverture import accueillis, each_year, of, region

BOTH = (("E1", "G1"), ("E2", "G1"))


def winters(house, first, last, beds=15):
    """Fifteen come from 1 November and leave by 31 March; those of the last winter are there."""
    rows = []
    for year in range(first, last + 1):
        for bed in range(beds):
            entered = date(year, 11, 1) + timedelta(bed % 9)
            left = date(year + 1, 3, 31) - timedelta(bed % 7)
            rows.append(sejour(
                f"{house}-{year}-{bed}", entered.isoformat(),
                left.isoformat() if year < last else None, id_etablissement=house,
            ))  # fmt: skip
    return rows


@pytest.mark.parametrize("annee", [2023, 2024, 2025])
def test_a_winter_without_an_exit_is_what_a_winter_shelter_lives(annee):
    """15 of one winter, 15 of the next; nobody leaves between 9 November and 25 March."""
    alone = region(winters("E1", 2022, 2025))
    assert accueillis(alone, annee) == 30
    # 10 dwellings of E1, each left once a year: 20 more
    both = region(each_year("E1", 2020, 2025), winters("E2", 2022, 2025), houses=BOTH)
    assert accueillis(both, annee) == 50


def test_a_few_exits_do_not_make_a_pace():
    """Four dwellings: six leave in two years, nobody in the three that follow.

    Had nothing changed, chance would do it once in 70: (1 + 4 136 / 3 000)^−5 = 1.3 %.
    """
    stays = [
        ("2018-04-04", "2021-01-01"), ("2019-03-01", "2021-06-01"), ("2019-04-04", "2022-02-01"),
        ("2019-02-01", "2022-05-03"), ("2018-04-04", "2022-11-01"), ("2020-01-05", "2023-02-02"),
        ("2021-06-20", None), ("2022-05-20", None), ("2022-11-15", None), ("2023-02-20", None),
    ]  # fmt: skip
    small = [sejour(f"P{n}", *days, id_etablissement="E2") for n, days in enumerate(stays)]
    data = region(each_year("E1", 2020, 2025), small, houses=BOTH)
    assert accueillis(data, 2025) == 24  # 20 and the four who stay


def worked(house, *years):
    return [{"id_etablissement": house, "annee": year, "mois": month, "journees_theoriques": 300,
             "journees_realisees": 280} for year in years for month in range(1, 13)]  # fmt: skip


def test_an_establishment_that_worked_without_any_stay_is_no_empty_one():
    """Of E2, only the stays begun in 2025 were sent; it had 280 days a month before."""
    late = [row for row in each_year("E2", 2020, 2025) if row["date_entree"].year == 2025]
    data = region(each_year("E1", 2020, 2025), late, houses=BOTH,
                  activite=worked("E2", 2023, 2024, 2025))  # fmt: skip
    assert accueillis(data, 2024) is None  # 20 would be read as all of both
    raison = of(data, 2024).loc[("G1", "menages_accueillis"), "raison"]
    assert raison.startswith(
        "Aucun séjour de 2024 n’est déposé (CHRS E2), alors que des journées y sont réalisées"
    )
    idle = region(each_year("E1", 2020, 2025), late, houses=BOTH, activite=worked("E2", 2025))
    assert accueillis(idle, 2024) == 20


def test_an_establishment_that_stops_worked_without_any_stay_after():
    gone = [row for row in each_year("E2", 2020, 2023) if row["date_sortie"] is not None]
    data = region(each_year("E1", 2020, 2025), gone, houses=BOTH,
                  activite=worked("E2", 2023, 2024, 2025))  # fmt: skip
    assert accueillis(data, 2023) == 30  # 20, and the ten of E2 who left in 2023
    assert [accueillis(data, year) for year in (2024, 2025)] == [None, None]


def test_the_stays_of_a_gestionnaire_that_stop_before_the_end_of_a_year_that_is_over():
    """Ten dwellings, all still let on 31 December since the file stops on 9 February."""
    sent = [row for row in each_year("E1", 2020, 2025) if row["date_entree"] < date(2025, 2, 10)]
    cut = [row if row["date_sortie"] is None or row["date_sortie"] < date(2025, 2, 10)
           else {**row, "date_sortie": None, "destination": None} for row in sent]  # fmt: skip
    data = region(cut)
    assert accueillis(data, 2024) == 20
    assert accueillis(data, 2025) is None
    assert of(data, 2025).loc[("G1", "menages_presents_31_12"), "raison"] == (
        "Les séjours déposés s’arrêtent en février 2025\u00a0: ni entrée ni sortie ensuite, et les "
        "ménages qui sont partis depuis sont comptés comme présents. Pour le fournir, déposez-les "
        "jusqu’au 31/12/2025, avec «\u00a0cpom importer tables\u00a0»."
    )


def test_six_weeks_without_an_exit_change_little_of_a_year():
    """Thirty present; from 13 February 2023 one leaves every three days, replaced the same day.

    In the 43 days before, fourteen were to be seen; a year of which half is silent is not known.
    """

    def one_by_one(first):
        spans = range((date(2025, 12, 31) - first).days // 3)
        out = [first + timedelta(3 * rank) for rank in spans]
        pairs = zip_longest([date(2022, 11, 1)] * 30 + out, out)
        return [
            sejour(f"R{rank}", entered.isoformat(), left and left.isoformat())
            for rank, (entered, left) in enumerate(pairs)
        ]

    # from 13 February to 31 December, 322 days: one leaves every third, 108 in all; 30 and these
    assert accueillis(region(one_by_one(date(2023, 2, 13))), 2023) == 30 + 108
    assert accueillis(region(one_by_one(date(2023, 7, 1))), 2023) is None
