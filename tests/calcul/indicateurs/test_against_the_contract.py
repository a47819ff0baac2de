"""The vectorised measures against row loops written straight from the contract."""

import math

import numpy as np
import pandas as pd
import pytest
from calcul.indicateurs import naive
from calcul.indicateurs.builders import ANNEE, frames, indicators, value
from calcul.indicateurs.strategies import ETABLISSEMENTS, budget, staff, stays
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.indicateurs import Conventions, compute
from cpomlib.calcul.perimetre import Perimetre, par_etablissement, par_gestionnaire, selection

TROIS = [{"id_etablissement": name} for name in ETABLISSEMENTS]


def regions(case):
    """Several gestionnaires at once: one pass checks them all, and that they do not mix."""
    return st.lists(case, min_size=1, max_size=6)


def region(table, cases):
    """Give each case its own gestionnaire; pseudonyms of persons stay the same in all."""
    etablissements = [
        {"id_etablissement": f"{n}{name}", "id_gestionnaire": f"G{n}"}
        for n in range(len(cases))
        for name in ETABLISSEMENTS
    ]
    own = [
        {**row, "id_etablissement": f"{n}{row['id_etablissement']}"}
        for n, rows in enumerate(cases)
        for row in rows
    ]
    return frames(etablissements=etablissements, **{table: own})


def check(data, cases, expected, conventions):
    units = par_gestionnaire(data["etablissements"])
    computed = compute(data, units, ANNEE, conventions)
    for n, rows in enumerate(cases):
        agree(computed[computed["unite"] == f"G{n}"].set_index("id"), expected(rows))


def agree(computed, expected):
    for name, number in expected.items():
        found = value(computed, name)
        assert (found is None) == (number is None), (name, found, number)
        if number is not None:
            assert found == pytest.approx(float(number), rel=1e-12, abs=1e-12), name


@given(regions(stays()), st.sampled_from([3, 16, 18]), st.sampled_from([None, 0, 3, 16]))
@settings(deadline=None, max_examples=40)
def test_stays(cases, seuil, anciennete):
    check(
        region("sejours", cases),
        cases,
        lambda rows: naive.stays_indicators(rows, ANNEE, seuil, anciennete),
        Conventions(seuil, anciennete),
    )


@given(regions(staff()))
@settings(deadline=None, max_examples=25)
def test_staff(cases):
    check(region("salaries", cases), cases, naive.staff_indicators, Conventions(18))


@given(regions(budget()))
@settings(deadline=None, max_examples=25)
def test_budget(cases):
    check(region("budgets", cases), cases, naive.budget_indicators, Conventions(18))


@given(stays(), staff(), budget(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=15)
def test_the_order_of_rows_changes_nothing(sejours, salaries, budgets, random):
    tables = {"sejours": sejours, "salaries": salaries, "budgets": budgets}
    before = indicators(frames(etablissements=TROIS, **tables))
    for rows in tables.values():
        random.shuffle(rows)
    after = indicators(frames(etablissements=TROIS[::-1], **tables))
    pd.testing.assert_frame_equal(before, after, check_exact=True)


@given(stays(), staff(), budget())
@settings(deadline=None, max_examples=10)
def test_a_unit_alone_is_the_same_among_others(sejours, salaries, budgets):
    data = frames(etablissements=TROIS, sejours=sejours, salaries=salaries, budgets=budgets)
    known = data["etablissements"]
    parts = [par_gestionnaire(known), par_etablissement(known), selection(known, "tout")]
    together = Perimetre(
        pd.concat([part.etablissements for part in parts], ignore_index=True),
        pd.concat([part.gestionnaires for part in parts], ignore_index=True),
    )
    computed = compute(data, together, ANNEE, Conventions(18))
    for part in parts:
        alone = compute(data, part, ANNEE, Conventions(18))
        among = computed[computed["unite"].isin(part.unites)].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, among, check_exact=True)
    whole = computed[computed["unite"] == "tout"].reset_index(drop=True)
    same = computed[computed["unite"] == "G1"].reset_index(drop=True)
    pd.testing.assert_frame_equal(whole.drop(columns="unite"), same.drop(columns="unite"))


ADDITIVE = (
    "charges_brutes", "charges_groupe_1", "charges_non_reconductibles", "recettes_attenuation",
    "resultat", "etp_total",
)  # fmt: skip
ADDITIVE_STAYS = (
    "menages_accueillis", "menages_presents_31_12", "personnes_accueillies", "enfants_accueillis",
    "sorties_menages", "cpom_1_sorties_logement_ordinaire", "cpom_2_sorties_logement_adapte",
)  # fmt: skip


@given(stays(), staff(), budget(), st.sets(st.sampled_from(ETABLISSEMENTS), min_size=1, max_size=2))
@settings(deadline=None, max_examples=15)
def test_the_two_parts_of_a_gestionnaire_add_up_to_the_whole(sejours, salaries, budgets, part):
    apart = [{**row, "id_menage": row["id_menage"] + row["id_etablissement"]} for row in sejours]
    data = frames(etablissements=TROIS, sejours=apart, salaries=salaries, budgets=budgets)
    rest = sorted(set(ETABLISSEMENTS) - part)
    whole = indicators(data)
    parts = [indicators(data, choisis=sorted(part)), indicators(data, choisis=rest)]
    for name in ADDITIVE + ADDITIVE_STAYS:
        found = [value(computed, name) for computed in parts]
        assert sum(number or 0 for number in found) == pytest.approx(value(whole, name)), name


@given(stays(), staff())
@settings(deadline=None, max_examples=20)
def test_the_shares_of_a_family_sum_to_one(sejours, salaries):
    computed = indicators(frames(etablissements=TROIS, sejours=sejours, salaries=salaries))
    for prefix in (*naive.FAMILLES, "etp_part", "effectif_part_age"):
        family = computed[computed.index.str.startswith(prefix + "_")]
        if (family["statut"] == "ok").all():
            assert family["valeur"].sum() == pytest.approx(1)
            assert family["numerateur"].sum() == pytest.approx(family["denominateur"].iloc[0])
        else:
            assert (family["statut"] == "nd").all()


@given(stays(), staff())
@settings(deadline=None, max_examples=20)
def test_a_value_is_its_numerator_over_its_denominator(sejours, salaries):
    computed = indicators(frames(etablissements=TROIS, sejours=sejours, salaries=salaries))
    known = computed[computed["statut"] == "ok"]
    assert (computed["valeur"].isna() == (computed["statut"] == "nd")).all()
    counts = known[known["denominateur"].isna()]
    assert (counts["valeur"] == counts["numerateur"]).all()
    quotients = known[known["denominateur"].notna() & known["numerateur"].notna()]
    assert np.allclose(
        quotients["valeur"], quotients["numerateur"] / quotients["denominateur"], rtol=1e-12
    )


@given(stays(), staff(), budget())
@settings(deadline=None, max_examples=10)
def test_the_tables_given_are_left_as_they_were(sejours, salaries, budgets):
    data = frames(etablissements=TROIS, sejours=sejours, salaries=salaries, budgets=budgets)
    copies = {name: table.copy(deep=True) for name, table in data.items()}
    indicators(data)
    for name, table in data.items():
        pd.testing.assert_frame_equal(table, copies[name])


def test_no_value_is_infinite():
    computed = indicators(frames(salaries=[
        {"id_salarie": "A", "etp": 0.0}], absences=[{"motif": "at_mp", "jours": 3.0}]))  # fmt: skip
    assert not any(math.isinf(v) for v in computed["valeur"])
    assert value(computed, "taux_absenteisme") is None
