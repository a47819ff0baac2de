"""What the budget rules keep true whatever the amounts."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from cpomlib.calcul import budget
from cpomlib.calcul.budget.repartition import parts_egales, repartir

CENT = Decimal("0.01")
amounts = st.decimals(0, 10**9, places=2)
signed = st.decimals(-(10**9), 10**9, places=2)
rates = st.decimals(Decimal("-0.99"), Decimal("0.99"), places=6)
shares = st.decimals(0, 1, places=4)
names = st.text("ABCDEFGH", min_size=1, max_size=3)
weights = st.dictionaries(names, amounts, min_size=1, max_size=12)


@given(amounts, weights)
def test_a_shared_amount_loses_no_cent(total, poids):
    assume(any(poids.values()))
    parts = repartir(total, poids)
    assert sum(parts.values()) == total
    whole = sum(poids.values())
    for name, part in parts.items():
        assert part >= 0
        assert abs(part - total * poids[name] / whole) < CENT


@given(amounts, weights)
def test_the_order_of_establishments_changes_nothing(frais, charges):
    assume(any(charges.values()))
    backwards = dict(reversed(charges.items()))
    assert budget.repartir_frais_siege(frais, charges) == budget.repartir_frais_siege(
        frais, backwards
    )


@given(amounts, st.integers(1, 60))
def test_equal_parts_differ_by_a_cent_at_most(total, count):
    parts = parts_egales(total, count)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= CENT


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_floats_are_read_as_they_are_written(cents, others):
    charges, produits = max(cents, others) / 100, min(cents, others) / 100
    expected = Decimal(max(cents, others) - min(cents, others)) / 100
    assert budget.base_budgetaire(charges, 0, produits, 0) == expected


@given(amounts, amounts, amounts, signed)
def test_the_base_is_the_exact_sum_or_an_error(brutes, cnr, recettes, report):
    exact = brutes - cnr - recettes + report
    assume(cnr <= brutes and exact >= 0)
    assert budget.base_budgetaire(brutes, cnr, recettes, report) == exact


@given(amounts, st.lists(rates, max_size=6))
def test_each_year_follows_from_the_one_before(base, taux):
    previous = base
    for rate, found in zip(taux, budget.actualiser(base, taux), strict=True):
        assert abs(found - previous * (1 + rate)) <= CENT / 2
        previous = found


@st.composite
def convergences(draw):
    year = draw(st.integers(2018, 2026))
    return {
        "exercice": year,
        "residuel": draw(amounts),
        "reclasse": draw(st.booleans()),
        "fraction": draw(shares) if year == 2021 else None,
    }


@given(convergences(), amounts, amounts)
def test_convergence_never_goes_below_the_ceiling_nor_above_the_financing(rule, f, p):
    found = budget.convergence(financement=f, plafond=p, **rule)
    if f <= p:
        assert found == f
    else:
        assert p <= found <= f


@given(convergences(), amounts, amounts, amounts)
def test_more_financing_never_ends_with_less(rule, p, low, high):
    low, high = sorted((low, high))
    # A residual belongs to one financing: comparing two financings only makes sense above P.
    assume(low > p or rule["exercice"] in (2018, 2020))
    assert budget.convergence(financement=low, plafond=p, **rule) <= budget.convergence(
        financement=high, plafond=p, **rule
    )


@given(convergences(), amounts, amounts, amounts)
def test_a_higher_ceiling_never_ends_with_less(rule, f, low, high):
    low, high = sorted((low, high))
    assert budget.convergence(financement=f, plafond=low, **rule) <= budget.convergence(
        financement=f, plafond=high, **rule
    )


@given(amounts, amounts)
def test_2018_to_2022_lead_exactly_to_the_ceiling(f, p):
    assume(f > p)
    after_2018 = budget.convergence(2018, f, p)
    after_2019 = budget.convergence(2019, after_2018, p, residuel=after_2018 - p)
    after_2021 = budget.convergence(
        2021, after_2019, p, residuel=after_2019 - p, fraction=Decimal("0.5")
    )
    assert f >= after_2018 >= after_2019 >= after_2021 >= p
    assert budget.convergence(2022, after_2021, p, residuel=after_2021 - p) == p


@given(st.lists(amounts, min_size=7, max_size=7), amounts)
def test_an_affected_surplus_always_totals_the_result(parts, reserve):
    affectations = dict(zip(budget.EMPLOIS, parts, strict=True))
    found = budget.affecter_excedent(
        sum(parts),
        affectations,
        bfr=reserve + affectations["reserve_tresorerie"],
        reserve_tresorerie=reserve,
        libre=True,
    )
    assert sum(found.values()) == sum(parts)
    assert found == affectations


@given(amounts, signed, amounts, st.sampled_from(sorted(budget.REGIMES)), st.integers(1, 3))
def test_a_covered_deficit_always_totals_the_result(deficit, report, reserve, regime, spread):
    found = budget.affecter_deficit(
        deficit,
        regime=regime,
        report_a_nouveau=report,
        reserve_compensation=reserve,
        etalement=1 if regime == "libre" else spread,
        circonstances_exceptionnelles=True,
    )
    assert sum(found.values()) == deficit
    assert min(found.values()) >= 0
    assert found["reserve_compensation"] <= reserve


@given(st.lists(st.tuples(amounts, signed), min_size=3, max_size=6))
def test_a_reprise_never_exceeds_the_reserve(years):
    reserves, bfr = zip(*years, strict=True)
    found = budget.reprise_reserve_tresorerie(reserves, bfr)
    assert 0 <= found <= reserves[-1]
    if any(r < b for r, b in years[-3:]):
        assert found == 0


@given(amounts, st.decimals(0, 1, places=5), st.integers(1, 60))
def test_a_loan_closes_to_zero(capital, taux, duree):
    rows = budget.tableau_emprunt(capital, taux, duree)
    assert len(rows) == duree
    assert rows[-1].restant_du == 0
    assert sum(row.capital for row in rows) == capital
    assert all(row.capital >= 0 and row.interets >= 0 for row in rows)
    constant = budget.annuite(capital, taux, duree)
    assert all(row.annuite <= constant for row in rows[:-1])


@given(amounts, amounts, amounts, shares, st.integers(1, 40), st.integers(1, 40))
def test_an_investment_costs_its_price_and_interest_less_the_subsidy(
    own, subvention, emprunt, taux, duree, duree_emprunt
):
    prix = own + subvention + emprunt
    plan = budget.plan_investissement(
        prix,
        duree,
        2026,
        subvention=subvention,
        emprunt=emprunt,
        taux=taux,
        duree_emprunt=duree_emprunt,
    )
    interets = sum(row.interets for row in plan)
    assert sum(row.surcout for row in plan) == prix - subvention + interets
    assert sum(row.capital_rembourse for row in plan) == emprunt
    assert [row.annee for row in plan] == list(range(2026, 2026 + max(duree, duree_emprunt)))


@given(st.lists(signed, min_size=1, max_size=5), amounts)
def test_a_deficit_absorbed_stays_absorbed(results, deficit):
    found = budget.plan_retour_equilibre(dict(enumerate(results, start=2026)), deficit)
    assert found.resorbe == (sum(results) >= deficit)
    if found.annee is not None:
        assert all(solde >= 0 for year, solde in found.soldes.items() if year >= found.annee)
        before = found.soldes.get(found.annee - 1, -deficit)
        assert before < 0


@given(amounts, st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_costs_by_gham_carry_all_the_charges(charges, sizes):
    total = Decimal(sum(sizes))
    gham = [f"{rang}R" for rang in range(1, len(sizes) + 1)]
    found = budget.couts_a_la_place(
        charges,
        {g: round(size / total, 6) for g, size in zip(gham, sizes, strict=True)},
        dict(zip(gham, sizes, strict=True)),
        capacite=sum(sizes),
    )
    assert sum(row.charges for row in found.values()) == charges


@given(amounts, st.lists(rates, min_size=1, max_size=5), st.lists(amounts, min_size=5, max_size=5))
def test_a_revaluation_stops_at_the_ceiling(base, taux, plafonds):
    path = budget.trajectoire(base, "taux_drl", 2026, taux, plafonds=plafonds[: len(taux)])
    free = budget.trajectoire(base, "taux_drl", 2026, taux)
    previous = base
    for row, ceiling in zip(path, plafonds, strict=False):
        assert row.dotation <= max(ceiling, previous)
        assert row.evolution == row.dotation - previous
        previous = row.dotation
    assert path[-1].dotation <= free[-1].dotation
