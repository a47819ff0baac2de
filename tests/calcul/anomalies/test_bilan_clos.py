"""A balance whose classes 6 and 7 are closed into account 12 raises no false doubt."""

import pytest
from calcul.anomalies.tables import ANNEE, frames, ligne, solde

from cpomlib.calcul.anomalies import evaluer

AVANT = {"annee": ANNEE - 1}
RULES = ["resultat_balance_et_ca", "affectation_et_resultat", "tresorerie_et_classe_5"]


def found(*balances, budgets=()):
    tables = frames(balances=list(balances), budgets=list(budgets))
    return [one.code for one in evaluer(tables, ANNEE, seulement=RULES)]


CA = (ligne("6063", 900), ligne("7311", 1000, "produit"))


@pytest.mark.parametrize(
    ("credit", "said"),
    # Products 1000 − charges 900 = 100, in account 12 once the year is closed.
    [(100, []), (80, ["resultat_balance_et_ca"])],
)
def test_the_result_is_read_in_account_12(credit, said):
    assert found(solde("120", 0, credit), solde("512", credit), budgets=CA) == said


def test_a_result_already_affected_is_unknown_not_zero():
    assert found(solde("110", 0, 100), solde("512", 100), budgets=CA) == []


def test_an_earlier_result_taken_in_is_no_result_of_the_year():
    taken = (*CA, ligne("002", 40, "produit"), ligne("119", 15))
    assert found(solde("60", 900), solde("73", 0, 1000), solde("512", 100), budgets=taken) == []
    assert found(
        solde("60", 860), solde("73", 0, 1000), solde("512", 140), budgets=taken
    ) == ["resultat_balance_et_ca"]  # 140 in the books, 100 in the ca  # fmt: skip


@pytest.mark.parametrize(
    ("reserve", "said"),
    # 100 of 2024 affected to the reserve: 50 + 100 = 150; that of 2025, 30, is not yet.
    [(150, []), (130, ["affectation_et_resultat"])],
)
def test_the_result_of_a_closed_year_is_affected_the_year_after(reserve, said):
    before = (solde("10685", 0, 50, **AVANT), solde("120", 0, 100, **AVANT),
              solde("512", 150, **AVANT))  # fmt: skip
    now = (solde("10685", 0, reserve), solde("120", 0, 30), solde("512", reserve + 30))
    assert found(*before, *now) == said


def test_a_year_open_after_a_year_closed():
    before = (solde("129", 20, **AVANT), solde("110", 0, 50, **AVANT), solde("512", 30, **AVANT))
    # The deficit of 20 is carried: 50 − 20 = 30; the year's own result, 10, is in 6 and 7.
    now = (solde("110", 0, 30), solde("60", 990), solde("73", 0, 1000), solde("512", 40))
    assert found(*before, *now) == []


def test_a_deficit_taken_in_is_no_charge_of_the_year():
    # 1000 + 300 of deficit taken in, authorised 1000: the charges themselves did not move
    rows = [ligne("6063", 1000), ligne("119", 300), ligne("6063", 1000, document="be"),
            ligne("6063", 1000, **AVANT)]  # fmt: skip
    tables = frames(budgets=rows)
    codes = ["ca_et_be", "evolution_des_charges"]
    assert evaluer(tables, ANNEE, seulement=codes) == ()


def test_a_budget_still_balances_with_the_deficit_it_takes_in():
    rows = [ligne("6063", 700, document="be"), ligne("119", 300, document="be"),
            ligne("7311", 1000, "produit", document="be")]  # fmt: skip
    assert evaluer(frames(budgets=rows), ANNEE, seulement=["be_desequilibre"]) == ()
