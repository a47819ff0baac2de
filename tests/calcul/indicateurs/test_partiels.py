"""A table that one of the establishments has not sent yet makes no figure of the gestionnaire."""

import pytest
from calcul.indicateurs.builders import ANNEE, frames, indicators, value

from cpomlib.calcul.indicateurs import Conventions, compute
from cpomlib.calcul.perimetre import par_etablissement, selection

HOUSES = [
    {"id_etablissement": "E1", "nom": "Nord"},
    {"id_etablissement": "E2", "nom": "Sud"},
]
PLACES = [
    {"id_etablissement": house, "annee": year, "places_financees": count,
     "places_autorisees": count}
    for house, count in (("E1", 20), ("E2", 30)) for year in (ANNEE - 1, ANNEE)
]  # fmt: skip


def staff(house, year, etp=1.0, count=4):
    return [{"id_etablissement": house, "id_salarie": f"{house}{n}", "annee": year, "etp": etp}
            for n in range(count)]  # fmt: skip


def charges(house, year, euros):
    return {"id_etablissement": house, "annee": year, "sens": "charge", "montant": euros * 100}


BEFORE = [charges("E1", ANNEE - 1, 300), charges("E2", ANNEE - 1, 450)]


def test_the_staff_of_an_establishment_not_sent_yet_makes_no_ratio_of_the_gestionnaire():
    """Four and six posts for 20 and 30 places; of this year, E2 has sent its places only."""
    before = [*staff("E1", ANNEE - 1), *staff("E2", ANNEE - 1, count=6)]
    data = frames(etablissements=HOUSES, places=PLACES, salaries=[*before, *staff("E1", ANNEE)])
    assert value(indicators(data, ANNEE - 1), "etp_pour_100_places") == 20  # 10 / 50 × 100
    now = indicators(data)
    assert value(now, "etp_total") is None  # 4 would be read as 6 posts lost
    assert value(now, "etp_pour_100_places") is None  # 4 / 50 × 100 = 8
    assert now.loc["etp_total", "raison"] == (
        f"Aucune ligne de {ANNEE} dans la table «\u00a0Salariés\u00a0» pour Sud, alors qu’une "
        "année voisine en a\u00a0: sans cela, le chiffre ne serait pas celui de tout le périmètre. "
        "Pour le fournir, déposez salaries.csv avec «\u00a0cpom importer tables\u00a0»."
    )
    assert value(now, "places_financees") == 50
    each = compute(data, par_etablissement(data["etablissements"]), ANNEE, Conventions(18))
    north = each[each["unite"] == "E1"].set_index("id")
    assert value(north, "etp_pour_100_places") == 20  # 4 / 20 × 100


def test_an_account_not_sent_yet_makes_no_cost_and_no_growth():
    accounts = [*BEFORE, charges("E1", ANNEE, 310)]
    data = frames(etablissements=HOUSES, places=PLACES, budgets=accounts)
    now = indicators(data)
    names = ("charges_brutes", "cout_place", "evolution_charges", "resultat")
    assert [value(now, name) for name in names] == [None] * 4  # 310 / 50; 310 / 750 − 1
    assert now.loc["cout_place", "raison"].startswith(
        f"Aucun compte administratif de {ANNEE} pour Sud, alors qu’une année voisine en a"
    )
    accounts = [BEFORE[0], charges("E1", ANNEE, 310), charges("E2", ANNEE, 450)]
    now = indicators(frames(etablissements=HOUSES, places=PLACES, budgets=accounts))
    assert value(now, "cout_place") == pytest.approx(760 / 50)
    assert value(now, "evolution_charges") is None  # 760 / 300 − 1 = 153 %


def test_a_common_budget_takes_over_what_an_establishment_held():
    accounts = [*BEFORE, charges("E1", ANNEE, 760)]
    data = frames(etablissements=HOUSES, places=PLACES, budgets=accounts)
    assert value(indicators(data), "evolution_charges") == pytest.approx(760 / 750 - 1)


@pytest.mark.parametrize(("euros", "held"), [(640, True), (520, False)])
def test_a_common_budget_that_falls_is_still_that_of_both(euros, held):
    """750 before, 300 without E2: what is nearer to the whole than to E1 alone is the whole."""
    data = frames(etablissements=HOUSES, places=PLACES,
                  budgets=[*BEFORE, charges("E1", ANNEE, euros)])  # fmt: skip
    assert value(indicators(data), "charges_brutes") == (euros if held else None)


def test_what_closed_or_sent_nothing_at_all_this_year_is_not_waited_for():
    accounts = [*BEFORE, charges("E1", ANNEE, 310)]
    closed = [HOUSES[0], {**HOUSES[1], "date_fermeture": f"{ANNEE - 1}-12-31"}]
    data = frames(etablissements=closed, places=PLACES, budgets=accounts)
    assert value(indicators(data), "charges_brutes") == 310
    silent = frames(etablissements=HOUSES, budgets=accounts)
    assert value(indicators(silent), "charges_brutes") == 310


def test_a_region_leaves_out_a_gestionnaire_that_has_not_sent_all_of_its_accounts():
    """G1 spends 310 for 20 places; G2 has sent one account out of two."""
    houses = [HOUSES[0], *({**HOUSES[1], "id_etablissement": one, "id_gestionnaire": "G2"}
                           for one in ("E2", "E3"))]  # fmt: skip
    accounts = [*BEFORE, charges("E3", ANNEE - 1, 80), charges("E1", ANNEE, 310),
                charges("E3", ANNEE, 90)]  # fmt: skip
    data = frames(etablissements=houses, places=PLACES, budgets=accounts)
    unit = selection(data["etablissements"], "R")
    region = compute(data, unit, ANNEE, Conventions(18)).set_index("id")
    assert value(region, "charges_brutes") == 310
    assert value(region, "cout_place") == pytest.approx(310 / 20)
    assert region.loc["charges_brutes", "note"] == (
        "Sans 1\u00a0gestionnaire, dont un établissement n’a pas encore de compte administratif de "
        f"{ANNEE}."
    )
    assert value(region, "evolution_charges") is None  # 310 / 830 − 1
    assert value(region, "places_financees") == 50


def months(house, count, first=1):
    return [{"id_etablissement": house, "mois": month, "journees_theoriques": 310,
             "journees_realisees": 300} for month in range(first, first + count)]  # fmt: skip


def test_a_year_of_charges_is_not_related_to_six_months_of_days():
    """360 000 over 3 600 days are 100 a day; over the 1 800 days of six months, twice that."""
    accounts = [charges("E1", ANNEE, 360_000)]
    whole = indicators(frames(budgets=accounts, activite=months("E1", 12)))
    assert value(whole, "cout_journee") == 100
    half = indicators(frames(budgets=accounts, activite=months("E1", 6)))
    assert value(half, "cout_journee") is None
    assert half.loc["cout_journee", "raison"].startswith(
        "Activité déposée sans 6\u00a0mois de l’année\u00a0: CHRS. Les charges de l’année ne se"
    )
    assert "(un mois de fermeture y a 0\u00a0journée)" in half.loc["cout_journee", "raison"]
    shut = [{**month, "journees_theoriques": 0, "journees_realisees": 0}
            for month in months("E1", 6, first=7)]  # fmt: skip
    seasonal = indicators(frames(budgets=accounts, activite=[*months("E1", 6), *shut]))
    assert value(seasonal, "cout_journee") == 200  # 360 000 / 1 800: open six months
    assert value(half, "taux_occupation") == pytest.approx(300 / 310)
    assert half.loc["taux_occupation", "note"] == (
        "Activité déposée sans 6\u00a0mois de l’année\u00a0: CHRS."
    )


def test_an_establishment_opened_in_july_has_six_months():
    opened = [{"id_etablissement": "E1", "date_ouverture": f"{ANNEE}-07-01"}]
    data = frames(
        etablissements=opened, budgets=[charges("E1", ANNEE, 180_000)],
        activite=months("E1", 6, first=7),
    )  # fmt: skip
    assert value(indicators(data), "cout_journee") == 100


@pytest.mark.parametrize("days", [{"date_ouverture": f"{ANNEE}-04-15"},
                                  {"date_fermeture": f"{ANNEE}-03-31"}])  # fmt: skip
def test_places_of_a_part_of_the_year_are_said_where_its_charges_are_related_to_them(days):
    """G1 spends 310 for 20 places all year, and 90 for 30 places of which a part: 400 / 50."""
    houses = [HOUSES[0], {**HOUSES[1], **days}]
    accounts = [charges("E1", ANNEE, 310), charges("E2", ANNEE, 90)]
    now = indicators(frames(etablissements=houses, places=PLACES[1::2], budgets=accounts))
    assert value(now, "cout_place") == 8
    said = "Ouvert ou fermé en cours d’année, compté pour toutes ses places\u00a0: Sud."
    names = ("cout_place", "charges_place_groupe_1")
    assert [now.loc[name, "note"] for name in names] == [said, said]
    assert now.loc["charges_brutes", "note"] == ""
    whole = [HOUSES[0], {**HOUSES[1], "date_ouverture": f"{ANNEE}-01-01",
                         "date_fermeture": f"{ANNEE}-12-31"}]  # fmt: skip
    full = indicators(frames(etablissements=whole, places=PLACES[1::2], budgets=accounts))
    assert full.loc["cout_place", "note"] == ""
