"""Before their first exit known, stays only name who stayed: nothing is counted on them."""

from datetime import date, timedelta

import pytest
from calcul.indicateurs.builders import frames, sejour, value

from cpomlib.calcul.agregats import agreger
from cpomlib.calcul.indicateurs import Conventions, compute, sejours_couvrants
from cpomlib.calcul.perimetre import par_etablissement, par_gestionnaire, selection
from cpomlib.socle import CommandeError, Periode

AGREEMENT = Conventions(18, 3)
TEN = range(10)


def each_year(house, first, last, start=2020):
    """Ten dwellings, each left once a year, at the end of its month, and let again the next day.

    Only the stays that end from ``first`` are known: a ledger begun that year.
    """
    rows = []
    for dwelling in TEN:
        entered = date(start - 1, dwelling + 1, 5)
        while entered < date(last + 1, 1, 1):
            left = date(entered.year + 1, dwelling + 1, 4)
            if left.year >= first:
                out = left.isoformat() if left.year <= last else None
                name = f"{house}-{dwelling}-{entered.year}"
                rows.append(sejour(name, entered.isoformat(), out, id_etablissement=house))
            entered = left + timedelta(1)
    return rows


def region(*stays, houses=(("E1", "G1"),), **tables):
    return frames(
        etablissements=[
            {"id_etablissement": house, "id_gestionnaire": owner, "nom": f"CHRS {house}",
             **(dict(rest[0]) if rest else {})}
            for house, owner, *rest in houses
        ],
        sejours=[row for rows in stays for row in rows], **tables,
    )  # fmt: skip


def of(data, annee, among=None, partie=""):
    units = among or par_gestionnaire(data["etablissements"])
    return compute(data, units, annee, AGREEMENT, partie).set_index(["unite", "id"])


def accueillis(data, annee, unit="G1", **how):
    return value(of(data, annee, **how).loc[unit], "menages_accueillis")


def test_the_years_before_the_first_exit_known_are_not_counted():
    """Ten dwellings, each left once a year: twenty households a year, ten of them who leave."""
    data = region(each_year("E1", first=2023, last=2025))
    found = [accueillis(data, year) for year in (2021, 2022, 2023, 2024, 2025)]
    # in 2022 the stays name the ten who were still there in 2023; in 2021, nobody at all
    assert found == [None, None, 20, 20, 20]
    line = of(data, 2022).loc[("G1", "cpom_1_taux")]
    assert line[["numerateur", "denominateur", "valeur"]].isna().all()
    assert line["raison"] == (
        "Les séjours déposés ne disent, de 2022, que les ménages restés ensuite\u00a0: la première "
        "sortie connue remonte à janvier 2023, et ceux qui étaient partis avant n’y sont pas. Pour "
        "le fournir, déposez aussi les séjours terminés depuis le 01/01/2022, avec "
        "«\u00a0cpom importer tables\u00a0»."
    )


def test_an_establishment_whose_stays_begin_later_than_its_siblings_is_named():
    """E1 is known from 2023, E2 from 2025: nobody left E2 in two years, out of ten a year."""
    houses = (("E1", "G1"), ("E2", "G1"))
    data = region(each_year("E1", 2023, 2025), each_year("E2", 2025, 2025), houses=houses)
    assert [accueillis(data, year) for year in (2023, 2024, 2025)] == [None, None, 40]
    raison = of(data, 2024).loc[("G1", "menages_accueillis"), "raison"]
    assert "remonte à janvier 2025 (CHRS E2), et ceux" in raison
    each = par_etablissement(data["etablissements"])
    assert accueillis(data, 2024, "E1", among=each) == 20
    assert accueillis(data, 2024, "E2", among=each) is None


def test_a_small_establishment_that_nobody_left_for_a_while_is_known_as_its_siblings_are():
    """Three households stay in E2, the first leaves in 2025: chance does that."""
    stays = [sejour(f"P{n}", "2022-03-01", out, id_etablissement="E2")
             for n, out in enumerate(("2025-06-01", None, None))]  # fmt: skip
    houses = (("E1", "G1"), ("E2", "G1"))
    data = region(each_year("E1", 2023, 2025), stays, houses=houses)
    assert [accueillis(data, year) for year in (2022, 2023, 2024)] == [None, 23, 23]


def test_an_establishment_that_opened_in_the_year_is_known_from_its_opening():
    """Seven arrive in 2022, and only in 2023 does one leave."""
    opened = ({"date_ouverture": "2022-03-01"},)
    stays = [sejour(f"N{n}", f"2022-0{n + 3}-01", "2023-02-01" if n == 0 else None)
             for n in range(7)]  # fmt: skip
    data = region(stays, houses=(("E1", "G1", *opened),))
    assert accueillis(data, 2022) == 7
    old = region(stays, houses=(("E1", "G1", {"date_ouverture": "2003-03-01"}),))
    assert accueillis(old, 2022) is None
    # not open yet: it had nobody, and takes nothing away from its sibling
    both = region(each_year("E2", 2020, 2025), stays, houses=(("E1", "G1", *opened), ("E2", "G1")))
    assert accueillis(both, 2021) == 20


def test_a_gestionnaire_that_nobody_ever_left_is_known_from_its_last_entry():
    data = region([sejour("A", "2019-01-01"), sejour("B", "2023-05-01")])
    assert [accueillis(data, year) for year in (2022, 2023, 2025)] == [None, 2, 2]


def test_stays_begun_within_a_year_cover_its_second_half_only():
    """Ten leave each year, five of them by the end of June; the file begins on 1 July 2023."""
    twenty = [row for house in ("E1", "E2") for row in each_year(house, 2023, 2025)]
    known = [row for row in twenty
             if row["date_sortie"] is None or row["date_sortie"] >= date(2023, 7, 1)]  # fmt: skip
    data = region(known, houses=(("E1", "G1"), ("E2", "G1")))
    found = {part: accueillis(data, 2023, partie=part) for part in ("", "S1", "S2", "T3")}
    # 20 there on 1 July, then 8 exits (July to October, in two houses), each followed by an entry
    assert found == {"": None, "S1": None, "S2": 28, "T3": 26}
    assert (
        "ne disent, du 1er semestre 2023, que"
        in (of(data, 2023, partie="S1").loc[("G1", "menages_accueillis"), "raison"])
    )


def test_a_region_leaves_out_the_gestionnaires_whose_stays_do_not_cover_the_year():
    houses = (("E1", "G1"), ("E2", "G2"), ("E3", "G2"))
    data = region(each_year("E1", 2020, 2025), each_year("E2", 2024, 2025),
                  each_year("E3", 2024, 2025), houses=houses)  # fmt: skip
    whole = selection(data["etablissements"], "R")
    line = of(data, 2023, among=whole).loc[("R", "menages_accueillis")]
    assert (line["valeur"], line["note"]) == (
        20, "Sans les séjours de 1\u00a0gestionnaire, qui ne couvrent pas 2023.",
    )  # fmt: skip
    assert accueillis(data, 2024, "R", among=whole) == 60
    # a gestionnaire alone is what it is among others
    alone = {**data, "sejours": data["sejours"][data["sejours"]["id_etablissement"] == "E1"]}
    assert accueillis(alone, 2023) == accueillis(data, 2023) == 20


@pytest.mark.parametrize("annee", [2022, 2023])
def test_what_no_stay_tells_is_left_as_it_was(annee):
    places = [{"id_etablissement": "E1", "annee": year} for year in (2022, 2023)]
    data = region(each_year("E1", 2023, 2025), places=places)
    assert value(of(data, annee).loc["G1"], "places_financees") == 10


def test_aggregates_are_not_made_of_stays_that_do_not_cover_their_year():
    data = region(each_year("E1", 2023, 2025))
    sent = agreger(data, "G1", 2024, AGREEMENT).tables["agregats_etablissements"]
    counted = sent[sent["indicateur"] == "menages_accueillis"]
    assert dict(zip(counted["annee"], counted["valeur"], strict=True)) == {2023: 20, 2024: 20}
    with pytest.raises(CommandeError) as error:
        agreger(data, "G1", 2022, AGREEMENT)
    assert error.value.quoi == (
        "Les séjours de la base ne couvrent pas 2022\u00a0: il n’y a rien à agréger."
    )


def test_the_stays_left_out_of_a_photograph_are_those_of_a_whole_gestionnaire():
    data = region(each_year("E1", 2020, 2025), each_year("E2", 2024, 2025),
                  houses=(("E1", "G1"), ("E2", "G2")))  # fmt: skip
    kept, said = sejours_couvrants(data, Periode(2023))
    assert set(kept["id_etablissement"]) == {"E1"}
    assert said == "Sans les séjours de 1\u00a0gestionnaire, qui ne couvrent pas 2023."


def test_an_establishment_whose_stays_stop_while_its_siblings_go_on_is_named():
    """E2 was last sent in June: the eight who left E2 since are counted as still there."""
    houses = (("E1", "G1"), ("E2", "G1"))
    sent = [row for row in each_year("E2", 2020, 2025) if row["date_entree"] < date(2025, 2, 10)]
    cut = [row if row["date_sortie"] is None or row["date_sortie"] < date(2025, 2, 10)
           else {**row, "date_sortie": None, "destination": None} for row in sent]  # fmt: skip
    data = region(each_year("E1", 2020, 2025), cut, houses=houses)
    assert accueillis(data, 2024) == 40
    assert accueillis(data, 2025) is None
    assert (
        of(data, 2025)
        .loc[("G1", "menages_presents_31_12"), "raison"]
        .startswith("Les séjours déposés s’arrêtent en février 2025 (CHRS E2)\u00a0: ni entrée")
    )
