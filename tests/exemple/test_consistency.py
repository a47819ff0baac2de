"""What the tables say together holds, but where a profile spoils it on purpose."""

import numpy as np
import pandas as pd
import pytest

from cpomlib.exemple import profiles


@pytest.fixture(scope="module")
def sound(region, owner):
    """Establishments of the gestionnaires whose figures are consistent."""
    spoiled = {i for i, p in profiles("52", 12).items() if p == "chiffres_incoherents"}
    return set(owner[~owner.isin(spoiled)].index)


def capacity(region):
    return region["places"].groupby(["id_etablissement", "annee"])["places_autorisees"].sum()


def test_days_are_those_of_the_stays(region, sound):
    # March 2024, night by night: a stay occupies the nights from entry to the eve of exit.
    stays = region["sejours"]
    first, end = pd.Timestamp("2024-03-01"), pd.Timestamp("2024-04-01")
    nights = stays["date_sortie"].fillna(end).clip(upper=end) - stays["date_entree"].clip(
        lower=first
    )
    persons = stays["nb_adultes"] + stays["nb_enfants"]
    days = (nights.dt.days.clip(lower=0) * persons).groupby(stays["id_etablissement"]).sum()
    done = region["activite"].query("annee == 2024 and mois == 3").set_index("id_etablissement")
    done = done.loc[done.index.isin(sound), "journees_realisees"]
    pd.testing.assert_series_equal(
        done.sort_index(),
        days.reindex(done.index).fillna(0).astype("int64").sort_index(),
        check_names=False,
    )


@pytest.mark.parametrize("date", ["2023-01-01", "2023-12-31", "2024-02-29", "2025-12-31"])
def test_nobody_sleeps_beyond_the_places(region, date):
    night, stays = pd.Timestamp(date), region["sejours"]
    there = stays[(stays["date_entree"] <= night) & ~(stays["date_sortie"] <= night)]
    persons = (there["nb_adultes"] + there["nb_enfants"]).groupby(there["id_etablissement"]).sum()
    limits = capacity(region).xs(night.year, level="annee")
    assert (persons <= limits[persons.index]).all()


def test_households_are_what_their_composition_says(region):
    stays = region["sejours"]
    adults, children = stays["nb_adultes"], stays["nb_enfants"]
    alone = stays["composition"].isin(["homme_seul", "femme_seule"])
    assert (adults[alone] == 1).all()
    assert (children[alone] == 0).all()
    families = stays["composition"].isin(["femme_enfants", "homme_enfants", "couple_enfants"])
    assert (children[families] >= 1).all()
    minors = stays[stays["composition"] == "mineur"]
    assert (minors["tranche_age"] == "moins_18").all()
    women = stays.loc[stays["composition"] == "femme_seule", "sexe"].dropna()
    assert set(women) == {"F"}


def test_some_households_come_back_after_they_left(region):
    stays = region["sejours"].sort_values(["id_menage", "date_entree"])
    again = stays["id_menage"] == stays["id_menage"].shift()
    assert 10 < again.sum() < 0.06 * len(stays)
    before = stays["date_sortie"].shift()[again]
    assert (before <= stays.loc[again, "date_entree"]).all()
    assert (stays["composition"] == stays["composition"].shift())[again].all()


def test_incomplete_rights_never_lead_to_social_housing(region):
    stays = region["sejours"]
    without = stays[stays["droits_incomplets"]]
    assert not without["dls_active"].any()
    assert not without["destination"].isin(["logement_social", "logement_prive"]).any()


def test_the_executory_budget_balances_to_the_cent(region):
    be = region["budgets"].query("document == 'be'")
    sides = be.groupby(["id_etablissement", "annee", "sens"], observed=True)["montant"].sum()
    sides = sides.unstack("sens")
    assert (sides["charge"] == sides["produit"]).all()


def test_the_budgets_hold_what_a_base_budgetaire_needs(region):
    budgets = region["budgets"]
    assert set(budgets["document"]) == {"bp", "be", "ca"}
    assert budgets["non_reconductible"].any()
    be = budgets.query("document == 'be'")
    assert set(be["compte"]) >= {"110", "119", "706", "6419"}
    assert not budgets.query("document == 'ca'")["compte"].isin(["110", "119"]).any()
    assert (budgets["montant"] > 0).all()


def test_the_employees_cost_what_the_accounts_say(region, categorie, sound):
    cost = region["salaries"].groupby(["id_etablissement", "annee"])["cout_employeur"].sum()
    own = region["budgets"].query("document == 'ca' and groupe == 2 and sens == 'charge'")
    own = own[~own["compte"].isin(["6211", "6226"])]
    paid = own.groupby(["id_etablissement", "annee"])["montant"].sum()
    both = pd.concat([cost, paid], axis=1, keys=["cost", "paid"]).dropna()
    both = both[both.index.get_level_values(0).isin(sound)]
    assert len(both) > 60
    assert (both["cost"] == both["paid"]).all()


def test_the_financing_is_what_the_accounts_received(region, sound):
    given = region["financements"].groupby(["id_etablissement", "annee"])["montant_accorde"].sum()
    received = region["budgets"].query("document == 'ca'")
    received = received[received["compte"].isin(["732", "741", "748"])]
    received = received.groupby(["id_etablissement", "annee"])["montant"].sum()
    kept = received.index.get_level_values(0).isin(sound)
    assert (given[received.index[kept]] == received[kept]).all()


def test_the_balances_balance_and_hold_the_year_s_accounts(region, owner, sound):
    balances = region["balances"]
    sums = balances.groupby(["id_gestionnaire", "annee"])[["debit", "credit"]].sum()
    assert (sums["debit"] == sums["credit"]).all()
    ca = region["budgets"].query("document == 'ca'")
    ca = ca[ca["id_etablissement"].isin(sound)]
    signed = ca["montant"].where(ca["sens"] == "charge", -ca["montant"])
    keys = [ca["id_etablissement"].map(owner).rename("id_gestionnaire"), ca["annee"], ca["compte"]]
    expected = signed.groupby(keys).sum()
    found = balances.set_index(["id_gestionnaire", "annee", "compte"])
    found = (found["debit"] - found["credit"])[expected.index]
    assert (found == expected).all()


def test_the_equity_follows_from_year_to_year(region):
    # The result of 2023 is what the result carried forward gains between 2023 and 2024.
    balances = region["balances"].assign(net=lambda f: f["credit"] - f["debit"])
    carried = balances[balances["compte"].isin(["110", "119"])]
    carried = carried.groupby(["id_gestionnaire", "annee"])["net"].sum().unstack()
    result = balances[balances["compte"].str[0].isin(["6", "7"])]
    result = result.groupby(["id_gestionnaire", "annee"])["net"].sum().unstack()
    assert (carried[2024] - carried[2023] == result[2023]).all()


def test_movements_explain_the_staff(region):
    staff = region["salaries"].groupby(["id_etablissement", "annee"]).size().unstack()
    moves = region["mouvements"].set_index(["id_etablissement", "annee"])
    net = (moves["entrees"] - moves["sorties"]).unstack()
    for year in (2024, 2025):
        change = (staff[year] - staff[year - 1]).dropna()
        assert (change == net.loc[change.index, year]).all()
    etp = region["salaries"].groupby(["id_etablissement", "annee"])["etp"].sum()
    held = (moves["etp_budgetes"] - moves["etp_vacants"])[etp.index]
    np.testing.assert_allclose(held, etp, atol=0.011)


def test_a_person_shared_by_two_establishments_is_one(region, owner):
    staff = region["salaries"].query("annee == 2025")
    heads = staff.groupby("id_salarie")
    assert (heads["etp"].sum() <= 1.0001).all()
    shared = heads["id_etablissement"].nunique() > 1
    assert shared.any()
    assert (heads["sexe"].nunique()[shared] == 1).all()
    assert (staff["id_etablissement"].map(owner).groupby(staff["id_salarie"]).nunique() == 1).all()


def test_the_demands_to_the_siao_are_possible(region):
    demands = region["demandes_siao"]
    told = demands["reponses_positives"] + demands["non_pourvues"]
    assert (told <= demands["demandes"]).all()


def test_large_gestionnaires_have_a_head_office_they_pay_for(region, owner):
    places = region["etablissements"]
    offices = places[places["regime"] == "siege"]
    assert len(offices) >= 1
    paying = region["budgets"].query("compte == '6556' and document == 'ca'")["id_etablissement"]
    assert set(owner[paying]) == set(offices["id_gestionnaire"])
    assert (
        places.loc[places["regime"] == "subventionne", "id_etablissement"]
        .str.startswith("S-")
        .any()
    )
    assert places.groupby("id_gestionnaire").size().between(1, 8).all()
